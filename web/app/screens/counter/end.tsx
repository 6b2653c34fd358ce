// The end in three taps: how it ended, what was promised, thanks.
import { useState } from "preact/hooks";
import type { Ending, Running } from "../../offline";
import { useRun } from "../../kit/load";
import { Button } from "../../kit/button";
import { Field } from "../../kit/field";
import { problemText } from "../../kit/problem";
import { dayOn } from "../../kit/records/when";
import { t } from "../../words/words";
import { giftText } from "./approval-text";
import type { Place } from "./desk";
import { givenIn, type Kind } from "./give";
import { Panel } from "./panel";

interface Props {
  running: Running | undefined;
  place: Place | undefined;
  onEnd: (ending: Ending) => Promise<void>;
  onGive: () => void;
  onClose: () => void;
}

type Outcome = Ending["outcome"];
type Until = "none" | "visit" | "tomorrow" | "week" | "date";
const DAY_MS = 86_400_000;
const EVENING = 18;

/** The evening of a day from now. */
function evening(days: number): string {
  const day = new Date(Date.now() + days * DAY_MS);
  day.setHours(EVENING, 0, 0, 0);
  return day.toISOString();
}

function due(until: Until, date: string): string | null {
  if (until === "tomorrow") return evening(1);
  if (until === "week") return evening(7);
  return until === "date" && date ? new Date(`${date}T18:00`).toISOString() : null;
}

export function End({ running, place, onEnd, onGive, onClose }: Props) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [until, setUntil] = useState<Until>();
  if (!outcome) return <Outcomes running={running} place={place} onOutcome={setOutcome} onGive={onGive} onClose={onClose} />;
  if (!until || until === "date") return <PromiseStep onUntil={setUntil} until={until} onClose={onClose} outcome={outcome} onEnd={onEnd} />;
  return <Thanks outcome={outcome} until={until} date="" onEnd={onEnd} onClose={onClose} />;
}

function Outcomes({ running, place, onOutcome, onGive, onClose }: { running: Running | undefined; place: Place | undefined; onOutcome: (outcome: Outcome) => void; onGive: () => void; onClose: () => void }) {
  const sums = Object.entries(givenIn(running)) as [Kind, number][];
  return (
    <Panel title={t("counter.how-ended")} onClose={onClose}>
      <div class="counter-pair">
        {(["satisfied", "partly", "unsatisfied", "service_ended"] as const).map((one) => (
          <button key={one} type="button" class="counter-zone" onClick={() => onOutcome(one)}><span>{t(`counter.outcome.${one}`)}</span></button>
        ))}
      </div>
      <Button wide onClick={() => onOutcome("removed")}>{t("counter.outcome.removed")}</Button>
      <Button kind="quiet" onClick={onGive}>{sums.length > 0 ? t("counter.given-so-far", { what: sums.map(([one, sum]) => giftText(one, sum, place?.currency ?? "EUR")).join(", ") }) : t("counter.nothing-given")}</Button>
    </Panel>
  );
}

function PromiseStep({ until, onUntil, outcome, onEnd, onClose }: { until: Until | undefined; onUntil: (until: Until) => void; outcome: Outcome; onEnd: Props["onEnd"]; onClose: () => void }) {
  const [date, setDate] = useState("");
  const [chosen, setChosen] = useState(false);
  if (chosen) return <Thanks outcome={outcome} until="date" date={date} onEnd={onEnd} onClose={onClose} />;
  return (
    <Panel title={t("counter.promised")} onClose={onClose}>
      <div class="counter-pair">
        {(["none", "visit", "tomorrow", "week"] as const).map((one) => <button key={one} type="button" class="counter-zone" onClick={() => onUntil(one)}><span>{t(`counter.until.${one}`)}</span></button>)}
      </div>
      {until !== "date" && <Button wide onClick={() => onUntil("date")}>{t("counter.until.date")}</Button>}
      {until === "date" && <form onSubmit={(event) => { event.preventDefault(); if (date) setChosen(true); }}>
        <Field label={t("counter.until.date")} type="date" value={date} onInput={setDate} min={dayOn(0)} required />
        <Button type="submit" kind="main" wide>{t("counter.on")}</Button>
      </form>}
    </Panel>
  );
}

function Thanks({ outcome, until, date, onEnd, onClose }: { outcome: Outcome; until: Until; date: string; onEnd: Props["onEnd"]; onClose: () => void }) {
  const [what, setWhat] = useState(t("counter.promise-text"));
  const { busy, error, run } = useRun();
  const end = (thanked: boolean) => run(() => onEnd({
    outcome, thanked, ...(until !== "none" && { promise: what.trim() || t("counter.promise-text"), promise_due_at: due(until, date) }),
  }));
  return (
    <Panel title={t("counter.thanks")} onClose={onClose}>
      {until !== "none" && <Field label={t("counter.promised-what")} value={what} onInput={setWhat} maxlength={200} />}
      <div class="counter-pair">
        <button type="button" class="counter-zone strong" disabled={busy} onClick={() => void end(true)}><span>{t("counter.thanked")}</span></button>
        <button type="button" class="counter-zone" disabled={busy} onClick={() => void end(false)}><span>{t("counter.not-thanked")}</span></button>
      </div>
      {error !== undefined && <p class="counter-trouble" role="alert">{problemText(error)}</p>}
    </Panel>
  );
}
