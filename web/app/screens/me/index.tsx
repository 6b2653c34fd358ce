// My page: how the app looks and speaks to me, whether I am here, and what is mine alone.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { enter, useSession } from "../../api/session";
import { useStore } from "../../api/store";
import { Button } from "../../kit/button";
import { roleName, type Role } from "../../kit/business/names";
import { Check, Choice } from "../../kit/field";
import { Icon } from "../../kit/icons";
import { useLoad, useRun } from "../../kit/load";
import { Failed, Page } from "../../kit/page";
import { appearance, appearances, applyAppearance, type Appearance } from "../../shell/appearance";
import { singleKeys } from "../../shell/keys";
import { SignOut } from "../../shell/leaving";
import { dateTime, language, languageNames, languages, speak, t, type Lang } from "../../words/words";

export default function Me() {
  const who = useSession();
  const held = [...new Set(who.memberships.filter(({ ended }) => !ended).map(({ role }) => roleName(role as Role)))];
  return (
    <Page title={who.person.name}>
      <div class="me-narrow">
        <p class="soft">{held.join(" · ")}</p>
        <Here />
        <Looks />
        <Links />
        <Met />
        <SignOut wide text={who.by_pin ? t("me.switch") : t("me.sign-out")} />
      </div>
    </Page>
  );
}

function Here() {
  const who = useSession();
  const { busy, error, run } = useRun();
  if (who.alone) return null;
  const say = (absent: "break" | "away" | "off" | null) => run(async () => {
    const person = absent ? await api.put("/v1/me/absence", { absent }) : await api.delete("/v1/me/absence");
    enter({ ...who, person });
  });
  const { absent, back_at } = who.person;
  return (
    <section class="card me-here">
      <h2>{absent ? t(`me.absent.${absent}`) : t("me.here")}</h2>
      <p class="soft">{absent ? t("me.absent-until", { time: back_at ? dateTime(back_at, { weekday: "short", hour: "numeric", minute: "2-digit" }) : "–" }) : t("me.here-about")}</p>
      {absent
        ? <Button kind="main" busy={busy} onClick={() => void say(null)}>{t("me.back")}</Button>
        : <div class="actions">{(["break", "away", "off"] as const).map((one) => <Button key={one} busy={busy} onClick={() => void say(one)}>{t(`me.say.${one}`)}</Button>)}</div>}
      {error !== undefined && <Failed error={error} />}
    </section>
  );
}

function Looks() {
  const who = useSession();
  const [looks, setLooks] = useState(appearance());
  const keys = useStore(singleKeys);
  const { error, run } = useRun();
  const say = (lang: Lang) => run(async () => {
    await speak(lang);
    enter({ ...who, person: await api.patch("/v1/people/{id}", { lang }, { ids: [who.person.id], version: (await api.get("/v1/people/{id}", { ids: [who.person.id] })).version }) });
  });
  const look = (chosen: Appearance) => { applyAppearance(chosen); setLooks(chosen); };
  return (
    <section class="card me-looks">
      <Choice label={t("me.language")} value={language()} options={languages.map((value) => ({ value, text: languageNames[value] }))} onChange={(lang) => void say(lang)} />
      {error !== undefined && <Failed error={error} />}
      <Choice label={t("me.appearance")} value={looks} options={appearances.map((value) => ({ value, text: t(`me.looks.${value}`) }))} onChange={look} />
      <Check label={t("me.keys")} hint={t("me.keys-hint")} checked={keys} onChange={(on) => singleKeys.set(on)} />
    </section>
  );
}

function Links() {
  const who = useSession();
  const links = [["/me/signing-in", t("me.signing"), who.alone ? t("me.signing-about-alone") : t("me.signing-about")], ["/me/debriefs", t("me.debriefs"), t("me.debriefs-about")], ["/me/stored", t("me.stored"), t("me.stored-about")]] as const;
  return (
    <ul class="rows hub">
      {links.map(([href, name, about]) => <li key={href}><a class="hub-link" href={href}><span><strong>{name}</strong><span class="soft small">{about}</span></span><Icon name="next" /></a></li>)}
    </ul>
  );
}

/** Abuse that I met: a count that nobody else sees. */
function Met() {
  const met = useLoad((signal) => api.get("/v1/me/abuse-met", { signal }), []);
  if (!met.data) return null;
  const times = met.data.met.reduce((sum, one) => sum + one.times, 0);
  return (
    <section class="card">
      <h2>{t("me.met")}</h2>
      {times === 0 ? <p>{t("me.met-none")}</p> : (
        <>
          <p>{t("me.met-times", { n: times })} {t("me.met-kind")}</p>
          <ul class="me-met">{met.data.met.filter((one) => one.times > 0).map((one) => <li key={one.signal}>{t(`signals.${one.signal}` as "signals.insult")}: {one.times}</li>)}</ul>
        </>
      )}
      <p class="soft small">{t("me.met-mine")}</p>
    </section>
  );
}
