// The development sets: headline figures, and every label.
import { existsSync } from "node:fs";
import { intervals } from "./bootstrap.mjs";
import { coach, judge, measureConversations } from "./conversations.mjs";
import { languages, loadSet } from "./sets.mjs";
import { Figures, number, table } from "./table.mjs";
import { customerRecords, measureReplies, measureSignals, replyCounts, replyRecords, signalCounts } from "./texts.mjs";

function conversationRecords({ amends, evalDir }, kind, missed) {
  return languages.flatMap((lang) => {
    const items = loadSet(evalDir, lang, kind);
    const answers = coach(amends, items);
    return items.map((item, i) => judge(lang, item, answers[i], (missed[lang] ??= [])));
  });
}

/** Measures, with intervals, and where some records are hard, those alone. */
function add(figures, records, measure) {
  if (records.length === 0) return;
  const own = new Figures();
  own.measure(records, measure);
  for (const [name, interval] of Object.entries(intervals(records, measure))) own.put("interval", { [name]: interval });
  const hard = records.filter((record) => record.hard);
  if (hard.length > 0) own.put("hard", measure(hard));
  Object.assign(figures.rows, own.rows);
}

/** Precision, recall and F1 of each label, in each column. */
function labelTable(title, records, countsOf, json) {
  const columns = [
    ...languages.map((lang) => [lang, records.filter((record) => record.lang === lang)]),
    ["all", records],
    ["hard", records.filter((record) => record.hard)],
  ].map(([name, own]) => [name, countsOf(own)]);
  const all = columns[languages.length][1];
  const cell = (counts, label) =>
    [counts.precision(label), counts.recall(label), counts.f1(label)].map((value) => number(value, 2)).join(" / ");
  json[title] = Object.fromEntries(
    [...all.labels.keys()].map((label) => [label, Object.fromEntries(columns.map(([name, counts]) => [name, { ...counts.of(label), f1: counts.f1(label) }]))]),
  );
  return table(
    [`${title}: P / R / F1`, "texts", ...columns.map(([name]) => name)],
    [...all.labels.keys()].sort().map((label) => [label, all.gold(label), ...columns.map(([, counts]) => cell(counts, label))]),
  );
}

function tellMissed(missed) {
  for (const [lang, all] of Object.entries(missed)) {
    const counts = new Map();
    for (const what of all) counts.set(what, (counts.get(what) ?? 0) + 1);
    console.error(`\n${lang}: missed and violated`);
    for (const [what, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 25)) console.error(`  ${String(count).padStart(4)} ${what}`);
  }
}

export function measureDevelopment(context) {
  if (!existsSync(context.evalDir)) return [{ name: "development", title: "Development sets", body: `SKIPPED: ${context.evalDir} is not here.` }];
  const customers = customerRecords(context);
  const replies = replyRecords(context);
  const figures = new Figures();
  const missed = {};
  add(figures, customers, measureSignals);
  add(figures, replies, measureReplies);
  const both = [];
  for (const kind of ["dialogue", "encounter"]) {
    const records = conversationRecords(context, kind, missed);
    add(figures, records, (some) => measureConversations(`${kind}s`, some));
    both.push(...records);
  }
  add(figures, both, (some) => measureConversations("both", some));
  if (process.env.MISSES) tellMissed(missed);

  context.json.development = figures.rows;
  const labels = (context.json.labels = {});
  return [
    { name: "development", title: "Development sets", body: figures.toMarkdown("measure", undefined, ["interval", "hard"]) },
    {
      name: "labels",
      title: "Each label",
      body: [
        labelTable("signals", customers, signalCounts, labels),
        labelTable("findings", replies, (some) => replyCounts(some, "findings"), labels),
        labelTable("moves", replies, (some) => replyCounts(some, "moves"), labels),
      ].join("\n\n"),
    },
  ];
}
