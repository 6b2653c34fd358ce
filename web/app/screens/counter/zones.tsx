// What one taps: four large zones in reach of the thumb (the fifth, danger, stands below all), and one level down.
import { useDraft, type CoachEvent, type Running } from "../../offline";
import { Button } from "../../kit/button";
import { Icon, type IconName } from "../../kit/icons";
import { dateTime, t } from "../../words/words";
import type { View } from "./index";
import { Panel } from "./panel";

export const zones = [["again", "repeats", "repeat"], ["louder", "raised_voice", "louder"], ["personal", "insult", "personal"], ["calmer", "calmed", "calmer"]] as const;
export const topics = ["product", "price", "wait", "bill", "staff", "delivery"] as const;
export type Topic = (typeof topics)[number];
const signs = [
  ["manager", "ask_supervisor"], ["wants", "demand"], ["refuses", "refuses_offer"], ["tears", "distress"], ["swears", "profanity"], ["drink", "intoxication"],
  ["scene", "scene"], ["leaves-us", "churn_threat"], ["public", "publicity_threat"], ["lawyer", "legal_threat"], ["unwell", "hazard"], ["left", "left"],
] as const;

export function Zones({ onTell, onOpen }: { onTell: (event: CoachEvent) => void; onOpen: (view: View) => void }) {
  const tools: readonly [View, string, IconName][] = [["what", t("counter.what"), "help"], ["give", t("counter.give"), "gift"], ["end", t("counter.end"), "check"]];
  return (
    <>
      <div class="counter-zones" role="group" aria-label={t("counter.zones")}>
        {zones.map(([name, observed, icon]) => (
          <button key={name} type="button" class="counter-zone" onClick={() => onTell({ observed })}><Icon name={icon} /><span>{t(`counter.zone.${name}`)}</span></button>
        ))}
      </div>
      <div class="counter-tools">
        {tools.map(([view, name, icon]) => <button key={view} type="button" onClick={() => onOpen(view)}><Icon name={icon} /><span>{name}</span></button>)}
      </div>
    </>
  );
}

/** One level down: what it is about, what one sees, what they say. */
export function What({ topic, onTopic, onTell, onClose, about }: { topic: Topic | undefined; onTopic: (topic: Topic) => void; onTell: (event: CoachEvent) => void; onClose: () => void; about: string }) {
  return (
    <Panel title={t("counter.what")} onClose={onClose}>
      <div class="counter-chips" role="group" aria-label={t("counter.about")}>
        {topics.map((name) => <button key={name} type="button" aria-pressed={topic === name} onClick={() => onTopic(name)}>{t(`counter.topic.${name}`)}</button>)}
      </div>
      <div class="counter-chips" role="group" aria-label={t("counter.seen")}>
        {signs.map(([name, observed]) => <button key={name} type="button" onClick={() => onTell({ observed })}>{t(`counter.sign.${name}`)}</button>)}
      </div>
      <Words about={about} onSend={(text) => onTell({ from: "customer", text })} />
    </Panel>
  );
}

const LONGEST = 2000;
/** What they said, typed: kept until it is told. */
function Words({ about, onSend }: { about: string; onSend: (text: string) => void }) {
  const [text, type, forget] = useDraft("counter", about);
  const send = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    void forget();
    onSend(text.trim());
  };
  return (
    <form class="counter-typed" onSubmit={send}>
      <input aria-label={t("counter.they-said")} placeholder={t("counter.they-said")} value={text} maxLength={LONGEST} autoComplete="off"
        onInput={(event) => type(event.currentTarget.value)} />
      <Button type="submit" kind="main">{t("counter.tell")}</Button>
    </form>
  );
}

/** What was promised to this customer, and what was refused. */
export function Before({ running, names, onClose }: { running: Running | undefined; names: (id: string | null) => string; onClose: () => void }) {
  return (
    <Panel title={t("counter.before")} onClose={onClose}>
      <ul class="rows">
        {running?.promises.map((one) => (
          <li key={one.id} class="card"><strong>{one.what}</strong>
            <span class="soft">{one.due_at ? dateTime(one.due_at, { dateStyle: "medium" }) : t("counter.next-visit")} · {names(one.owner)}</span></li>
        ))}
        {running?.refusals.map((one) => (
          <li key={one.id} class="card"><strong>{t("counter.refused-until", { date: dateTime(one.until, { dateStyle: "medium" }) })}</strong><span class="soft">{one.reason}</span></li>
        ))}
      </ul>
    </Panel>
  );
}
