// The hours of one day: up to four spans.
import { Button } from "../../kit/button";
import { t } from "../../words/words";

export type Span = [from: string, until: string];

/** Each span ends behind its beginning, and before the next begins. */
export const sound = (spans: readonly Span[]) => spans.every(([from, until], at) => from && until && from < until && (at === 0 || spans[at - 1]![1] <= from));

export function DayRow({ name, spans, wrong, onChange, onAsBefore, onAway }: { name: string; spans: readonly Span[]; wrong: boolean; onChange: (spans: Span[]) => void; onAsBefore?: () => void; onAway?: () => void }) {
  const put = (at: number, side: 0 | 1, value: string) => onChange(spans.map((span, i) => (i === at ? (side === 0 ? [value, span[1]] : [span[0], value]) : span)));
  // "24:00" is midnight at the end of the day; browsers' time fields do not know it.
  const shown = (value: string) => (value === "24:00" ? "23:59" : value);
  const back = (value: string) => (value === "23:59" ? "24:00" : value);
  return (
    <div class="sites-day" role="group" aria-label={name}>
      <strong>{name}</strong>
      <div class="sites-spans">
        {spans.length === 0 && <span class="soft">{t("sites.shut")}</span>}
        {spans.map(([from, until], at) => (
          <span key={at} class="sites-span">
            <input type="time" aria-label={t("sites.from", { day: name })} aria-invalid={wrong || undefined} value={from} onInput={(event) => put(at, 0, event.currentTarget.value)} />
            <span aria-hidden="true">–</span>
            <input type="time" aria-label={t("sites.until", { day: name })} aria-invalid={wrong || undefined} value={shown(until)} onInput={(event) => put(at, 1, back(event.currentTarget.value))} />
            <button type="button" class="icon-button" aria-label={t("sites.span-away", { day: name })} onClick={() => onChange(spans.filter((_, i) => i !== at))}>×</button>
          </span>
        ))}
        {wrong && <span class="mistake" role="alert">{t("sites.hours-wrong")}</span>}
        <span class="actions">
          {spans.length < 4 && <Button kind="quiet" label={t("sites.span-add", { day: name })} onClick={() => onChange([...spans, spans.length ? ["", ""] : ["09:00", "17:00"]])}>+ {t("sites.span")}</Button>}
          {onAsBefore && <Button kind="quiet" label={`${name}: ${t("sites.as-before")}`} onClick={onAsBefore}>{t("sites.as-before")}</Button>}
          {onAway && <Button kind="quiet" label={t("sites.open-again", { day: name })} onClick={onAway}>{t("sites.special-away")}</Button>}
        </span>
      </div>
    </div>
  );
}
