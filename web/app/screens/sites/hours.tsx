// When it is open: up to four spans a day, copied down the week with one tap, and days on which it is closed.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { dateTime, t } from "../../words/words";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof days)[number];
type Span = [from: string, until: string];
type Week = Record<Day, Span[]>;
interface Kept extends Partial<Week> { closed?: string[]; special?: unknown }

/** Monday of some week, for the names of days. */
const dayName = (day: Day) => dateTime(Date.UTC(2024, 0, 1 + days.indexOf(day), 12), { weekday: "long", timeZone: "UTC" });

/** Each span ends behind its beginning, and before the next begins. */
const sound = (spans: readonly Span[]) => spans.every(([from, until], at) => from && until && from < until && (at === 0 || spans[at - 1]![1] <= from));

export function Hours({ site, onDone }: { site: Site; onDone: (site: Site) => void }) {
  const kept = (site.hours ?? {}) as Kept;
  const always = site.hours === null || Object.keys(kept).length === 0;
  const [week, setWeek] = useState<Week>(() => Object.fromEntries(days.map((day) => [day, kept[day] ?? []])) as unknown as Week);
  const [closed, setClosed] = useState(kept.closed ?? []);
  const [date, setDate] = useState("");
  const [saved, setSaved] = useState(false);
  const { busy, error, run } = useRun();
  const wrong = days.filter((day) => !sound(week[day]));
  const change = (day: Day, spans: Span[]) => { setWeek({ ...week, [day]: spans }); setSaved(false); };
  const save = () => wrong.length === 0 && void run(async () => {
    const hours = { ...kept, ...week, ...(closed.length || kept.closed ? { closed } : {}) };
    onDone(await api.patch("/v1/sites/{id}", { hours }, { ids: [site.id], version: site.version }));
    setSaved(true);
  });
  return (
    <section class="card">
      <h2>{t("sites.hours")}</h2>
      {always && <p class="soft">{t("sites.hours-always")}</p>}
      <div class="sites-week">
        {days.map((day, at) => <DayRow key={day} name={dayName(day)} spans={week[day]} wrong={wrong.includes(day)} onChange={(spans) => change(day, spans)} {...(at > 0 ? { onAsBefore: () => change(day, week[days[at - 1]!].map(([from, until]) => [from, until])) } : {})} />)}
      </div>
      <h3>{t("sites.closed-days")}</h3>
      <ul class="sites-closed">
        {closed.map((one) => <li key={one}><Button kind="plain" icon="close" label={t("sites.open-again", { day: dateTime(`${one}T12:00:00`, { dateStyle: "medium" }) })} onClick={() => setClosed(closed.filter((other) => other !== one))}>{dateTime(`${one}T12:00:00`, { dateStyle: "medium" })}</Button></li>)}
        <li class="sites-date">
          <input type="date" aria-label={t("sites.closed-add")} value={date} onInput={(event) => setDate(event.currentTarget.value)} />
          <Button icon="plus" onClick={() => { if (date && !closed.includes(date)) setClosed([...closed, date].sort()); setDate(""); }}>{t("sites.closed-add")}</Button>
        </li>
      </ul>
      {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
      {error !== undefined && <Failed error={error} />}
      <div class="actions"><Button kind="main" busy={busy} disabled={wrong.length > 0} onClick={save}>{t("sites.hours-save")}</Button></div>
    </section>
  );
}

function DayRow({ name, spans, wrong, onChange, onAsBefore }: { name: string; spans: readonly Span[]; wrong: boolean; onChange: (spans: Span[]) => void; onAsBefore?: () => void }) {
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
        </span>
      </div>
    </div>
  );
}
