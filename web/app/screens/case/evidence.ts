// What the coach has seen in a text, and where: for the text in pieces, each a text node. Places count characters (code points).
import type { Card, Why } from "../../offline/types";
import { known, t } from "../../words/words";

export interface Piece {
  text: string;
  /** What was seen here; none: nothing. */
  seen: readonly string[];
}

/** The name of a signal, an observation, an act; the word itself where there is none. */
export function named(word: string): string {
  for (const list of ["signals", "observations", "acts", "findings"]) if (known(`${list}.${word}`)) return t(`${list}.${word}` as "acts.listen");
  return word;
}

const spans = (why: readonly Why[]) => why.flatMap(({ signal, observed, start, end }) => {
  const what = signal ?? observed;
  return what !== undefined && start !== undefined && end !== undefined && start < end ? [{ what, start, end }] : [];
});

export function pieces(text: string, card: Card | null | undefined): readonly Piece[] {
  const letters = [...text], seen = spans(card?.why ?? []);
  const cuts = [...new Set([0, letters.length, ...seen.flatMap(({ start, end }) => [start, end])])].filter((cut) => cut >= 0 && cut <= letters.length).sort((one, other) => one - other);
  return cuts.slice(1).map((end, place) => {
    const start = cuts[place] ?? 0;
    return { text: letters.slice(start, end).join(""), seen: [...new Set(seen.filter((span) => span.start <= start && span.end >= end).map(({ what }) => what))] };
  });
}
