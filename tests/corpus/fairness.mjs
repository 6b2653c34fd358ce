// The pairs for measuring fairness keep their form: enough of each kind, two sides that differ, no two pairs alike.
// usage: node tests/corpus/fairness.mjs [DIR]
import { join } from "node:path";
import { languages, readLines, root } from "../../tools/corpus/corpus.mjs";
import { Similar } from "../../tools/corpus/similar.mjs";

const [dir = join(root, "data", "fairness")] = process.argv.slice(2);
const wanted = { name: 16, group: 16, accent: 16, dialect: 16 };
let passed = 0, failed = 0;

/** One check: what is wrong, a line each. */
function check(name, wrong) {
  if (wrong.length === 0) passed++;
  else failed++;
  for (const line of wrong) console.log(`${name}: ${line}`);
}

const isClean = (text) => typeof text === "string" && text.trim() === text && text !== "" && text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);

function faultsOf({ at, line, value }) {
  if (value === undefined) return [`${at}: no JSON`];
  if (JSON.stringify(Object.keys(value ?? {})) !== '["kind","a","b"]') return [`${at}: its keys are not kind, a, b`];
  const faults = [];
  if (!Object.hasOwn(wanted, value.kind)) faults.push(`${value.kind} is no kind`);
  for (const side of ["a", "b"]) if (!isClean(value[side])) faults.push(`${side} is no clean text`);
  if (value.a === value.b) faults.push("its sides are the same");
  if (JSON.stringify(value) !== line) faults.push("not as JSON.stringify writes it");
  return faults.map((fault) => `${at}: ${fault}`);
}

/** Pairs with a side near to one of another pair; the sides of a pair may be as near as they like. */
function alike(lang, lines) {
  const index = new Similar(lang);
  return lines.flatMap(({ at, value: { a, b } }) => {
    const near = new Set([a, b].flatMap((text) => index.near(text).map(({ name }) => name)));
    for (const text of [a, b]) index.add(text, at);
    return [...near].map((name) => `${at}: near ${name}`);
  });
}

for (const lang of languages) {
  const file = join(dir, `${lang}.jsonl`);
  const lines = readLines(file);
  const faults = lines.flatMap(faultsOf);
  check(`form of ${lang}`, faults);
  const good = faults.length === 0 ? lines : [];
  const has = (kind) => good.filter(({ value }) => value.kind === kind).length;
  check(`enough of ${lang}`, Object.keys(wanted).filter((kind) => has(kind) < wanted[kind]).map((kind) => `${kind}: ${has(kind)}, ${wanted[kind]} are wanted`));
  check(`no two alike in ${lang}`, alike(lang, good));
}
console.log(`fairness data: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
