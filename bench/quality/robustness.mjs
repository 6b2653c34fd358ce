// How far the signals fall when texts come with typing errors, in capitals, without marks.
import { existsSync } from "node:fs";
import { intervals } from "./bootstrap.mjs";
import { languages } from "./sets.mjs";
import { number, span, table } from "./table.mjs";
import { customerRecords, measureSignals, signalCounts } from "./texts.mjs";
import { sufferings, typingErrors } from "./typing.mjs";

/** The interval of the fall in points: the same texts are drawn as written and as changed. */
function fallInterval(before, after) {
  const pairs = before.map((record, i) => ({ lang: record.lang, before: record, after: after[i] }));
  const f1 = (some, which) => signalCounts(some.map((pair) => pair[which])).macro();
  return intervals(pairs, (some) => ({ fall: 100 * (f1(some, "before") - f1(some, "after")) })).fall;
}

const columns = [...languages, "all"];
const DRAWS = 20;

function measureColumns(records) {
  return Object.fromEntries(columns.map((column) => [column, measureSignals(column === "all" ? records : records.filter(({ lang }) => lang === column))]));
}

/** One draw of errors is a matter of luck: the mean of several. */
function meanOfDraws(context) {
  const draws = Array.from({ length: DRAWS }, (_, i) => measureColumns(customerRecords(context, (item) => typingErrors(item.text, item.lang, i + 1))));
  const mean = (column, figure) => draws.reduce((sum, draw) => sum + draw[column][figure], 0) / DRAWS;
  return Object.fromEntries(columns.map((column) => [column, Object.fromEntries(["signals macro-F1", "calm with a signal", "language found"].map((figure) => [figure, mean(column, figure)]))]));
}

export function measureRobustness(context) {
  const title = "Robustness";
  if (!existsSync(context.evalDir)) return [{ name: "robustness", title, body: `SKIPPED: ${context.evalDir} is not here.` }];
  const rows = {};
  const falls = {};
  let written = null;
  for (const [name, change] of Object.entries({ "as written": (text) => text, ...sufferings })) {
    const records = customerRecords(context, (item) => change(item.text, item.lang));
    written ??= records;
    if (records !== written) falls[name] = fallInterval(written, records);
    rows[name] = measureColumns(records);
    if (change === typingErrors) rows[`… the mean of ${DRAWS} draws of errors`] = meanOfDraws(context);
  }
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
