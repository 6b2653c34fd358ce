// The first start: an owner, and a desk that can be worked with, in seven short steps. The first three make the business; the others
// are the desk's own records, so a reload or a pause loses nothing.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { session } from "../../api/session";
import { useStore } from "../../api/store";
import { LinkButton } from "../../kit/button";
import { go } from "../../router";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { complete } from "./complete";
import { guess, here } from "./countries";
import { keepDraft, readDraft, takeSecret, type Founding } from "./draft";
import { Limits } from "./limits";
import { Owner } from "./owner";
import { Phones } from "./phones";
import { Ready } from "./ready";
import { Shop } from "./shop";
import { Team } from "./team";
import { Trade } from "./trade";

const before = ["trade", "shop", "owner"] as const;
const after = ["people", "limits", "phones", "ready"] as const;
const all = [...before, ...after];
type Step = (typeof all)[number];

function begin(): Founding {
  const country = guess();
  return { trade: "", country: country?.code ?? "", organisation: "", site: "", currency: country?.currency ?? "EUR", zone: country?.zone ?? here(),
    emergency_number: country?.emergency ?? "", telephone: "", security: false, name: "", login: "", password: "", ...readDraft() };
}

export default function Setup({ query }: ScreenProps) {
  const secret = useMemo(takeSecret, []);
  const who = useStore(session);
  const [values, setValues] = useState(begin);
  const [early, setEarly] = useState<(typeof before)[number]>("trade");
  const wanted = query.get("step");
  const step: Step = who ? after.find((name) => name === wanted) ?? "people" : early;
  const keep = (more: Partial<Founding>) => setValues((was) => { const now = { ...was, ...more }; keepDraft(now); return now; });
  const to = (next: Step) => ((before as readonly Step[]).includes(next) ? setEarly(next as (typeof before)[number]) : go(`/setup?step=${next}`));
  useEffect(() => { document.title = `${t(`setup.title.${step}`)} · Amends`; window.scrollTo(0, 0); }, [step]);
  const ready = who && !who.must_set_authenticator ? who : undefined;
  useEffect(() => { if (ready) void complete(ready).catch(() => undefined); }, [ready?.person.id]); // it can be told later; the desk stands
  if (!who && !secret) return <NoLink />;
  return (
    <main class="setup">
      <Progress step={step} />
      {step === "trade" && <Trade values={values} keep={keep} onNext={() => to("shop")} />}
      {step === "shop" && <Shop values={values} keep={keep} onNext={() => to("owner")} onBack={() => to("trade")} />}
      {step === "owner" && <Owner values={values} keep={keep} secret={secret} onNext={() => go("/setup?step=people", "replace")} onBack={() => to("shop")} />}
      {step === "people" && <Team onNext={() => to("limits")} />}
      {step === "limits" && <Limits onNext={() => to("phones")} onBack={() => to("people")} />}
      {step === "phones" && <Phones onNext={() => to("ready")} onBack={() => to("limits")} />}
      {step === "ready" && <Ready onBack={() => to("phones")} />}
    </main>
  );
}

/** The step's title takes the focus: who listens hears where they are. */
function Progress({ step }: { step: Step }) {
  const heading = useRef<HTMLHeadingElement>(null), first = useRef(true);
  useLayoutEffect(() => {
    if (!first.current) heading.current?.focus({ preventScroll: true });
    first.current = false;
  }, [step]);
  const at = all.indexOf(step) + 1;
  return (
    <header class="setup-head">
      <p class="soft small">{t("setup.step", { at, of: all.length })}</p>
      <progress class="setup-progress" value={at} max={all.length} aria-label={t("setup.step", { at, of: all.length })} />
      <h1 ref={heading} tabIndex={-1}>{t(`setup.title.${step}`)}</h1>
      <p>{t(`setup.about.${step}`)}</p>
    </header>
  );
}

/** Opened without the secret: reloaded before there was an owner, or set up long ago. */
function NoLink() {
  return (
    <main class="setup">
      <h1>{t("setup.no-link")}</h1>
      <p>{t("setup.no-link-how")}</p>
      <p><LinkButton href="/">{t("setup.to-signin")}</LinkButton></p>
    </main>
  );
}
