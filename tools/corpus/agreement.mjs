// How far two labellings of the same texts agree: F1 per label, quadratic kappa of anger, F1 of anger of at least 2.
// usage: node tools/corpus/agreement.mjs FIRST SECOND [--json FILE]
//        node tools/corpus/agreement.mjs [--write]
// FIRST and SECOND are files of JSON Lines, or a folder of the corpus (its customers.jsonl and replies.jsonl). Texts are paired by their words; labels may be names
// or objects with a span. Without them: every language with a data/corpus/<lang>/second.jsonl, and --write puts the table into docs/corpus.md.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Counts, levelF1, quadraticKappa } from "../../bench/quality/score.mjs";
import { corpusDir, languages, readLines } from "./corpus.mjs";
import { table, writePart } from "./document.mjs";
import * as known from "./labels.mjs";

function readLabels(path) {
  const files = statSync(path).isDirectory() ? ["customers", "replies"].map((kind) => join(path, `${kind}.jsonl`)) : [path];
  return files.flatMap(readLines).map(({ at, value }) => value ?? fail(`${at}: no JSON`));
}

function fail(message) {
  console.error(`agreement: ${message}`);
  process.exit(1);
}

const isCustomer = (value) => value.signals !== undefined;
/** A reply is what it says to whom; a customer's text is its words. */
const keyOf = (value) => JSON.stringify(isCustomer(value) ? [value.text] : [value.text, value.customer ?? null]);
const namesIn = (list, key) => new Set(list.map((item) => (typeof item === "string" ? item : item[key])));

/** The texts that both have: [[first, second]], and how many of the second the first has not. */
function pair(first, second) {
  const byKey = new Map(first.map((value) => [keyOf(value), value]));
  const pairs = second.filter((value) => byKey.has(keyOf(value))).map((value) => [byKey.get(keyOf(value)), value]);
  return { pairs, unpaired: second.length - pairs.length };
}

function countLabels(pairs, list, key) {
  const counts = new Counts();
  for (const [one, other] of pairs) counts.add(namesIn(one[list], key), namesIn(other[list], key));
  return counts;
}

/** Everything that is measured between two labellings: {name: number}, in the order of the labels. */
function measure(first, second) {
  const { pairs, unpaired } = pair(first, second);
  const customers = pairs.filter(([value]) => isCustomer(value)), replies = pairs.filter(([value]) => !isCustomer(value));
  const anger = customers.map(([one, other]) => [one.anger, other.anger]);
  const found = { "customers' texts": customers.length, replies: replies.length, "not paired": unpaired };
  const add = (title, list, key, names, of) => {
    const counts = countLabels(of, list, key);
    // A macro over every label that either has; one that neither has cannot be judged.
    const scores = names.map((name) => [name, counts.f1(name)]).filter(([, f1]) => !Number.isNaN(f1));
    found[`${title}, macro-F1`] = scores.reduce((sum, [, f1]) => sum + f1, 0) / scores.length;
    for (const name of names) found[name] = counts.f1(name);
  };
  found["anger, kappa"] = customers.length > 0 ? quadraticKappa(anger) : NaN;
  found["anger of 2 and more, F1"] = levelF1(anger, 2);
  add("signals", "signals", "signal", known.signals, customers);
  add("findings", "findings", "finding", known.findings, replies);
  add("moves", "moves", "move", known.moves, replies);
  return found;
}

const isCount = (name) => ["customers' texts", "replies", "not paired"].includes(name);
const show = (name, value) => (isCount(name) ? String(value) : Number.isNaN(value) ? "-" : value.toFixed(3));

function asTable(columns) {
  const rows = Object.values(columns);
  return table(["", ...Object.keys(columns)], Object.keys(rows[0]).map((name) => [name, ...rows.map((row) => show(name, row[name]))]));
}

const args = process.argv.slice(2);
const jsonAt = args.indexOf("--json");
const json = jsonAt >= 0 ? args.splice(jsonAt, 2)[1] : null;
const write = args.includes("--write");
const [first, second] = args.filter((arg) => arg !== "--write");
const columns = {};
if (first && second) {
  for (const path of [first, second]) if (!existsSync(path)) fail(`${path} is not there`);
  columns.both = measure(readLabels(first), readLabels(second));
} else {
  const read = languages.map((lang) => join(corpusDir, lang)).filter((folder) => existsSync(join(folder, "second.jsonl")));
  if (read.length === 0) fail("no language has a second.jsonl; say two files");
  const firsts = read.map(readLabels), seconds = read.map((folder) => readLabels(join(folder, "second.jsonl")));
  read.forEach((folder, i) => (columns[folder.slice(-2)] = measure(firsts[i], seconds[i])));
  columns.all = measure(firsts.flat(), seconds.flat());
}
if (json) writeFileSync(json, JSON.stringify(columns, null, 1) + "\n");
if (write) writePart("agreement", asTable(columns));
else process.stdout.write(asTable(columns));
