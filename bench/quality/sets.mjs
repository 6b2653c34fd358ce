// Where the labelled texts come from, and how a filter of the program is asked about them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const languages = ["en", "zh", "fi", "ru"];

const readLines = (file) =>
  readFileSync(file, "utf8").split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));

/** A development set: KIND is customer, reply, dialogue or encounter. Empty where there is none. */
export function loadSet(folder, lang, kind) {
  const file = join(folder, `${lang}.${kind}.jsonl`);
  return existsSync(file) ? readLines(file) : [];
}

/** Customers' texts or replies of the corpus, or its conversations: one file, or a folder of them. */
export function loadCorpus(folder, lang, kind) {
  const file = join(folder, lang, `${kind}.jsonl`);
  if (existsSync(file)) return readLines(file);
  const parts = join(folder, lang, kind);
  if (!existsSync(parts)) return [];
  return readdirSync(parts).filter((name) => name.endsWith(".jsonl")).sort().flatMap((name) => readLines(join(parts, name)));
}

export const isHard = (item) => (item.note ?? "").includes("hard");

/** The program's answers to the inputs, one for each. */
export function ask(amends, command, inputs) {
  if (inputs.length === 0) return [];
  const run = spawnSync(amends, [command], {
    input: inputs.map((value) => JSON.stringify(value)).join("\n") + "\n",
    maxBuffer: 1 << 30,
    encoding: "utf8",
  });
  if (run.error) throw run.error;
  const lines = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
  if (lines.length !== inputs.length) throw new Error(`${command}: ${inputs.length} in, ${lines.length} out\n${run.stderr}`);
  return lines;
}
