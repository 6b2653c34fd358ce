// What the corpus is made of, and what of it was promised.
import { findings, moves, signals } from "./labels.mjs";

export const isCalm = (value) => value.anger === 0 && value.signals.length === 0;
export const isHard = (value) => value.hard !== undefined;
export const isClean = (value) => value.findings.length === 0;

/** How many values hold each name that NAMES gives for one of them; a name counts once per value. */
export function tally(values, names) {
  const counts = new Map();
  for (const value of values) for (const name of new Set(names(value))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export const signalsOf = (value) => value.signals;
export const findingsOf = (value) => value.findings.map(({ finding }) => finding);
export const movesOf = (value) => value.moves.map(({ move }) => move);

const share = (values, is) => values.filter(is).length / Math.max(values.length, 1);
const least = (what, has, wanted) => ({ what, has, wanted });
const leastOf = (names, counts, wanted) => names.map((name) => least(name, counts.get(name) ?? 0, wanted));

/** What a language was promised to have: [{what, has, wanted}]. */
export function promises({ customers, replies, encounters }) {
  return [
    least("customers", customers.length, 1500),
    least("replies", replies.length, 800),
    least("encounters", encounters.length, 40),
    least("share of customers that are calm", share(customers, isCalm), 0.28),
    least("share of customers and replies that are hard", share([...customers, ...replies], isHard), 0.25),
    ...leastOf(signals, tally(customers, signalsOf), 120),
    ...leastOf(findings, tally(replies, findingsOf), 70),
    ...leastOf(moves, tally(replies, movesOf), 60),
  ];
}
