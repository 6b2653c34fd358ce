// What the engine says of every line of the corpus, kept in tests/snapshot/<lang>.txt, so that a change of one rule shows as a diff.
// usage: node tests/corpus/snapshot.mjs AMENDS [--write] [CORPUS [SNAPSHOTS]]
// A line is a short hash of the line's text, then for a customer's text its anger and signals ("-": none), for a reply its findings and
// moves, for an encounter the strongest help after each event (a letter each) and the findings.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { corpusDir, hashOf, languages, readValues, root, wordsOf } from "../../tools/corpus/corpus.mjs";

const args = process.argv.slice(2);
const write = args.includes("--write");
const [amends = "build/amends", dir = corpusDir, place = join(root, "tests", "snapshot")] = args.filter((arg) => arg !== "--write");
const shown = 20;

/** The answers of a filter to INPUTS, one each. */
function ask(command, inputs) {
  const run = spawnSync(amends, [command], { input: inputs.map((input) => JSON.stringify(input) + "\n").join(""), maxBuffer: 1 << 30, encoding: "utf8" });
  const answers = (run.stdout ?? "").split("\n").slice(0, -1).map((line) => JSON.parse(line));
  if (run.status !== 0 || answers.length !== inputs.length)
    throw new Error(`${amends} ${command}: status ${run.status}, ${answers.length} answers to ${inputs.length} lines: ${run.stderr} ${JSON.stringify(answers.find(({ error }) => error))}`);
  return answers;
}

const joined = (names) => [...new Set(names)].join(",") || "-";
const findingsOf = (answers) => joined(answers.flatMap(({ findings = [] }) => findings.map(({ finding }) => finding)));
const movesOf = ({ moves }) => joined(moves.map(({ move }) => move));

function ofCustomers(lang, values) {
  const answers = ask("signals", values.map(({ text, channel }) => ({ text, channel, lang })));
  return answers.map(({ anger, signals }) => `${anger} ${joined(signals)}`);
}

function ofReplies(lang, values) {
  const answers = ask("review", values.map(({ text, customer, authority, channel }) => ({ text, customer, authority, channel, lang })));
  return answers.map((answer) => `${findingsOf([answer])} ${movesOf(answer)}`);
}

const labels = ["anger", "signals", "reiteration", "findings", "moves", "expect"];
const bare = (event) => Object.fromEntries(Object.entries(event).filter(([key]) => !labels.includes(key)));

function ofEncounters(lang, values) {
  const inputs = values.map(({ start, events }, i) => [{ encounter: `e${i}`, start }, ...events.map((event) => ({ encounter: `e${i}`, ...bare(event) }))]);
  const answers = ask("coach", inputs.flat());
  let at = 0;
  return inputs.map((lines) => {
    const own = answers.slice(at, (at += lines.length));
    // none, colleague, supervisor, security, emergency
    const help = own.map(({ escalate }) => ({ none: ".", colleague: "c", supervisor: "s", security: "S", emergency: "E" })[escalate]).join("");
    return `${help} ${findingsOf(own)}`;
  });
}

/** The short name of a line: what it says, and for a reply also what it answers and what was allowed. */
const nameOf = (value) => hashOf(JSON.stringify([wordsOf(value), value.customer, value.authority])).toString(36).padStart(7, "0").slice(-5);

/** {name: {answer, words}} over all lines of a language, in the order of the corpus. */
function answersOf(lang) {
  const all = new Map();
  for (const [kind, answersOfKind] of [["customers", ofCustomers], ["replies", ofReplies], ["encounters", ofEncounters]]) {
    const values = readValues(dir, lang, kind);
    answersOfKind(lang, values).forEach((answer, i) => {
      let name = nameOf(values[i]);
      // Two lines of one short hash: the later one gets a mark.
      while (all.has(name)) name += "+";
      all.set(name, { answer, words: wordsOf(values[i]).replaceAll("\n", " ") });
    });
  }
  return all;
}

const fileOf = (lang) => join(place, `${lang}.txt`);

function readSnapshot(lang) {
  if (!existsSync(fileOf(lang))) return new Map();
  const lines = readFileSync(fileOf(lang), "utf8").split("\n").filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]));
}

/** A change in words: what one side has that the other has not: ["anger 2 to 1", "-complaint"]. */
function difference(before, after) {
  const [was, is] = [before, after].map((answer) => answer.split(/[ ,]/).filter((name) => name !== "-"));
  const gone = was.filter((name) => !is.includes(name)), added = is.filter((name) => !was.includes(name));
  // The level of anger, and the help after each event, are values that change; labels come and go.
  if (gone.length > 0 && added.length > 0 && isValue(gone[0]) && isValue(added[0]))
    return [`${isLevel(gone[0]) ? "anger" : "help"} ${gone.shift()} to ${added.shift()}`, ...gone.map((name) => `-${name}`), ...added.map((name) => `+${name}`)];
  return [...gone.map((name) => `-${name}`), ...added.map((name) => `+${name}`)];
}
const isLevel = (name) => /^[0-3]$/.test(name);
const isValue = (name) => isLevel(name) || /^[.csSE]+$/.test(name);

/** How often each change was made, the most frequent first. */
function sumOf(changes) {
  const counts = new Map();
  for (const change of changes.flat()) {
    const name = change.startsWith("help") ? "help" : change;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name}: ${count}`).join(", ");
}

function compare(lang, now) {
  const before = readSnapshot(lang);
  const changed = [...now]
    .filter(([name, { answer }]) => before.has(name) && before.get(name) !== answer)
    .map(([name, { answer, words }]) => ({ change: difference(before.get(name), answer), words }));
  const added = [...now.keys()].filter((name) => !before.has(name)).length;
  const gone = [...before.keys()].filter((name) => !now.has(name)).length;
  if (changed.length + added + gone === 0) return true;
  console.log(`${lang}: of ${now.size} lines ${changed.length} are answered otherwise; ${added} are new in the corpus, ${gone} are gone from it`);
  if (changed.length > 0) console.log(`  ${sumOf(changed.map(({ change }) => change))}`);
  for (const { change, words } of changed.slice(0, shown)) console.log(`  ${change.join(" ") || "order"} | ${[...words].slice(0, 110).join("")}`);
  if (changed.length > shown) console.log(`  and ${changed.length - shown} more`);
  return false;
}

let passed = 0, failed = 0;
for (const lang of languages) {
  const now = answersOf(lang);
  if (write) {
    mkdirSync(place, { recursive: true });
    writeFileSync(fileOf(lang), [...now].map(([name, { answer }]) => `${name} ${answer}\n`).join(""));
    console.log(`${fileOf(lang)}: ${now.size} lines`);
  } else if (compare(lang, now)) passed++;
  else failed++;
}
if (!write) {
  if (failed > 0) console.log("Where the changes are meant: node tests/corpus/snapshot.mjs AMENDS --write, and read git diff tests/snapshot.");
  console.log(`snapshot: ${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}
