// Other programs on the same texts: fastText learned from the same corpus; VADER and AFINN, English lists of words with
// a feeling each, read as "complaint" and as "anger of at least 1" where the text sounds negative.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intervals } from "./bootstrap.mjs";
import * as fasttext from "./fasttext.mjs";
import { costOf } from "./process.mjs";
import { Counts, levelF1 } from "./score.mjs";
import { languages, loadCorpus } from "./sets.mjs";
import { Figures, number, table } from "./table.mjs";
import { customerRecords, share } from "./texts.mjs";

const ANGER = ["displeased", "angry", "furious"]; // anger of at least 1, 2, 3, as labels to learn
const lexicon = new URL("lexicon.mjs", import.meta.url).pathname;
// VADER's own limit for "negative"; AFINN's words cancel each other out at 0.
const lexica = { VADER: ["vader", (score) => score <= -0.05], AFINN: ["afinn", (score) => score < 0] };
const install = { fastText: "apt-get install fasttext", VADER: "npm ci --prefix bench/quality", AFINN: "npm ci --prefix bench/quality" };
const notInstalled = (name) => `${name}: not installed (\`${install[name]}\`)`;

// Its usual limit, and a lower one, as ours were chosen label by label.
const limits = { fastText: fasttext.LIMIT, "fastText from 0.1": 0.1 };

/** Adds what fastText finds to the records: {answer, anger}. */
function learnAndFind(folder, corpus, records) {
  const models = {};
  for (const lang of languages) {
    const texts = loadCorpus(corpus, lang, "customers").map(({ text, signals, anger }) => ({ text, labels: [...signals, ...ANGER.slice(0, anger)] }));
    if (texts.length === 0) continue;
    models[lang] = fasttext.learn(folder, lang, texts);
    const own = records.filter((record) => record.lang === lang);
    for (const [name, limit] of Object.entries(limits))
      fasttext.predict(models[lang], lang, own.map(({ text }) => text), limit).forEach((labels, i) => {
        own[i][name] = {
          answer: new Set(labels.filter((label) => !ANGER.includes(label))),
          anger: Math.max(0, ...labels.map((label) => ANGER.indexOf(label) + 1)),
        };
      });
  }
  return models;
}

/** What a list of words says of the English texts; false where it is not installed. */
function lookUp(name, records) {
  const [word, isNegative] = lexica[name];
  const run = spawnSync(process.execPath, [lexicon, word], { input: records.map(({ text }) => JSON.stringify({ text })).join("\n") + "\n", encoding: "utf8" });
  if (run.status !== 0) return false;
  run.stdout.trim().split("\n").forEach((line, i) => {
    const negative = isNegative(Number(line));
    records[i][name] = { answer: new Set(negative ? ["complaint"] : []), anger: negative ? 1 : 0 };
  });
  return true;
}

const calmOf = (records) => records.filter(({ gold, goldAnger }) => gold.size === 0 && goldAnger === 0);

function measureOne(records, name) {
  const counts = new Counts();
  for (const record of records) counts.add(record.gold, record[name].answer);
  return {
    "signals macro-F1": counts.macro(),
    "anger>=2 F1": levelF1(records.map((record) => [record.goldAnger, record[name].anger]), 2),
    "calm with a signal": share(calmOf(records), (record) => record[name].answer.size > 0),
  };
}

/** Both systems, and the one less the other. */
function measureBoth(records) {
  const ours = measureOne(records, "Amends");
  const theirs = Object.keys(limits).map((name) => [name, measureOne(records, name)]);
  return Object.fromEntries(
    Object.keys(ours).flatMap((figure) => [
      [`${figure}: Amends`, ours[figure]],
      ...theirs.map(([name, row]) => [`${figure}: ${name}`, row[figure]]),
      ...theirs.map(([name, row]) => [`${figure}: Amends less ${name}`, ours[figure] - row[figure]]),
    ]),
  );
}

