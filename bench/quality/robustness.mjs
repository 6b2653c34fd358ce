// How far the signals fall when texts come with typing errors, in capitals, without marks.
import { existsSync } from "node:fs";
import { intervals } from "./bootstrap.mjs";
import { languages } from "./sets.mjs";
import { number, span, table } from "./table.mjs";
import { customerRecords, measureSignals, signalCounts } from "./texts.mjs";
import { sufferings } from "./typing.mjs";

/** The interval of the fall in points: the same texts are drawn as written and as changed. */
function fallInterval(before, after) {
  const pairs = before.map((record, i) => ({ lang: record.lang, before: record, after: after[i] }));
  const f1 = (some, which) => signalCounts(some.map((pair) => pair[which])).macro();
  return intervals(pairs, (some) => ({ fall: 100 * (f1(some, "before") - f1(some, "after")) })).fall;
}

export function measureRobustness(context) {
  const title = "Robustness";
  if (!existsSync(context.evalDir)) return [{ name: "robustness", title, body: `SKIPPED: ${context.evalDir} is not here.` }];
  const rows = {};
  const falls = {};
  let written = null;
  for (const [name, change] of Object.entries({ "as written": (text) => text, ...sufferings })) {
    const records = customerRecords(context, (item) => change(item.text, item.lang));
    rows[name] = {};
    written ??= records;
    if (records !== written) falls[name] = fallInterval(written, records);
    for (const column of [...languages, "all"])
      rows[name][column] = measureSignals(column === "all" ? records : records.filter((record) => record.lang === column));
  }
  const columns = [...languages, "all"];
  const f1 = (name, column) => rows[name][column]["signals macro-F1"];
  const fall = (name, column) => number(100 * (f1("as written", column) - f1(name, column)), 1);
  const of = (name, figure) => number(rows[name].all[figure]);
  context.json.robustness = { rows, falls };
  return [
    {
      name: "robustness",
      title,
      body: table(
        ["signals macro-F1", ...columns, ...columns.map((column) => `fall ${column}`), "fall all: 95 %", "calm with a signal", "language found"],
        Object.keys(rows).map((name) => [
          name,
          ...columns.map((column) => number(f1(name, column))),
          ...columns.map((column) => (name === "as written" ? "" : fall(name, column))),
          span(falls[name], 1),
          of(name, "calm with a signal"),
          of(name, "language found"),
        ]),
      ),
    },
  ];
}
