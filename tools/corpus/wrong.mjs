// "This was wrong": turns a line that was answered wrongly, and what the answer should have been, into a line of the corpus or an example of a rule.
//
// usage: node tools/corpus/wrong.mjs signals|review WHAT IT SHOULD BE [OPTION...] [FILE]
// reads the JSON line that was given to `amends signals` or `amends review`, from FILE or standard input.
//   signals: --signals complaint,demand   --anger 1   --none (calm: no signal, anger 0)
//   review:  --finding non_apology --span "sorry you feel that way" (any number)   --none (no finding)
//            --move apologises --span "…" (any number)   --no-moves
//   What is not said stands as the program answers it (--program build/amends).
//   --trade WORD  --channel WORD  --lang CODE  --hard WORD   where the line does not say
//   --redact NAME (any number): taken out, as are numbers of cards and phones, and e-mail addresses
//   --rule ID: not into the corpus, but to that rule's examples: `match` where the label should hold, else `no_match`
//              (--match, --no-match for rules that give no label)
//   --data DIR: the project's data folder
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { fileOf, kinds, languages, readLines, root, wordsOf } from "./corpus.mjs";
import { formFaults } from "./form.mjs";
import * as known from "./labels.mjs";
import { redact } from "./redact.mjs";
import { Refusal, refuse } from "./refusal.mjs";
import { isReserved, readReserved } from "./reserved.mjs";
import { addExample, hasExample, labelOfRule } from "./rule_example.mjs";
import { Similar } from "./similar.mjs";

const text = { type: "string" }, flag = { type: "boolean" };

function readArguments() {
  const options = {
    signals: text, anger: text, none: flag, finding: text, move: text, span: text, "no-moves": flag, trade: text, channel: text, lang: text, hard: text,
    redact: { ...text, multiple: true }, rule: text, match: flag, "no-match": flag, program: text, data: text,
  };
  const given = parseArgs({ options, allowPositionals: true, tokens: true });
  const [command, file] = given.positionals;
  if (!["signals", "review"].includes(command)) refuse("say first what the line was given to: signals or review");
  // A span belongs to the finding or move before it.
  const spans = { finding: [], move: [] };
  let last = null;
  for (const token of given.tokens.filter(({ kind }) => kind === "option"))
    if (token.name in spans) spans[token.name].push((last = { label: token.value }));
    else if (token.name === "span") (last ?? refuse("--span comes after its --finding or --move")).span = token.value;
  return { command, file, ...given.values, findings: spans.finding, moves: spans.move };
}

function readLine(file) {
  const bytes = readFileSync(file ?? 0, "utf8").trim();
  try {
    const line = JSON.parse(bytes);
    if (typeof line.text === "string") return line;
  } catch {
    // Told below.
  }
  return refuse("the input is not one JSON object with a text");
}

function ask(args, line) {
  const program = args.program ?? join(root, "build", "amends");
  const run = spawnSync(program, [args.command], { input: JSON.stringify(line) + "\n", encoding: "utf8" });
  if (run.error && run.error.code !== "EPIPE") refuse(`${program} cannot be asked (${run.error.code}); say --program, or give the whole answer and --lang`);
  if (run.stdout.trim() === "") refuse(`${program} ${args.command} says nothing: ${run.stderr.trim()}`);
  const answer = JSON.parse(run.stdout);
  return answer.error ? refuse(`the program does not take the line: ${answer.error.field}: ${answer.error.message}`) : answer;
}

/** The line without what points to a person, and what was taken out. */
function redactLine(line, lang, names = []) {
  const taken = [];
  const clean = (held) => {
    const done = redact(lang, held.trim(), names);
    taken.push(...done.taken);
    return done.text;
  };
  return { line: { ...line, text: clean(line.text), ...(line.customer?.trim() && { customer: clean(line.customer) }) }, taken };
}

function spanOf(args, words, { label, span }, key) {
  if (span === undefined) refuse(`--span "…" is needed after --${key} ${label}: the words it stands in`);
  const clean = redact(args.lang, span.trim(), args.redact).text;
  const at = words.indexOf(clean);
  if (at < 0 || clean === "") refuse(`the text does not have the span "${clean}"`);
  const start = [...words.slice(0, at)].length;
  return { [key]: label, start, end: start + [...clean].length };
}

const spansIn = (list, key) => list?.map((item) => ({ [key]: item[key], start: item.start, end: item.end }));

function checkNames(list, names) {
  for (const name of list) if (!names.includes(name)) refuse(`there is no label ${name}; there are: ${names.join(", ")}`);
  return list;
}

/** What the answer should have been: what was said, and where nothing was said what the program answers (for a rule: nothing). */
function labelsFor(args, line) {
  const answer = () => (args.answer ??= args.rule ? {} : ask(args, line));
  if (args.none && (args.signals ?? args.anger ?? args.findings[0])) refuse("--none says that there is nothing, the others that there is");
  if (args["no-moves"] && args.moves.length > 0) refuse("--no-moves says that there is no move, --move that there is one");
  if (args.command === "signals") {
    const anger = args.none ? 0 : args.anger !== undefined ? Number(args.anger) : answer().anger;
    const signals = args.none ? [] : args.signals !== undefined ? checkNames(args.signals.split(",").map((name) => name.trim()).filter(Boolean), known.signals) : answer().signals;
    return { anger, signals };
  }
  checkNames(args.findings.map(({ label }) => label), known.findings);
  checkNames(args.moves.map(({ label }) => label), known.moves);
  const said = (list, key) => list.map((item) => spanOf(args, line.text, item, key));
  const findings = args.none ? [] : args.findings.length > 0 ? said(args.findings, "finding") : spansIn(answer().findings, "finding");
  if (args.moves.length > 0 || args["no-moves"]) return { findings, moves: said(args.moves, "move") };
  // A span that is a finding earns no move.
  const isFree = (move) => findings?.every(({ start, end }) => move.end <= start || end <= move.start);
  return { findings, moves: spansIn(answer().moves, "move")?.filter(isFree) };
}

