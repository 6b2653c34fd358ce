// When it is open: up to four spans a day, copied down the week with one tap; dates on which it is closed or has other hours.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { dateTime, t } from "../../words/words";
import { DayRow, sound, type Span } from "./day";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof days)[number];
type Week = Record<Day, Span[]>;
interface Kept extends Partial<Week> { closed?: string[]; special?: Record<string, Span[]> }

/** Monday of some week, for the names of days. */
const dayName = (day: Day) => dateTime(Date.UTC(2024, 0, 1 + days.indexOf(day), 12), { weekday: "long", timeZone: "UTC" });
const dateName = (date: string) => dateTime(`${date}T12:00:00`, { dateStyle: "medium" });

export function Hours({ site, onDone, again }: { site: Site; onDone: (site: Site) => void; again: () => void }) {
  const kept = (site.hours ?? {}) as Kept;
  const always = site.hours === null || Object.keys(kept).length === 0;
  const [week, setWeek] = useState<Week>(() => Object.fromEntries(days.map((day) => [day, kept[day] ?? []])) as unknown as Week);
  const [closed, setClosed] = useState(kept.closed ?? []);
  const [special, setSpecial] = useState(kept.special ?? {});
  const [saved, setSaved] = useState(false);
  const { busy, error, run } = useRun();
  const wrong = [...days.filter((day) => !sound(week[day])), ...Object.keys(special).filter((date) => !sound(special[date]!))];
  const without = (date: string) => Object.fromEntries(Object.entries(special).filter(([other]) => other !== date));
  const close = (date: string) => { setClosed([...new Set([...closed, date])].sort()); setSpecial(without(date)); setSaved(false); };
  const other = (date: string, spans: Span[]) => { setSpecial({ ...special, [date]: spans }); setClosed(closed.filter((one) => one !== date)); setSaved(false); };
  const change = (day: Day, spans: Span[]) => { setWeek({ ...week, [day]: spans }); setSaved(false); };
  const save = () => wrong.length === 0 && void run(async () => {
    const hours = { ...week, ...(closed.length ? { closed } : {}), ...(Object.keys(special).length ? { special } : {}) };
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
        {closed.map((one) => <li key={one}><Button kind="plain" icon="close" label={t("sites.open-again", { day: dateName(one) })} onClick={() => { setClosed(closed.filter((day) => day !== one)); setSaved(false); }}>{dateName(one)}</Button></li>)}
        <li><AddDate label={t("sites.closed-add")} onAdd={close} /></li>
      </ul>
      <h3>{t("sites.special-days")}</h3>
      <div class="sites-week">
        {Object.keys(special).sort().map((date) => <DayRow key={date} name={dateName(date)} spans={special[date]!} wrong={wrong.includes(date)} onChange={(spans) => (spans.length > 0 ? other(date, spans) : close(date))} onAway={() => { setSpecial(without(date)); setSaved(false); }} />)}
        <AddDate label={t("sites.special-add")} onAdd={(date) => other(date, special[date] ?? [["10:00", "14:00"]])} />
      </div>
      {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
      {error !== undefined && <Failed error={error} {...(error instanceof Problem && error.status === 412 ? { again } : {})} />}
      <div class="actions"><Button kind="main" busy={busy} disabled={wrong.length > 0} onClick={save}>{t("sites.hours-save")}</Button></div>
    </section>
  );
}

/** A date is chosen, then added with the button beside it. */
function AddDate({ label, onAdd }: { label: string; onAdd: (date: string) => void }) {
  const [date, setDate] = useState("");
  return (
    <span class="sites-date">
      <input type="date" aria-label={label} value={date} onInput={(event) => setDate(event.currentTarget.value)} />
      <Button icon="plus" disabled={!date} onClick={() => { onAdd(date); setDate(""); }}>{label}</Button>
    </span>
  );
}
