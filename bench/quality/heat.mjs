// The conversations of the corpus: does the heat on the card foretell the next text, is what is said again found, and is
// the card what it must be?
import { intervals } from "./bootstrap.mjs";
import { coach, judge, measureConversations } from "./conversations.mjs";
import { languages, loadCorpus } from "./sets.mjs";
import { Counts } from "./score.mjs";
import { Figures, number, table } from "./table.mjs";

const BINS = 10;
const isText = (event) => event.from === "customer" && event.anger !== undefined;

/** After each event: the heat, and whether the customer's next text is angry; `last`: that text comes next. */
export function foretold(events, answers) {
  const pairs = [];
  let next = null;
  for (let i = events.length - 1; i >= 0; i--) {
    if (next !== null && answers[i].heat !== undefined) pairs.push({ heat: answers[i].heat, angry: events[next].anger >= 2, last: next === i + 1 });
    if (isText(events[i])) next = i;
  }
  return pairs;
}

/** What the card counts as said again: its number rises, held against the last card of the same customer. */
export function saidAgain(events, answers) {
  const counts = { tp: 0, fp: 0, fn: 0 };
  const levels = new Map();
  let current = "";
  let level = 0;
  events.forEach((event, i) => {
    const speaks = event.from === "customer" || event.observed !== undefined;
    const speaker = speaks ? (event.speaker ?? "") : current;
    const before = speaker === current ? level : (levels.get(speaker) ?? 0);
    const now = answers[i].reiteration ?? before;
    if (isText(event)) {
      if (event.reiteration && now > before) counts.tp++;
      else if (event.reiteration) counts.fn++;
      else if (now > before) counts.fp++;
    }
    current = speaker;
    level = now;
    levels.set(speaker, now);
  });
  return counts;
}

const mean = (values, of) => values.reduce((sum, value) => sum + of(value), 0) / values.length;
export const brier = (pairs) => mean(pairs, ({ heat, angry }) => (heat - angry) ** 2);
const baseRate = (pairs) => mean(pairs, ({ angry }) => +angry);

/** How often a pair of an angry and another outcome is in the right order. */
export function ranked(pairs) {
  const sorted = [...pairs].sort((a, b) => a.heat - b.heat);
  let sum = 0;
  for (let i = 0, j; i < sorted.length; i = j) {
    for (j = i; j < sorted.length && sorted[j].heat === sorted[i].heat; ) j++;
    for (let k = i; k < j; k++) if (sorted[k].angry) sum += (i + j + 1) / 2;
  }
  const angry = sorted.filter((pair) => pair.angry).length;
  return (sum - (angry * (angry + 1)) / 2) / (angry * (sorted.length - angry));
}

function measureHeat(records) {
  const row = {};
  for (const [title, pairs] of [
    ["after each event", records.flatMap((record) => record.pairs)],
    ["just before the text", records.flatMap((record) => record.pairs.filter((pair) => pair.last))],
  ]) {
    const base = baseRate(pairs);
    row[`${title}: Brier score of heat`] = brier(pairs);
    row[`${title}: Brier score of the base rate`] = base * (1 - base);
    row[`${title}: heat less base rate`] = brier(pairs) - base * (1 - base);
    row[`${title}: in the right order`] = ranked(pairs);
  }
  const counts = new Counts();
  for (const { again } of records) for (const key of ["tp", "fp", "fn"]) counts.of("again")[key] += again[key];
  row["said again: precision"] = counts.precision("again");
  row["said again: recall"] = counts.recall("again");
  row["said again: F1"] = counts.f1("again");
  return row;
}

function reliability(records) {
  const bins = Array.from({ length: BINS }, () => []);
  for (const pair of records.flatMap((record) => record.pairs)) bins[Math.min(BINS - 1, Math.floor(pair.heat * BINS))].push(pair);
  return table(
    ["heat", "events", "mean heat", "next text angry"],
    bins.map((pairs, i) => [
      `${number(i / BINS, 1)} to ${number((i + 1) / BINS, 1)}`,
      pairs.length,
      number(mean(pairs, ({ heat }) => heat), 2),
      number(baseRate(pairs), 2),
    ]),
  );
}

export function measureHeatPart({ amends, corpus, json }) {
  const records = languages.flatMap((lang) => {
    const items = loadCorpus(corpus, lang, "encounters");
    const answers = coach(amends, items);
    return items.map((item, i) => ({
      ...judge(lang, item, answers[i]),
      pairs: foretold(item.events, answers[i]),
      again: saidAgain(item.events, answers[i]),
    }));
  });
  const title = "Conversations of the corpus: heat, said again, the card";
  if (records.length === 0) return [{ name: "heat", title, body: `SKIPPED: no conversations in ${corpus}.` }];
  const figures = new Figures();
  const measure = (some) => ({ ...measureHeat(some), ...measureConversations("card", some) });
  figures.measure(records, measure);
  for (const [name, interval] of Object.entries(intervals(records, measure))) figures.put("interval", { [name]: interval });
  json.heat = figures.rows;
  return [{ name: "heat", title, body: `${figures.toMarkdown("measure", undefined, ["interval"])}\n\n${reliability(records)}` }];
}
