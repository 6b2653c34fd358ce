// The measuring itself: figures that can be worked out by hand. usage: node bench/quality/quality_test.mjs AMENDS
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Suite, equal, includes } from "../../tests/lib/suite.mjs";
import { intervals, randomFrom } from "./bootstrap.mjs";
import { judge } from "./conversations.mjs";
import { compare, countPairs, inWords } from "./fairness.mjs";
import { brier, foretold, ranked, saidAgain } from "./heat.mjs";
import { parse } from "./learned.mjs";
import { writePage } from "./page.mjs";
import { Counts, levelF1, quadraticKappa } from "./score.mjs";
import { sufferings, typingErrors, withoutMarks } from "./typing.mjs";

const [amends = "build/amends"] = process.argv.slice(2);
const suite = new Suite("quality bench");
const place = mkdtempSync(join(tmpdir(), "amends-quality-"));
const round = (value) => Math.round(value * 1000) / 1000;
const set = (...labels) => new Set(labels);
const said = (text, anger, more) => ({ from: "customer", text, anger, signals: [], ...more });

suite.test("precision, recall, F1, and their mean over labels that occur", () => {
  const counts = new Counts();
  counts.add(set("a", "b"), set("a"));
  counts.add(set("a"), set("a", "c"));
  counts.add(set(), set("a"));
  equal(["a", "b"].map((label) => round(counts.precision(label))), [0.667, NaN], "precision");
  equal(["a", "b"].map((label) => counts.recall(label)), [1, 0], "recall");
  equal(round(counts.macro()), 0.4, "macro of 0.8 and 0; c is no gold label");
});

suite.test("levels", () => {
  equal(quadraticKappa([[0, 0], [1, 1], [2, 2], [3, 3]]), 1, "all agree");
  equal(quadraticKappa([[0, 3], [3, 0]]), -1, "none agree");
  equal(quadraticKappa([[0, 0], [0, 3], [3, 0], [3, 3]]), 0, "as chance would");
  equal(round(levelF1([[2, 3], [3, 1], [0, 2], [1, 0]], 2)), 0.5, "at least 2");
});

suite.test("the draws are the same each time, within each language", () => {
  const records = [..."aabbb"].map((lang, i) => ({ lang, value: i }));
  const measure = (some) => ({ mean: some.reduce((sum, r) => sum + r.value, 0) / some.length, a: some.filter((r) => r.lang === "a").length });
  const once = intervals(records, measure);
  equal(once, intervals(records, measure), "again");
  equal(once.a, [2, 2], "as many of a language as there are");
  equal(once.mean[0] < 2 && once.mean[1] > 2, true, "about the mean of all");
  const random = randomFrom(1);
  equal(Array.from({ length: 1000 }, random).every((x) => x >= 0 && x < 1), true, "from 0 to 1");
});

suite.test("heat is held against the customer's next text", () => {
  const events = [said("a", 2), { from: "staff", text: "b" }, { observed: "repeats" }, said("c", 3), { outcome: "satisfied" }];
  const pairs = foretold(events, [{ heat: 0.5 }, { heat: 0.4 }, { heat: 0.9 }, { heat: 1 }, { heat: 0 }]);
  equal(pairs.map(({ heat, angry, last }) => [heat, angry, last]), [[0.9, true, true], [0.4, true, false], [0.5, true, false]], "pairs");
  equal(round(brier([{ heat: 0.9, angry: true }, { heat: 0.5, angry: false }])), 0.13, "Brier score");
  equal(ranked([{ heat: 0.9, angry: true }, { heat: 0.1, angry: false }]), 1, "in order");
  equal(ranked([{ heat: 0.5, angry: true }, { heat: 0.5, angry: false }]), 0.5, "even");
});

suite.test("said again: the number rises, for each customer apart", () => {
  const events = [said("a", 1), said("b", 1, { reiteration: true }), said("c", 1, { speaker: "b" }), said("d", 1, { reiteration: true }), said("e", 0)];
  const levels = (...numbers) => numbers.map((reiteration) => ({ reiteration }));
  equal(saidAgain(events, levels(0, 1, 0, 2, 2)), { tp: 2, fp: 0, fn: 0 }, "all found");
  equal(saidAgain(events, levels(0, 0, 1, 0, 1)), { tp: 0, fp: 2, fn: 2 }, "none found");
});

suite.test("a card is held against what is expected", () => {
  const item = {
    events: [
      { observed: "violence", expect: { escalate: ["security"], must: ["call_security", "stay_safe"], must_not: ["solve"] } },
      { from: "staff", text: "x", findings: [] },
    ],
  };
  const missed = [];
  const record = judge("en", item, [{ escalate: "security", acts: ["call_security", "solve"] }, { findings: [{}] }], missed);
  equal([record.needed, record.neededRight, record.must, record.mustDone, record.violated, record.whole], [1, 1, 2, 1, 1, false], "counts");
  equal([record.staff, record.staffAlarm], [1, 1], "staff");
  equal(missed, ["must stay_safe", "must_not solve"], "what was missed");
});

