// How far the signals fall when texts come with typing errors, in capitals, without marks.
import { existsSync } from "node:fs";
import { languages } from "./sets.mjs";
import { number, table } from "./table.mjs";
import { customerRecords, measureSignals } from "./texts.mjs";
import { sufferings } from "./typing.mjs";

export function measureRobustness(context) {
  const title = "Robustness";
  if (!existsSync(context.evalDir)) return [{ name: "robustness", title, body: `SKIPPED: ${context.evalDir} is not here.` }];
  const rows = {};
  for (const [name, change] of Object.entries({ "as written": (text) => text, ...sufferings })) {
    const records = customerRecords(context, (item) => change(item.text, item.lang));
    rows[name] = {};
    for (const column of [...languages, "all"])
      rows[name][column] = measureSignals(column === "all" ? records : records.filter((record) => record.lang === column));
  }
  const columns = [...languages, "all"];
  const f1 = (name, column) => rows[name][column]["signals macro-F1"];
  const fall = (name, column) => number(100 * (f1("as written", column) - f1(name, column)), 1);
  const of = (name, figure) => number(rows[name].all[figure]);
  context.json.robustness = rows;
  return [
    {
      name: "robustness",
      title,
      body: table(
        ["signals macro-F1", ...columns, ...columns.map((column) => `fall ${column}`), "calm with a signal", "language found"],
        Object.keys(rows).map((name) => [
          name,
          ...columns.map((column) => number(f1(name, column))),
          ...columns.map((column) => (name === "as written" ? "" : fall(name, column))),
          of(name, "calm with a signal"),
          of(name, "language found"),
        ]),
      ),
    },
  ];
}
