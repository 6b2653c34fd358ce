// The development sets are for measuring only: their sentences stay out of the corpus, and out of what is printed here.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./corpus.mjs";
import { Similar } from "./similar.mjs";

export const reservedDir = join(root, "..", "shared", "eval");

function textsIn(value) {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => (["text", "customer"].includes(key) && typeof held === "string" ? [held] : textsIn(held)));
}

/** An index of every text of a language in the sets, whoever says it; null where the sets are not there. */
export function readReserved(lang, dir = reservedDir) {
  if (!existsSync(dir)) return null;
  const index = new Similar(lang);
  for (const file of readdirSync(dir).filter((name) => name.startsWith(`${lang}.`) && name.endsWith(".jsonl")))
    for (const line of readFileSync(join(dir, file), "utf8").split("\n"))
      if (line.trim()) for (const text of textsIn(JSON.parse(line))) index.add(text, "reserved");
  return index;
}

/** Too short to be anybody's own: a greeting may stand in both. */
const isShort = (lang, text) => [...text].length < (lang === "zh" ? 6 : 16);

/** Every text of a value, what it answers and what is said in an encounter included. */
const textsOf = (value) => [value.text, value.customer, ...(value.events ?? []).map(({ text }) => text)].filter((text) => text !== undefined);

/** Whether a line of the corpus says nearly what a sentence of the sets (the index of readReserved) says. */
export const isReserved = (index, value) => textsOf(value).some((text) => !isShort(index.lang, text) && index.near(text).length > 0);
