// When it is open: up to four spans a day, copied down the week with one tap; dates on which it is closed or has other hours.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { useEdit } from "../../kit/business/edit";
import { Trouble } from "../../kit/business/form";
import { Notice } from "../../kit/notice";
import { dateTime, t } from "../../words/words";
import { DayRow, sound, type Span } from "./day";
import type { Editing } from "./one";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Day = (typeof days)[number];
type Week = Record<Day, Span[]>;
interface Kept extends Partial<Week> { closed?: string[]; special?: Record<string, Span[]> }

/** Monday of some week, for the names of days. */
const dayName = (day: Day) => dateTime(Date.UTC(2024, 0, 1 + days.indexOf(day), 12), { weekday: "long", timeZone: "UTC" });
const dateName = (date: string) => dateTime(`${date}T12:00:00`, { dateStyle: "medium" });

/** As it stands in the form. */
function opened({ hours }: Site): { week: Week; closed: string[]; special: Record<string, Span[]> } {
  const kept = (hours ?? {}) as Kept;
  return { week: Object.fromEntries(days.map((day) => [day, kept[day] ?? []])) as unknown as Week, closed: kept.closed ?? [], special: kept.special ?? {} };
}

export function Hours({ site, onDone, read }: Editing) {
  const always = site.hours === null || Object.keys(site.hours ?? {}).length === 0;
  const form = useEdit(site, {
    of: opened, read, check: () => ({}),
    send: async ({ week, closed, special }, version) => {
      const hours = { ...week, ...(closed.length ? { closed } : {}), ...(Object.keys(special).length ? { special } : {}) };
      const now = await api.patch("/v1/sites/{id}", { hours }, { ids: [site.id], version });
      onDone(now);
      return now;
    },
  });
  const { week, closed, special } = form.values;
  const wrong = [...days.filter((day) => !sound(week[day])), ...Object.keys(special).filter((date) => !sound(special[date]!))];
  const put = (changed: Partial<typeof form.values>) => form.put((values) => ({ ...values, ...changed }));
  const without = (date: string) => Object.fromEntries(Object.entries(special).filter(([other]) => other !== date));
  const close = (date: string) => put({ closed: [...new Set([...closed, date])].sort(), special: without(date) });
  const other = (date: string, spans: Span[]) => put({ special: { ...special, [date]: spans }, closed: closed.filter((one) => one !== date) });
  const change = (day: Day, spans: Span[]) => put({ week: { ...week, [day]: spans } });
  return (
    <section class="card">
      <h2>{t("sites.hours")}</h2>
      {always && <p class="soft">{t("sites.hours-always")}</p>}
      <div class="sites-week">
        {days.map((day, at) => <DayRow key={day} name={dayName(day)} spans={week[day]} wrong={wrong.includes(day)} onChange={(spans) => change(day, spans)} {...(at > 0 ? { onAsBefore: () => change(day, week[days[at - 1]!].map(([from, until]) => [from, until])) } : {})} />)}
      </div>
      <h3>{t("sites.closed-days")}</h3>
      <ul class="sites-closed">
        {closed.map((one) => <li key={one}><Button kind="plain" icon="close" label={t("sites.open-again", { day: dateName(one) })} onClick={() => put({ closed: closed.filter((day) => day !== one) })}>{dateName(one)}</Button></li>)}
        <li><AddDate label={t("sites.closed-add")} onAdd={close} /></li>
      </ul>
      <h3>{t("sites.special-days")}</h3>
      <div class="sites-week">
        {Object.keys(special).sort().map((date) => <DayRow key={date} name={dateName(date)} spans={special[date]!} wrong={wrong.includes(date)} onChange={(spans) => (spans.length > 0 ? other(date, spans) : close(date))} onAway={() => put({ special: without(date) })} />)}
        <AddDate label={t("sites.special-add")} onAdd={(date) => other(date, special[date] ?? [["10:00", "14:00"]])} />
      </div>
      {form.saved && <Notice kind="good">{t("settings.saved")}</Notice>}
      <Trouble form={form} says={says} />
      <div class="actions"><Button kind="main" busy={form.busy} disabled={wrong.length > 0} onClick={form.submit}>{t("sites.hours-save")}</Button></div>
    </section>
  );
}

const spansText = (spans: readonly Span[]) => spans.map(([from, until]) => `${from}–${until}`).join(", ");
const says = ({ week, closed, special }: ReturnType<typeof opened>) => [
  ...days.map((day) => [dayName(day), spansText(week[day])] as const),
  [t("sites.closed-days"), closed.map(dateName).join(", ")] as const,
  [t("sites.special-days"), Object.keys(special).sort().map((date) => `${dateName(date)} ${spansText(special[date]!)}`).join(", ")] as const,
];

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