function isSaid({ command, none, signals, anger, findings, moves, ...args }) {
  return none || (command === "signals" ? signals !== undefined || anger !== undefined : findings.length + moves.length > 0 || args["no-moves"]);
}

function checkRepeats(args, dir, value) {
  const index = new Similar(args.lang);
  for (const kind of kinds) for (const { at, value: held } of readLines(fileOf(dir, args.lang, kind))) index.add(wordsOf(held), at);
  const [near] = index.near(value.text);
  if (near) refuse(`nearly this text is there already, at ${relative(root, near.name)}; mend its labels there`);
  checkReserved(args, value);
}

function checkReserved(args, value) {
  const reserved = readReserved(args.lang);
  if (reserved && isReserved(reserved, value)) refuse("this is nearly a sentence of the development sets, which are for measuring only");
}

const inWords = (value) => (value.signals ? `anger ${value.anger}, ${value.signals.join(", ") || "no signal"}`
  : `${value.findings.map(({ finding }) => finding).join(", ") || "no finding"}; ${value.moves.map(({ move }) => move).join(", ") || "no move"}`);

function toCorpus(args, line, labels) {
  const dir = join(args.data, "corpus"), kind = args.command === "signals" ? "customers" : "replies";
  const { customer, authority, text: words } = line;
  const value = JSON.parse(JSON.stringify({
    channel: args.channel ?? line.channel ?? refuse("which channel? say --channel counter, phone, chat, email or social"),
    trade: args.trade ?? refuse("which trade? say --trade bakery, or what it was"),
    hard: args.hard, reported: true, ...(kind === "replies" && { authority, customer }), text: words, ...labels,
  }));
  const faults = formFaults(kind, args.lang, value);
  if (faults.length > 0) refuse(faults.join("; "));
  checkRepeats(args, dir, value);
  const file = fileOf(dir, args.lang, kind);
  const before = existsSync(file) ? readFileSync(file, "utf8") : refuse(`${file} is not there`);
  appendFileSync(file, `${before === "" || before.endsWith("\n") ? "" : "\n"}${JSON.stringify(value)}\n`);
  console.log(`added: ${relative(root, file)}:${before.split("\n").filter(Boolean).length + 1}`);
  console.log(`  text: ${words}\n  labels: ${inWords(value)}`);
  console.log("Then: node tests/corpus/check.mjs, and node tests/corpus/snapshot.mjs build/amends --write");
}

/** Which list of a rule: where the rule's label should hold it is an example, else a counter-example. */
function listFor(args, { signals, findings, moves }) {
  if (args.match || args["no-match"]) return args.match ? "match" : "no_match";
  const label = labelOfRule(args.data, args.rule) ?? refuse(`${args.rule} gives no signal, finding or move: say --match or --no-match`);
  const held = known.signals.includes(label) ? signals : known.findings.includes(label) ? findings?.map(({ finding }) => finding) : moves?.map(({ move }) => move);
  if (!held) refuse(`${args.rule} is about ${label}: say whether it should hold`);
  return held.includes(label) ? "match" : "no_match";
}

function toRule(args, line, labels) {
  if (args.rule.split(".")[0] !== args.lang) refuse(`${args.rule} is no rule of ${args.lang}`);
  const list = listFor(args, labels);
  if (hasExample(args.data, args.rule, line.text)) refuse(`${args.rule} has this sentence already`);
  checkReserved(args, line);
  const { file, line: at } = addExample(args.data, args.rule, list, line.text);
  console.log(`added to ${list} of ${args.rule}: ${relative(root, file)}:${at}\n  text: ${line.text}`);
  console.log("Then: mend the rule until build/amends playbook check data has nothing to say.");
}

try {
  const args = readArguments();
  args.data ??= join(root, "data");
  const given = readLine(args.file);
  if (!isSaid(args) && !args.match && !args["no-match"]) refuse("say what it should have been: --signals, --anger, --finding, --move or --none");
  args.lang ??= given.lang ?? ask(args, given).lang;
  if (!languages.includes(args.lang)) refuse(`which language? say --lang ${languages.join(", ")}`);
  const { line, taken } = redactLine({ ...given, lang: args.lang }, args.lang, args.redact);
  const missed = (args.redact ?? []).filter((name) => redact(args.lang, `${given.text} ${given.customer ?? ""}`, [name]).taken.every((mark) => mark !== "[name]"));
  if (missed.length > 0) refuse(`not in the text as it is written: ${missed.join(", ")}`);
  const labels = isSaid(args) ? labelsFor(args, line) : {};
  if (args.rule) toRule(args, line, labels);
  else toCorpus(args, line, labels);
  console.log(`  taken out: ${taken.join(" ") || "nothing"}. Read the text once more: names and addresses are known only by --redact.`);
} catch (error) {
  if (!(error instanceof Refusal) && !error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(`wrong: ${error.message}`);
  process.exitCode = 1;
}