function tableOfBoth(records, json) {
  const figures = new Figures();
  figures.measure(records, measureBoth);
  for (const [name, interval] of Object.entries(intervals(records, measureBoth))) figures.put("interval", { [name]: interval });
  json.peers = figures.rows;
  return figures.toMarkdown("four languages", undefined, ["interval"]);
}

function tableOfOurs(records) {
  const figures = new Figures();
  figures.measure(records, (some) => measureOne(some, "Amends"));
  return `${figures.toMarkdown("Amends")}\n\n${notInstalled("fastText")}`;
}

/** Complaint and anger, which a list of feelings can tell, on English texts. */
function measureNegative(records, name) {
  const counts = new Counts();
  const only = (labels) => new Set(labels.has("complaint") ? ["complaint"] : []);
  for (const record of records) counts.add(only(record.gold), only(record[name].answer));
  return [
    counts.f1("complaint"),
    levelF1(records.map((record) => [record.goldAnger, record[name].anger]), 1),
    share(calmOf(records), (record) => record[name].answer.has("complaint") || record[name].anger > 0),
  ];
}

/** Command, arguments, lines and bytes of model for each system's English. */
function howToRun({ amends }, models, texts) {
  const json = texts.map((text) => JSON.stringify({ text, lang: "en" }));
  const sizeOf = (word) => Number(spawnSync(process.execPath, [lexicon, word, "--size"], { encoding: "utf8" }).stdout);
  const ours = "data/model/en.signals";
  return {
    Amends: () => [amends, ["signals"], json, existsSync(ours) ? statSync(ours).size : NaN],
    fastText: () => [fasttext.command, fasttext.predictArguments(models.en), texts.map((text) => fasttext.prepare(text, "en")), statSync(models.en).size],
    VADER: () => [process.execPath, [lexicon, "vader"], json, sizeOf("vader")],
    AFINN: () => [process.execPath, [lexicon, "afinn"], json, sizeOf("afinn")],
  };
}

async function tableOfEnglish(context, records, models, there) {
  const runs = howToRun(context, models, records.map(({ text }) => text));
  const rows = [];
  for (const name of Object.keys(runs)) {
    if (!there[name]) {
      rows.push([notInstalled(name), ...Array(7).fill("-")]);
      continue;
    }
    const [command, args, lines, bytes] = runs[name]();
    const cost = await costOf(command, args, lines);
    const quality = measureNegative(records, name);
    (context.json.peersEnglish ??= {})[name] = { quality, ...cost, bytes };
    rows.push([
      name,
      ...quality.map((value) => number(value)),
      Math.round(cost.rate / 100) * 100,
      number(cost.start, 0),
      number(cost.memory, 0),
      number(bytes / 1e6, 1),
    ]);
  }
  return table(["English", "complaint F1", "anger>=1 F1", "calm with complaint or anger", "texts/s", "start, ms", "memory, MiB", "model, MB"], rows);
}

export async function measurePeers(context) {
  const part = (body) => [{ name: "peers", title: "Peers", body }];
  if (!existsSync(context.evalDir)) return part(`SKIPPED: ${context.evalDir} is not here.`);
  const records = customerRecords(context);
  for (const record of records) record.Amends = { answer: record.answer, anger: record.anger };
  const english = records.filter(({ lang }) => lang === "en");
  const there = { Amends: true, VADER: lookUp("VADER", english), AFINN: lookUp("AFINN", english) };
  const folder = mkdtempSync(join(tmpdir(), "amends-peers-"));
  try {
    const models = fasttext.isInstalled() ? learnAndFind(folder, context.corpus, records) : {};
    there.fastText = records.every((record) => record.fastText);
    if (fasttext.isInstalled() && !there.fastText) return part(`SKIPPED: no texts to learn from in ${context.corpus}.`);
    const first = there.fastText ? tableOfBoth(records, context.json) : tableOfOurs(records);
    return part(`${first}\n\n${await tableOfEnglish(context, english, models, there)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
