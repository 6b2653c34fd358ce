// Afterwards, for oneself: a moment to let go, a note if one likes, a break; then the next customer.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useDraft, type Running } from "../../offline";
import { useRun } from "../../kit/load";
import { Button } from "../../kit/button";
import { TextArea } from "../../kit/field";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import type { Resting } from "./break";
import { Panel } from "./panel";

const LONGEST = 4000;

interface Props {
  running: Running | undefined;
  rest: Resting;
  alone: boolean;
  names: (id: string | null | undefined) => string;
  onNext: () => void;
}

export function After({ running, rest, alone, names, onNext }: Props) {
  const [noting, setNoting] = useState(false);
  const [noted, setNoted] = useState(false);
  const encounter = running?.id ? { encounter: running.id } : {};
  return (
    <Panel title={t("counter.let-go")}>
      <p>{t("counter.let-go-text")}</p>
      {running && running.waiting > 0 && <p class="soft">{t("counter.away-waiting", { n: running.waiting })}</p>}
      {rest.resting
        ? <><Notice kind="good">{rest.by ? t("counter.break-goes", { name: names(rest.by) }) : t(alone ? "counter.resting-alone" : "counter.resting")}</Notice>
          <Button wide busy={rest.busy} onClick={rest.over}>{t("counter.break-over")}</Button></>
        : <Button wide busy={rest.busy} icon="clock" onClick={rest.need}>{t("counter.break")}</Button>}
      {rest.error !== undefined && <Notice kind="bad">{problemText(rest.error)}</Notice>}
      {noted ? <Notice kind="good">{t("counter.noted")}</Notice> : noting ? <Note local={running?.local ?? ""} encounter={encounter} onDone={() => setNoted(true)} />
        : <Button wide icon="write" onClick={() => setNoting(true)}>{t("counter.note")}</Button>}
      <Button kind="main" wide icon="next" onClick={onNext}>{t("counter.next")}</Button>
    </Panel>
  );
}

/** A note for oneself alone. */
function Note({ local, encounter, onDone }: { local: string; encounter: { encounter?: string }; onDone: () => void }) {
  const [text, type, forget] = useDraft("debrief", local);
  const { busy, error, run } = useRun();
  const save = (event: Event) => {
    event.preventDefault();
    if (text.trim()) void run(async () => { await api.post("/v1/debriefs", { ...encounter, text: text.trim() }); await forget(); onDone(); });
  };
  return (
    <form onSubmit={save}>
      <TextArea label={t("counter.note")} hint={t("counter.note-hint")} value={text} maxlength={LONGEST} onInput={type} />
      {error !== undefined && <Notice kind="bad">{problemText(error)}</Notice>}
      <Button type="submit" wide busy={busy}>{t("counter.keep-note")}</Button>
    </form>
  );
}
