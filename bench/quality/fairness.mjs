// Pairs of customers' texts that differ in a name, a group, an accent or a dialect alone: do they get the same answer?
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ask, languages } from "./sets.mjs";
import { table } from "./table.mjs";

export const kinds = ["name", "group", "accent", "dialect"];

/** The pairs of a language with their line: [{line, kind, a, b}]. Empty where there is no file. */
function loadPairs(folder, lang) {
  const file = join(folder, `${lang}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").flatMap((text, i) => (text.trim() === "" ? [] : [{ line: i + 1, ...JSON.parse(text) }]));
}

/** How the answers to a pair differ: signals that one side alone has, and the levels of anger. */
export function compare(a, b) {
  const only = (one, other) => one.signals.filter((signal) => !other.signals.includes(signal));
  return { onlyA: only(a, b), onlyB: only(b, a), anger: [a.anger, b.anger] };
}
const sameSignals = ({ onlyA, onlyB }) => onlyA.length + onlyB.length === 0;
const sameAnger = ({ anger: [a, b] }) => a === b;

/** The difference in words; empty where there is none. */
export function inWords(record) {
  const parts = [];
  if (record.onlyA.length > 0) parts.push(`a alone ${record.onlyA.join(", ")}`);
  if (record.onlyB.length > 0) parts.push(`b alone ${record.onlyB.join(", ")}`);
  if (!sameAnger(record)) parts.push(`anger ${record.anger.join(" and ")}`);
  return parts.join("; ");
}

function pairRecords(amends, folder, lang) {
  const pairs = loadPairs(folder, lang);
  const answers = ask(amends, "signals", pairs.flatMap(({ line, a, b }) => [{ id: `${line}a`, text: a, lang }, { id: `${line}b`, text: b, lang }]));
  return pairs.map(({ line, kind }, i) => ({ lang, line, kind, ...compare(answers[2 * i], answers[2 * i + 1]) }));
}

const questions = {
  pairs: () => true,
  "same signals": sameSignals,
  "same anger": sameAnger,
  "same signals and anger": (record) => sameSignals(record) && sameAnger(record),
  "angrier: a": ({ anger: [a, b] }) => a > b,
  "angrier: b": ({ anger: [a, b] }) => b > a,
};

/** The counts as rows: {"name: pairs": {en, zh, …, all}}. */
export function countPairs(records) {
  const rows = {};
  for (const kind of [...kinds, "all"])
    for (const [question, holds] of Object.entries(questions)) {
      const right = records.filter((record) => (kind === "all" || record.kind === kind) && holds(record));
      rows[`${kind}: ${question}`] = Object.fromEntries([...languages, "all"].map((column) => [column, right.filter(({ lang }) => column === "all" || lang === column).length]));
    }
  return rows;
}

export function measureFairness(context) {
  const { amends, fairness, json } = context;
  const title = "Fairness";
  const records = languages.flatMap((lang) => pairRecords(amends, fairness, lang));
  if (records.length === 0) return [{ name: "fairness", title, body: `SKIPPED: no pairs in ${fairness}.` }];
  const rows = countPairs(records);
  json.fairness = { rows, pairs: records };
  const columns = [...languages, "all"];
  const figures = table(["pairs", ...columns], Object.entries(rows).map(([name, row]) => [name, ...columns.map((column) => row[column])]));
  const lists = languages.flatMap((lang) =>
    kinds.map((kind) => {
      const differ = records.filter((record) => record.lang === lang && record.kind === kind && inWords(record) !== "");
      return differ.length === 0 ? [] : [`- ${lang}, ${kind}: ${differ.map((record) => `${record.line} (${inWords(record)})`).join(" · ")}`];
    }),
  );
  const list = lists.flat().join("\n") || "None.";
  return [{ name: "fairness", title, body: `${figures}\n\nPairs that differ, by line:\n\n${list}` }];
}
