// Markdown tables of figures.
import { languages } from "./sets.mjs";

export const number = (value, digits = 3) =>
  value === undefined || Number.isNaN(value) ? "-" : value.toFixed(digits).replace(/^-(0\.?0*)$/, "$1");
export const span = (pair, digits = 3) => (pair ? `${number(pair[0], digits)} to ${number(pair[1], digits)}` : "");

/** A table: the first column is words, the others are figures. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `| --- |${head.slice(1).map(() => " ---: |").join("")}`, ...rows.map(line)].join("\n");
}

/** Rows of figures by column: {name: {en, zh, …, all, interval, hard}}. */
export class Figures {
  constructor() {
    this.rows = {};
  }
  put(column, row) {
    for (const [name, value] of Object.entries(row)) (this.rows[name] ??= {})[column] = value;
  }
  /** Measures each language and all of them, with the intervals of all. */
  measure(records, measure) {
    for (const lang of languages) {
      const own = records.filter((record) => record.lang === lang);
      if (own.length > 0) this.put(lang, measure(own));
    }
    this.put("all", measure(records));
  }
  toMarkdown(title, columns = [...languages, "all"], extra = []) {
    const head = [title, ...columns, ...extra.map((column) => (column === "interval" ? "all: 95 %" : column))];
    return table(
      head,
      Object.entries(this.rows).map(([name, row]) => [
        name,
        ...columns.map((column) => number(row[column])),
        ...extra.map((column) => (column === "interval" ? span(row.interval) : number(row[column]))),
      ]),
    );
  }
}
