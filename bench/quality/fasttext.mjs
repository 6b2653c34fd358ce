// fastText beside us: one supervised one-vs-all model per language, learned from the customers' texts of the corpus.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const command = "fasttext";
const NONE = "none"; // fastText leaves out texts without a label: calm texts get this one
const PREFIX = "__label__";

// Chosen among some twenty settings per language by holding back a fifth of the corpus; one thread and a seed, so that
// every run is the same.
const common = ["-loss", "one-vs-all", "-dim", "100", "-bucket", "200000", "-epoch", "100", "-thread", "1", "-seed", "1", "-verbose", "0"];
const partsOfWords = ["-lr", "2", "-minn", "3", "-maxn", "5"];
const characters = ["-lr", "0.5"];

export const isInstalled = () => spawnSync(command, [], { stdio: "ignore" }).error === undefined;

/** Words and marks apart, in lower case; Chinese character by character. */
export function prepare(text, lang) {
  const apart = text.toLocaleLowerCase(lang).replace(/[\p{P}\p{S}]/gu, " $& ");
  return (lang === "zh" ? apart.replace(/\p{Script=Han}/gu, " $& ") : apart).replace(/\s+/g, " ").trim();
}

/** Learns from records {text, labels}; the model's file. */
export function learn(folder, lang, records, options = lang === "zh" ? characters : partsOfWords) {
  const input = join(folder, `${lang}.txt`);
  const output = join(folder, lang);
  const line = ({ text, labels }) =>
    `${(labels.length > 0 ? labels : [NONE]).map((label) => PREFIX + label).join(" ")} ${prepare(text, lang)}`;
  writeFileSync(input, records.map(line).join("\n") + "\n");
  const run = spawnSync(command, ["supervised", "-input", input, "-output", output, ...common, ...options], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${command}: ${run.stderr}`);
  return `${output}.bin`;
}

export const LIMIT = 0.5;
export const predictArguments = (model, limit = LIMIT) => ["predict", model, "-", "-1", String(limit)];

/** The labels in one line of prediction. */
export const labelsOf = (line) => line.split(" ").filter((word) => word !== "").map((word) => word.slice(PREFIX.length)).filter((label) => label !== NONE);

export function predict(model, lang, texts, limit) {
  const run = spawnSync(command, predictArguments(model, limit), {
    input: texts.map((text) => prepare(text, lang)).join("\n") + "\n",
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(`${command}: ${run.stderr}`);
  return run.stdout.split("\n").slice(0, texts.length).map(labelsOf);
}
