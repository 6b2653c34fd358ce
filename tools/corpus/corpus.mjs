// Where the corpus is and how its files are read: data/corpus/<lang>/{customers,replies,encounters}.jsonl.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const corpusDir = join(root, "data", "corpus");
export const languages = ["en", "zh", "fi", "ru"];
export const kinds = ["customers", "replies", "encounters"];

export const fileOf = (dir, lang, kind) => join(dir, lang, `${kind}.jsonl`);

/** The lines of a file with where they stand; those that are no JSON have no `value`. */
export function readLines(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").split("\n").map((line, i) => ({ at: `${file}:${i + 1}`, line, value: parse(line) })).filter(({ line }) => line !== "");
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The values of a kind in a language. */
export const readValues = (dir, lang, kind) => readLines(fileOf(dir, lang, kind)).map(({ value }) => value);

/** The words of a line that are compared with others: a text, or all that is said in an encounter. */
export const wordsOf = (value) => value.text ?? value.events.map(({ text }) => text ?? "").join("\n");

/** FNV-1a over the bytes of a text, 32 bits: it picks texts and names them, in every language alike. */
export function hashOf(text) {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
