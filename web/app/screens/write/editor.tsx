// The answer, with the reviewer under the cursor: what is wrong is underlined, the cursor in it (or a tap on it in the list)
// shows why and what would be better, one key takes it.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Card, Finding, Review } from "../../offline";
import { Button } from "../../kit/button";
import { t, type Lang } from "../../words/words";
import { Marked, toPoints, toUnits } from "../../kit/marks";

interface Props {
  text: string;
  lang: Lang | undefined;
  onInput: (text: string) => void;
  reviewed: Review | undefined;
  /** Sentences of the coach that the answer may begin with. */
  offered: Card["say"];
}

const inside = (finding: Finding, at: number) => finding.start <= at && at <= finding.end;

export function Editor({ text, lang, onInput, reviewed, offered }: Props) {
  const field = useRef<HTMLTextAreaElement>(null), behind = useRef<HTMLDivElement>(null), id = useId();
  const [at, setAt] = useState(0);
  const findings = reviewed?.findings ?? [];
  const under = findings.findIndex((finding) => inside(finding, at));
  const chosen = under < 0 ? undefined : findings[under];

  /** Puts the better sentence in the place of what was marked; the browser can undo it. */
  function take(finding: Finding) {
    const input = field.current;
    if (!input || !finding.suggestion) return;
    const end = sentenceEnd(text, toUnits(text, finding.end)), start = sentenceStart(text, toUnits(text, finding.start));
    input.focus();
    input.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, finding.suggestion)) input.setRangeText(finding.suggestion, start, end, "end");
    onInput(input.value);
  }
  function add(sentence: string) {
    onInput(text.trim() === "" ? sentence : `${text.replace(/\s*$/, "")} ${sentence}`);
    field.current?.focus();
  }
  function look() {
    const input = field.current;
    if (input) setAt(toPoints(input.value, input.selectionStart));
  }
  useEffect(look, [text]);

  const said = offered.filter(({ text: sentence }) => !text.includes(sentence));
  return (
    <section class="write-part">
      <label for={id} class="write-label">{t("write.answer")}</label>
      {said.length > 0 && (
        <div class="write-offered" role="group" aria-label={t("write.offered")}>
          {said.slice(0, 3).map(({ act, text: sentence }) => <button key={act} type="button" lang={lang} onClick={() => add(sentence)}>{sentence}</button>)}
        </div>
      )}
      <div class="write-editor">
        <div class="write-behind" ref={behind} aria-hidden="true">
          <Marked text={`${text}\n`} marks={findings.map(({ start, end }) => ({ start, end, kind: "write-wrong" }))} {...(under >= 0 ? { chosen: under } : {})} />
        </div>
        <textarea ref={field} id={id} value={text} rows={7} maxLength={16000} lang={lang} spellcheck aria-describedby={`${id}-help`}
          onInput={(event) => onInput(event.currentTarget.value)} onSelect={look} onKeyUp={look} onClick={look}
          onScroll={(event) => { if (behind.current) behind.current.scrollTop = event.currentTarget.scrollTop; }}
          onKeyDown={(event) => { if (event.altKey && event.key === "Enter" && (chosen ?? findings[0])) { event.preventDefault(); take((chosen ?? findings[0])!); } }} />
      </div>
      <p class="hint" id={`${id}-help`}>{t("write.key")}</p>
      <p class="sr-only" role="status">{reviewed && text.trim() !== "" && (findings.length ? findings.map(({ message }) => message).join(" ") : t("write.fine"))}</p>
      <Findings text={text} findings={findings} chosen={under} onTake={take} lang={lang} done={!!reviewed && text.trim() !== ""} />
    </section>
  );
}

function Findings({ text, findings, chosen, onTake, lang, done }: { text: string; findings: readonly Finding[]; chosen: number; onTake: (finding: Finding) => void; lang: Lang | undefined; done: boolean }) {
  if (!done) return null;
  if (findings.length === 0) return <p class="notice good">{t("write.fine")}</p>;
  const points = [...text];
  return (
    <ul class="rows" aria-label={t("write.findings")}>
      {findings.map((finding, i) => (
        <li key={`${finding.rule} ${finding.start}`} class="card write-finding" data-chosen={i === chosen ? "" : undefined}>
          <p><q lang={lang}>{points.slice(finding.start, finding.end).join("")}</q></p>
          <p><strong>{finding.message}</strong></p>
          <p class="soft">{finding.reason}</p>
          {finding.suggestion && (
            <div class="write-better">
              <p lang={lang}>{finding.suggestion}</p>
              <Button onClick={() => onTake(finding)} icon="check">{t("write.take")}</Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** A suggestion is a whole sentence: it replaces the one that was marked. */
function sentenceEnd(text: string, from: number): number {
  const found = /[.!?。！？\n]/.exec(text.slice(Math.max(0, from - 1)));
  return found ? Math.max(from, Math.max(0, from - 1) + found.index + (found[0] === "\n" ? 0 : 1)) : text.length;
}
function sentenceStart(text: string, from: number): number {
  const before = text.slice(0, from);
  const found = /[.!?。！？\n]\s*(?=[^.!?。！？\n]*$)/.exec(before);
  return found ? found.index + found[0].length : 0;
}
