// The corpus keeps its form and its promises, says nothing twice, and holds nothing of the development sets.
// usage: node tests/corpus/check.mjs [CORPUS [SETS]]
import { existsSync } from "node:fs";
import { corpusDir, fileOf, kinds, languages, readLines, wordsOf } from "../../tools/corpus/corpus.mjs";
import { promises } from "../../tools/corpus/counts.mjs";
import { formFaults } from "../../tools/corpus/form.mjs";
import { isReserved, readReserved, reservedDir } from "../../tools/corpus/reserved.mjs";
import { Similar } from "../../tools/corpus/similar.mjs";

const [dir = corpusDir, sets = reservedDir] = process.argv.slice(2);
const shown = 20;
let passed = 0, failed = 0;

/** One check: what is wrong, a line each. */
function check(name, wrong) {
  if (wrong.length === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(`${name}: ${wrong.length} wrong`);
  for (const line of wrong.slice(0, shown)) console.log(`  ${line}`);
  if (wrong.length > shown) console.log(`  and ${wrong.length - shown} more`);
}

function faultsOf(kind, lang, { at, line, value }) {
  if (value === undefined) return [`${at}: no JSON`];
  const faults = formFaults(kind, lang, value);
  // What JSON.stringify would not write so: keys named twice, blanks between. (The second labelling comes from elsewhere.)
  if (kind !== "second" && faults.length === 0 && JSON.stringify(value) !== line) faults.push("not as JSON.stringify writes it");
  return faults.map((fault) => `${at}: ${fault}`);
}

const beginning = (value) => [...wordsOf(value).replaceAll("\n", " ")].slice(0, 60).join("");

/** Pairs that say nearly the same, within a language whatever their kind. */
function duplicates(lang, lines) {
  const index = new Similar(lang);
  return lines.flatMap(({ at, value }) => {
    const near = index.near(wordsOf(value));
    index.add(wordsOf(value), at);
    return near.map(({ name, share }) => `${at}: near ${name} (${share.toFixed(2)}): ${beginning(value)}`);
  });
}

const reserved = (lines, index) => lines.filter(({ value }) => isReserved(index, value)).map(({ at }) => `${at}: too near to a sentence of the development sets`);

for (const lang of languages) {
  const good = {};
  for (const kind of kinds) {
    const file = fileOf(dir, lang, kind);
    const lines = readLines(file);
    check(`form of ${file}`, lines.length === 0 ? ["it is not there or empty"] : lines.flatMap((line) => faultsOf(kind, lang, line)));
    good[kind] = lines.filter(({ value }) => value !== undefined && formFaults(kind, lang, value).length === 0);
  }
  // The second labelling of a tenth: not every language need have one.
  const second = readLines(fileOf(dir, lang, "second"));
  if (second.length > 0) check(`form of ${fileOf(dir, lang, "second")}`, second.flatMap((line) => faultsOf("second", lang, line)));
  const all = kinds.flatMap((kind) => good[kind]);
  check(`nothing twice in ${lang}`, duplicates(lang, all));
  for (const { what, has, wanted } of promises(Object.fromEntries(kinds.map((kind) => [kind, good[kind].map(({ value }) => value)]))))
    check(`promise of ${lang}`, has >= wanted ? [] : [`${what}: ${wanted < 1 ? has.toFixed(3) : has}, ${wanted} were promised`]);
  const index = readReserved(lang, sets);
  if (index) check(`${lang} apart from the development sets`, reserved(all, index));
}
if (!existsSync(sets)) console.log(`corpus apart from the development sets: SKIPPED, ${sets} is not here`);
console.log(`corpus: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
