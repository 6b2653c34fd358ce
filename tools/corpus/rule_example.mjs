// Adds a sentence to `match` or `no_match` of a rule in data/lang, in the form in which the list is written there.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuse } from "./refusal.mjs";

const labelKeys = ["signal", "finding", "move"];

/** Where a rule stands: {file, lines, first, end}, its lines being first to end - 1; null where there is none. */
function findRule(dataDir, id) {
  const lang = id.split(".")[0];
  for (const folder of ["signals", "review"]) {
    const path = join(dataDir, "lang", lang, folder);
    for (const name of readdirSync(path).filter((file) => file.endsWith(".yaml")).sort()) {
      const lines = readFileSync(join(path, name), "utf8").split("\n");
      const first = lines.findIndex((line) => line.trimEnd() === `- id: ${id}`);
      if (first < 0) continue;
      const next = lines.findIndex((line, i) => i > first && /^\S/.test(line));
      return { file: join(path, name), lines, first, end: next < 0 ? lines.length : next };
    }
  }
  return null;
}

/** The label that a rule gives, undefined for one of another kind (an offer, a mark). */
export function labelOfRule(dataDir, id) {
  const rule = findRule(dataDir, id);
  if (!rule) refuse(`there is no rule ${id} in ${dataDir}/lang`);
  const found = rule.lines.slice(rule.first, rule.end).map((line) => new RegExp(`^  (?:${labelKeys.join("|")}): (\\w+)`).exec(line));
  return found.find(Boolean)?.[1];
}

/** A double-quoted scalar of YAML: JSON's escapes are among YAML's. */
const quoted = (text) => JSON.stringify(text);

/** As it is where YAML reads it as that very text, quoted otherwise. */
function plain(text) {
  const isPlain = /^[\p{L}\p{N}]/u.test(text) && !/: |:$| #|\n|\s$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n|[\d.,_+-]+)$/i.test(text);
  return isPlain ? text : quoted(text);
}

const isQuotedItem = (line) => /^\s+- ["']/.test(line);

/** Puts TEXT at the end of LIST ("match" or "no_match") of a rule; gives {file, line}. Refuses where it cannot, and then nothing is written. */
export function addExample(dataDir, id, list, text) {
  const rule = findRule(dataDir, id);
  if (!rule) refuse(`there is no rule ${id} in ${dataDir}/lang`);
  const { file, lines, first, end } = rule;
  const at = lines.findIndex((line, i) => i > first && i < end && line.startsWith(`  ${list}:`));
  if (at < 0) refuse(`${file}:${first + 1}: the rule ${id} has no ${list}`);
  const flow = /^(  \w+: \[.*)\](\s*)$/.exec(lines[at]);
  let line = at;
  if (flow) lines[at] = `${flow[1]}${flow[1].endsWith("[") ? "" : ", "}${quoted(text)}]${flow[2]}`;
  else if (lines[at].trimEnd() === `  ${list}:`) {
    while (line + 1 < end && /^    /.test(lines[line + 1])) line++;
    const items = lines.slice(at + 1, line + 1).filter((item) => /^    - /.test(item));
    const all = items.length > 0 && items.every(isQuotedItem);
    lines.splice(++line, 0, `    - ${all ? quoted(text) : plain(text)}`);
  } else refuse(`${file}:${at + 1}: ${list} is written in a way that this does not know; add it by hand`);
  writeFileSync(file, lines.join("\n"));
  return { file, line: line + 1 };
}

/** Whether the rule has this sentence already, in either list. */
export function hasExample(dataDir, id, text) {
  const rule = findRule(dataDir, id);
  return rule !== null && rule.lines.slice(rule.first, rule.end).some((line) => line.trim() === `- ${text}` || line.includes(quoted(text)));
}
