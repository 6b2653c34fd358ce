// How long records stay, in days by kind: of the business, and of a site that wants it otherwise.
import { t } from "../../words/words";
import { Field } from "../field";
import type { FormOf, Mistakes } from "./form";

/** Kinds of records of which somebody should know how long they stay. */
const kept = ["case", "encounter", "event", "customer", "incident", "debrief"] as const;
type Kept = (typeof kept)[number];
/** As typed; empty: nothing is said. */
export type KeptDays = Record<Kept, string>;
const usual: Record<Kept, number> = { case: 1095, encounter: 365, event: 90, customer: 1095, incident: 3650, debrief: 365 };

type Days = Readonly<Record<string, number>>;
const daysOf = (retention: unknown) => (retention ?? {}) as Days;
const each = <T,>(make: (kind: Kept) => T) => Object.fromEntries(kept.map((kind) => [kind, make(kind)])) as Record<Kept, T>;

export const keptDays = (retention: unknown): KeptDays => each((kind) => String(daysOf(retention)[kind] ?? ""));

export function keptMistakes(values: KeptDays): Mistakes<KeptDays> {
  return Object.fromEntries(kept.filter((kind) => !/^\d{0,5}$/.test(values[kind].trim())).map((kind) => [kind, t("business.wrong.days")]));
}

/** What is stored then: kinds that are not asked for here stay as they are. */
export function keptBody(before: unknown, values: KeptDays): Days | null {
  const others = Object.entries(daysOf(before)).filter(([kind]) => !(kept as readonly string[]).includes(kind));
  const typed = kept.filter((kind) => values[kind].trim()).map((kind) => [kind, Number(values[kind])] as const);
  return others.length + typed.length > 0 ? Object.fromEntries([...others, ...typed]) : null;
}

/** `above`: what holds where nothing is said here. */
export function KeepFields<T extends KeptDays>({ form, above }: { form: FormOf<T>; above?: unknown }) {
  const set = daysOf(above);
  return <div class="setup-pair">{kept.map((kind) => <Field key={kind} label={t(`business.keep-of.${kind}`)} inputmode="numeric" placeholder={String(set[kind] ?? usual[kind])} {...form.text(kind)} />)}</div>;
}
