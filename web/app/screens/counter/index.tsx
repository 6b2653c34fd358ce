// The counter: the next step for somebody with a customer in front of them. The card above, what one taps below it.
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { useSession } from "../../api/session";
import { useStore } from "../../api/store";
import { reach, type CoachEvent, type Level } from "../../offline";
import { Icon } from "../../kit/icons";
import { useNames } from "../../kit/names";
import { problemText } from "../../kit/problem";
import { language, t, type Lang } from "../../words/words";
import type { ScreenProps } from "../table";
import { After } from "./after";
import { useApprovals } from "./approvals";
import { useBack } from "./back";
import { Blank, useFaceDown } from "./blank";
import { useBreak } from "./break";
import { useCalls } from "./calls";
import { CardView } from "./card";
import { useEncounter, usePlace } from "./desk";
import { End } from "./end";
import { Give } from "./give-panel";
import { Danger, Help } from "./help";
import { useHeld } from "./lines";
import { More } from "./more";
import { Settings, type Showing } from "./settings";
import { Status } from "./status";
import { Taken } from "./taken";
import { digits } from "../../shell/keys";
import { Before, What, Zones, zones, type Topic } from "./zones";

export type View = "zones" | "what" | "more" | "give" | "help" | "danger" | "end" | "after" | "settings" | "before";

/** What the danger button says of the situation; told again only where it changes. */
function isDanger(card: { acts: readonly string[] } | undefined, danger: boolean | undefined): boolean {
  return Boolean(danger) || Boolean(card?.acts.includes("stay_safe"));
}

