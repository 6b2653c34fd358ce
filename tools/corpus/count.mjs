// What the corpus is made of, in tables.
// usage: node tools/corpus/count.mjs [--write | --check] [CORPUS]
// --write puts them into docs/corpus.md; --check says whether they stand there, as a step of ./test.
import { corpusDir, kinds, languages, readValues } from "./corpus.mjs";
import { findingsOf, isCalm, isClean, isHard, movesOf, signalsOf, tally } from "./counts.mjs";
import { isPart, table, writePart } from "./document.mjs";
import * as known from "./labels.mjs";

const args = process.argv.slice(2);
const mode = args.find((arg) => arg.startsWith("--"));
const dir = args.find((arg) => !arg.startsWith("--")) ?? corpusDir;
const all = Object.fromEntries(languages.map((lang) => [lang, Object.fromEntries(kinds.map((kind) => [kind, readValues(dir, lang, kind)]))]));

const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
const percent = (values, is) => `${Math.round((100 * values.filter(is).length) / Math.max(values.length, 1))} %`;

/** A number of each language and their sum. */
function sums(name, count) {
  const numbers = languages.map((lang) => count(all[lang]));
  return [name, ...numbers, total(numbers)];
}

/** A share of each language and of all. */
function shares(name, valuesOf, is) {
  return [name, ...languages.map((lang) => percent(valuesOf(all[lang]), is)), percent(languages.flatMap((lang) => valuesOf(all[lang])), is)];
}

/** The length in the middle, in characters. */
function middle(name, valuesOf) {
  const median = (values) => values.map(({ text }) => [...text].length).sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return [name, ...languages.map((lang) => median(valuesOf(all[lang]))), "-"];
}

const customers = (of) => of.customers, replies = (of) => of.replies, texts = (of) => [...of.customers, ...of.replies];
const tradesOf = (of) => new Set(kinds.flatMap((kind) => of[kind].map(({ trade }) => trade)));
const events = (of) => of.encounters.flatMap(({ events: list }) => list);

const composition = [
  sums("customers' texts", (of) => of.customers.length),
  sums("replies", (of) => of.replies.length),
  sums("encounters", (of) => of.encounters.length),
  sums("events in them", (of) => events(of).length),
  middle("characters in a customer's text (median)", customers),
  middle("characters in a reply (median)", replies),
  [...sums("trades", (of) => tradesOf(of).size).slice(0, -1), "-"],
  ...known.channels.map((channel) => shares(`on channel ${channel}`, texts, (value) => value.channel === channel)),
  ...[0, 1, 2, 3].map((level) => shares(`customers' texts with anger ${level}`, customers, ({ anger }) => anger === level)),
  shares("calm (no signal, anger 0)", customers, isCalm),
  shares("replies without a finding", replies, isClean),
  shares("replies with an authority", replies, ({ authority }) => authority !== undefined),
  shares("hard customers' texts", customers, isHard),
  shares("hard replies", replies, isHard),
  sums("reported by users", (of) => texts(of).filter(({ reported }) => reported).length),
];

/** How often each label stands in the texts of a kind, and after a stroke how often among the hard ones. */
function labelRows(names, valuesOf, namesOf) {
  const counts = languages.map((lang) => tally(valuesOf(all[lang]), namesOf));
  const hard = languages.map((lang) => tally(valuesOf(all[lang]).filter(isHard), namesOf));
  const cell = (name) => (count, i) => `${count.get(name) ?? 0} / ${hard[i].get(name) ?? 0}`;
  const sum = (list, name) => total(list.map((count) => count.get(name) ?? 0));
  return names.map((name) => [`\`${name}\``, ...counts.map(cell(name)), `${sum(counts, name)} / ${sum(hard, name)}`]);
}

const head = (first) => [first, ...languages, "all"];
const hardRows = known.hard.map((word) => sums(word, (of) => texts(of).filter(({ hard }) => hard === word).length));
const text = [
  table(head(""), composition),
  "How often each label stands, and after the stroke how often in a hard text:\n",
  table(head("signal"), labelRows(known.signals, customers, signalsOf)),
  table(head("finding"), labelRows(known.findings, replies, findingsOf)),
  table(head("move"), labelRows(known.moves, replies, movesOf)),
  "What makes the hard ones hard (as their writer saw it):\n",
  table(head("hard for"), hardRows),
].join("\n");

if (mode === "--write") writePart("count", text);
else if (mode === "--check") {
  const is = isPart("count", text);
  if (!is) console.log("docs/corpus.md does not say what the corpus holds: node tools/corpus/count.mjs --write");
  console.log(`corpus table: ${is ? 1 : 0} passed, ${is ? 0 : 1} failed`);
  process.exitCode = is ? 0 : 1;
} else process.stdout.write(text);
