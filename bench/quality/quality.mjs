// Measures quality on labelled texts, through the built program and its contract alone, and prints tables in Markdown.
// What each part means: docs/quality.md. Where the texts of a part are not there it says so, and the others run.
import { dirname, join } from "node:path";
import { existsSync, writeFileSync } from "node:fs";
import { measureDevelopment } from "./development.mjs";
import { measureFairness } from "./fairness.mjs";
import { measureHeatPart } from "./heat.mjs";
import { measureLearned } from "./learned.mjs";
import { writePage } from "./page.mjs";
import { measurePeers } from "./peers.mjs";
import { measureRobustness } from "./robustness.mjs";
import { describeSets } from "./described.mjs";

const measures = {
  sets: describeSets,
  development: measureDevelopment,
  heat: measureHeatPart,
  learned: measureLearned,
  peers: measurePeers,
  robustness: measureRobustness,
  fairness: measureFairness,
};
const usage = `usage: node bench/quality/quality.mjs [AMENDS [EVAL_DIR]] [OPTION]...
  AMENDS           the program (build/amends)
  EVAL_DIR         the development sets (../shared/eval)
  --corpus DIR     the corpus (data/corpus)
  --fairness DIR   the pairs of texts (data/fairness)
  --trainer FILE   the trainer (tools/train/amends-train beside AMENDS)
  --only A,B       these parts alone: ${Object.keys(measures).join(", ")}
  --write          puts the tables into docs/quality.md
  --json FILE      writes all figures there`;

function readArguments(words) {
  const options = { corpus: "data/corpus", fairness: "data/fairness", only: Object.keys(measures).join(",") };
  const files = [];
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, "");
    if (words[i] === "--write") options.write = true;
    else if (words[i].startsWith("--") && ["corpus", "fairness", "trainer", "only", "json"].includes(name) && i + 1 < words.length) options[name] = words[++i];
    else if (words[i].startsWith("-")) return null;
    else files.push(words[i]);
  }
  if (files.length > 2 || options.only.split(",").some((part) => !(part in measures))) return null;
  const [amends = "build/amends", evalDir = "../shared/eval"] = files;
  return { trainer: join(dirname(amends), "tools/train/amends-train"), ...options, amends, evalDir };
}

const options = readArguments(process.argv.slice(2));
if (options === null || !existsSync(options.amends)) {
  console.error(options === null ? usage : `quality: ${options.amends} is not built`);
  process.exit(2);
}
const context = { ...options, json: {} };
const done = [];
for (const name of options.only.split(","))
  for (const part of await measures[name](context)) {
    console.log(`## ${part.title}\n\n${part.body}\n`);
    done.push(part);
  }
if (options.write) for (const line of writePage("docs/quality.md", done)) console.error(`quality: ${line}`);
if (options.json) writeFileSync(options.json, JSON.stringify(context.json, null, 1) + "\n");
if (done.some(({ body }) => body.startsWith("FAILED"))) process.exit(1);