suite.test("the trainer's lines are read", () => {
  const { labels, sides } = parse("en\tthreat\t137\t0.637\t0.679\t0.657\t0.24\nen\tsignals\t23 texts\tmacro-F1 0.690\nsuspect\tx:1\tthreat\tis\t0.10\n");
  equal(labels.get("threat").en, { gold: 137, precision: 0.637, recall: 0.679, f1: 0.657 }, "label");
  equal(sides.get("signals"), { texts: { en: 23 }, "macro-F1": { en: 0.69 } }, "side");
});

suite.test("what texts suffer", () => {
  const text = "The parcel that came on Monday was somebody else's again.";
  const errors = typingErrors(text, "en");
  equal(errors, typingErrors(text, "en"), "the same again");
  equal(errors !== text && Math.abs(errors.length - text.length) <= 6, true, "about one error in ten characters");
  equal(withoutMarks("Don't! It's 19.99, no 5-6."), "Dont Its 19.99 no 5-6", "marks");
  for (const change of Object.values(sufferings)) equal(typeof change("好", "zh"), "string", "short");
});

suite.test("two answers are compared: signals of one side alone, anger", () => {
  const answer = (anger, ...signals) => ({ anger, signals });
  equal(inWords(compare(answer(1, "complaint", "demand"), answer(1, "demand", "complaint"))), "", "the same, in another order");
  equal(inWords(compare(answer(2, "harassment"), answer(0, "calming"))), "a alone harassment; b alone calming; anger 2 and 0", "all differs");
  const rows = countPairs([
    { lang: "en", kind: "name", ...compare(answer(1, "demand"), answer(1, "demand")) },
    { lang: "fi", kind: "group", ...compare(answer(2, "demand"), answer(1, "demand")) },
  ]);
  equal(rows["all: same signals"], { en: 1, zh: 0, fi: 1, ru: 0, all: 2 }, "signals");
  equal([rows["group: same anger"].fi, rows["group: angrier: a"].fi, rows["name: same signals and anger"].en], [0, 1, 1], "anger");
});

suite.test("a page gets the tables between its markers, and keeps what was not measured", () => {
  const page = join(place, "page.md");
  writeFileSync(page, "a\n<!-- measured: x -->\nold\n<!-- end -->\nb\n<!-- measured: y -->\nkept\n<!-- end -->\n");
  const left = writePage(page, [{ name: "x", body: "new" }, { name: "y", body: "SKIPPED: no texts" }, { name: "z", body: "new" }]);
  equal(left.length, 2, "what was left");
  equal(readFileSync(page, "utf8"), "a\n<!-- measured: x -->\n\nnew\n\n<!-- end -->\nb\n<!-- measured: y -->\nkept\n<!-- end -->\n", "page");
});

suite.test("the command measures what is there and says what is not", () => {
  const line = (value) => JSON.stringify(value) + "\n";
  const sets = join(place, "sets");
  mkdirSync(sets);
  writeFileSync(join(sets, "en.customer.jsonl"),
    line({ id: "1", lang: "en", channel: "chat", text: "I want to speak to the manager.", anger: 0, signals: ["ask_supervisor"], note: "" }) +
    line({ id: "2", lang: "en", channel: "chat", text: "When do you open tomorrow?", anger: 0, signals: [], note: "hard" }));
  const command = fileURLToPath(new URL("quality.mjs", import.meta.url));
  const run = (...words) => spawnSync(process.execPath, [command, amends, ...words], { encoding: "utf8" });
  const measured = run(sets, "--corpus", place, "--only", "development,heat,robustness");
  equal(measured.status, 0, measured.stderr);
  includes(measured.stdout, "| signals macro-F1 | 1.000 | - | - | - | 1.000 |");
  includes(measured.stdout, "| ask_supervisor | 1 | 1.00 / 1.00 / 1.00 |");
  includes(measured.stdout, "SKIPPED: no conversations in");
  includes(run(join(place, "nowhere"), "--only", "development").stdout, "SKIPPED:");
  const pairs = join(place, "pairs");
  mkdirSync(pairs);
  writeFileSync(join(pairs, "en.jsonl"),
    line({ kind: "name", a: "I want to speak to the manager.", b: "When do you open tomorrow?" }) +
    line({ kind: "name", a: "When do you open?", b: "When do you open?" }));
  const fair = run("--fairness", pairs, "--only", "fairness");
  equal(fair.status, 0, fair.stderr);
  includes(fair.stdout, "| name: same signals | 1 | 0 | 0 | 0 | 1 |");
  includes(fair.stdout, "- en, name: 1 (a alone ask_supervisor");
  includes(run("--fairness", join(place, "nowhere"), "--only", "fairness").stdout, "SKIPPED: no pairs in");
  equal(run(sets, "--only", "everything").status, 2, "an unknown part");
});

rmSync(place, { recursive: true, force: true });
suite.end();
