// Times as the clock on the site's wall has them, whatever the clock of this device says.
import { ago, dateTime } from "../../words/words";

const parts = (at: number, zone: string | undefined) =>
  Object.fromEntries(new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" })
    .formatToParts(at).map(({ type, value }) => [type, value]));

/** For a native field: "2026-03-02T09:30" on the wall there. */
export function wall(at: string | number | Date, zone?: string): string {
  const { year, month, day, hour, minute } = parts(new Date(at).getTime(), zone);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/** Back from the wall to the time itself. "" and what is no time: undefined. A day alone ends at its last minute. */
export function fromWall(text: string, zone?: string): string | undefined {
  const full = /^\d{4,}-\d\d-\d\d$/.test(text) ? `${text}T23:59` : text;
  // Browsers read a year into nearly anything: only what a field gives is taken.
  const wanted = /^\d{4,}-\d\d-\d\dT\d\d:\d\d$/.test(full) ? Date.parse(`${full}:00Z`) : NaN;
  if (Number.isNaN(wanted)) return undefined;
  // The wall is ahead by some hours; asked twice, because the hours change with the season.
  let at = wanted;
  for (let twice = 0; twice < 2; twice++) at += wanted - Date.parse(`${wall(at, zone)}:00Z`);
  return new Date(at).toISOString();
}

/** "2 Mar 2026, 09:30" there. */
export function when(at: string | null | undefined, zone?: string): string {
  return at ? dateTime(at, { dateStyle: "medium", timeStyle: "short", ...(zone ? { timeZone: zone } : {}) }) : "";
}
export function day(at: string | null | undefined, zone?: string): string {
  return at ? dateTime(at, { dateStyle: "medium", ...(zone ? { timeZone: zone } : {}) }) : "";
}
/** "in 3 hours"; beyond a week the day. */
export function near(at: string | null | undefined, zone?: string): string {
  if (!at) return "";
  return Math.abs(new Date(at).getTime() - Date.now()) < 7 * 864e5 ? ago(at) : day(at, zone);
}
/** The day there, today or some days on, as a field has it. */
export function dayOn(days: number, zone?: string): string {
  return wall(Date.now() + days * 864e5, zone).slice(0, 10);
}
/** The last second of a day by this device's clock; none where no day is given. */
export const endOf = (day: string): string | null => (day ? new Date(`${day}T23:59:59`).toISOString() : null);
