// The vocabulary, out of include/amends/labels.h: the lists have one home.
import { readFileSync } from "node:fs";

const header = readFileSync(new URL("../../include/amends/labels.h", import.meta.url), "utf8");

function list(table) {
  const body = new RegExp(`#define ${table}\\(X\\)((?:.*\\\\\\n)*.*)`).exec(header);
  if (!body) throw new Error(`labels.h has no ${table}`);
  return [...body[1].matchAll(/X\(\w+, "(\w+)"\)/g)].map((found) => found[1]);
}

export const signals = list("AMENDS_SIGNALS");
export const findings = list("AMENDS_FINDINGS");
export const moves = list("AMENDS_MOVES");
export const acts = list("AMENDS_ACTS");
export const levels = list("AMENDS_LEVELS");
export const channels = list("AMENDS_CHANNELS");
export const roles = list("AMENDS_SPEAKER_ROLES");
export const outcomes = list("AMENDS_OUTCOMES").filter((name) => name !== "none");
export const remedies = list("AMENDS_REMEDIES");
/** What CONTRACT.md lets be observed; anger is a reading of the engine's own. */
export const observations = [...signals, ...list("AMENDS_OBSERVATIONS").filter((name) => name !== "anger")];

/** Why a line of the corpus is hard to read. */
export const hard = ["sarcasm", "irony", "understatement", "hint", "idiom", "negation", "quotation", "politeness", "dialect", "typos", "mixed", "other"];
