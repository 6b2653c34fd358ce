// Parts of docs/corpus.md that commands write: between "<!-- NAME: … -->" and "<!-- end -->".
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./corpus.mjs";

export const documentFile = join(root, "docs", "corpus.md");

function split(name, file) {
  const document = readFileSync(file, "utf8");
  const found = new RegExp(`^<!-- ${name}: .*-->\n`, "m").exec(document);
  const end = found ? document.indexOf("<!-- end -->", found.index) : -1;
  if (end < 0) throw new Error(`${file} has no part "${name}"`);
  const start = found.index + found[0].length;
  return { before: document.slice(0, start), part: document.slice(start, end), after: document.slice(end) };
}

export function writePart(name, text, file = documentFile) {
  const { before, after } = split(name, file);
  writeFileSync(file, `${before}${text}${after}`);
}

export const isPart = (name, text, file = documentFile) => split(name, file).part === text;

/** A table of Markdown: the head's cells, then rows of cells; all but the first column to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |\n`;
  return line(head) + line(head.map((_, i) => (i === 0 ? "---" : "---:"))) + rows.map(line).join("");
}
