// What the coach has seen in a text, and where.
import type { Mark } from "../../kit/marks";
import type { Card } from "../../offline/types";
import { known, t } from "../../words/words";

/** The name of a signal, an observation, an act; the word itself where there is none. */
export function named(word: string): string {
  for (const list of ["signals", "observations", "acts", "findings"]) if (known(`${list}.${word}`)) return t(`${list}.${word}` as "acts.listen");
  return word;
}

/** Where something was seen, and what, in the order of the text. */
export function seenIn(card: Card | null): readonly (Mark & { what: string })[] {
  return (card?.why ?? []).flatMap(({ signal, observed, start, end }) => {
    const what = signal ?? observed;
    return what !== undefined && start !== undefined && end !== undefined && start < end ? [{ what, start, end }] : [];
  }).sort((one, other) => one.start - other.start);
}