export default function CounterScreen({ query }: ScreenProps) {
  const who = useSession();
  const { place, places, choose } = usePlace();
  const names = useNames().person;
  const network = useStore(reach);
  const [showing, setShowing] = useState<Showing>({ channel: "counter", speaks: undefined, customer: query.get("customer") ?? undefined });
  const [view, setView] = useState<View>("zones");
  const [blank, setBlank] = useState(false);
  const [topic, setTopic] = useState<Topic>();
  const opening = useMemo(() => place && {
    site: place.id, channel: showing.channel, ui_lang: language(), ...(showing.speaks && { lang: showing.speaks }), ...(showing.customer && { customer: showing.customer }),
  }, [place?.id, showing, language()]);
  const encounter = useEncounter(opening, who.person.id);
  const { running, taken, tell, at } = encounter;
  const number = running?.start.emergency_number || place?.emergency_number || "112";
  const hide = useCallback(() => setBlank(true), []);
  const security = running?.start.security_on_site ?? place?.security_on_site ?? false;
  const calls = useCalls(who.person.id, at, place?.id, number, hide);
  const approvals = useApprovals(who.person.id, running?.id, at, place?.currency ?? "EUR");
  const rest = useBreak(place?.id);
  const held = useHeld(running, { channel: showing.channel, speaks: showing.speaks, number });
  const danger = isDanger(running?.card, running?.record?.danger && !running.waiting);
  const close = useCallback(() => setView("zones"), []);
  useFaceDown(hide);
  useBack(view !== "zones" && view !== "after", close);
  useEffect(() => { document.title = `${t("counter.title")} · Amends`; }, []);
  useEffect(() => { if (running?.ended && view !== "after") setView("after"); }, [running?.ended]);

  // Whoever calls for help, or is in danger, goes on with that.
  useEffect(() => { if (taken) setView((now) => (now === "help" || now === "danger" ? now : "zones")); }, [taken]);

  const event = (what: CoachEvent, next: View = "zones") => { setView(next); return tell(what); };
  const raise = () => {
    setBlank(false);
    setView("danger");
    if (!danger) void tell({ observed: "threat" });
  };
  const whom: Level = security ? "security" : "emergency";
  const call = (level: Level, silent: boolean) => {
    void calls.start(level, silent);
    if (silent) { setView("zones"); setBlank(true); }
  };
  /** Danger is over, or was none: whose customer it is says so to the coach. */
  const over = (what: CoachEvent) => { void calls.end(); if (taken) setView("zones"); else void event(what); };
  const next = () => { encounter.leave(); calls.forget(); approvals.forget(); setTopic(undefined); setShowing((now) => ({ ...now, customer: undefined })); setView("zones"); };
  const speaks = showing.speaks ?? (running?.start.lang as Lang | undefined);

  // With keys: the four zones, and danger as the fifth.
  useEffect(() => {
    digits.set((digit) => { if (digit === zones.length + 1) raise(); else if (zones[digit - 1]) void event({ observed: zones[digit - 1]![1] }); });
    return () => digits.set(undefined);
  });

  if (blank) return <Blank calling={calls.calling} onBack={() => setBlank(false)} onDanger={raise} />;
  return (
    <main class={`counter${held.line.urgent ? " urgent" : ""}`}>
      <h1 class="sr-only">{t("counter.title")}</h1>
      <header class="counter-top">
        <a class="icon-button" href="/me" aria-label={t("counter.leave")}><Icon name="back" /></a>
        <Status {...{ running, network, calling: calls.calling, asking: approvals.asking, covers: rest.by, names, topic, place }} onOpen={setView} />
        <button type="button" class="icon-button" aria-label={t("counter.settings")} aria-expanded={view === "settings"} onClick={() => setView(view === "settings" ? "zones" : "settings")}><Icon name="setup" /></button>
        <button type="button" class="icon-button" aria-label={t("counter.hide")} onClick={hide}><Icon name="hide" /></button>
      </header>
      <CardView held={held} running={running} number={number} view={view} lang={speaks} onMore={() => setView(view === "more" ? "zones" : "more")} onTell={(what) => void event(what)}
        onCall={(level) => { setView(level === "security" || level === "emergency" ? "danger" : "help"); void calls.start(level, false); }} onEnd={() => setView("end")} />
      <section class="counter-deck" aria-label={t("counter.deck")}>
        {encounter.error !== undefined && <p class="counter-trouble" role="alert">{problemText(encounter.error)}</p>}
        {view === "zones" && taken && <Taken name={names(taken)} onNext={next} />}
        {view === "zones" && !taken && <Zones onTell={(what) => void event(what)} onOpen={setView} />}
        {view === "what" && <What topic={topic} onTopic={(one) => { setTopic(one); void event({ observed: "complaint" }); }} onTell={(what) => void event(what)} onClose={close} about={running?.local ?? "new"} />}
        {view === "more" && <More running={running} held={held} speaks={speaks} number={number} onTell={(what) => void event(what, "more")} onClose={close} />}
        {view === "give" && <Give {...{ running, place, approvals, names, at }} alone={who.alone} away={network === "away"} onTell={(what) => event(what)} onClose={close} />}
        {view === "help" && <Help {...{ calls, names, number, alone: who.alone, running }} onCall={call} onClose={close} />}
        {view === "danger" && <Danger {...{ calls, names, number, whom }} onCall={call} onTell={(what) => void tell(what)} onOver={() => over({ observed: "danger_cleared" })} onClose={close}
          onMistake={() => over({ overrule: "threat" })} />}
        {view === "end" && <End running={running} place={place} onEnd={async (ending) => { await (await at()).end(ending); approvals.forget(); setView("after"); }} onGive={() => setView("give")} onClose={close} />}
        {view === "after" && <After running={running} rest={rest} alone={who.alone} names={names} onNext={next} />}
        {view === "settings" && <Settings showing={showing} onChange={setShowing} begun={running !== undefined && !running.ended} places={places} place={place} onPlace={choose} onClose={close} />}
        {view === "before" && <Before running={running} names={names} onClose={close} />}
      </section>
      <footer class="counter-bar">
        <button type="button" class="counter-help" aria-expanded={view === "help"} onClick={() => setView(view === "help" ? "zones" : "help")}><Icon name="people" /><span>{t("counter.help")}</span></button>
        <button type="button" class="counter-danger" aria-expanded={view === "danger"} onClick={raise}><Icon name="danger" /><span>{t("counter.danger")}</span></button>
      </footer>
    </main>
  );
}
