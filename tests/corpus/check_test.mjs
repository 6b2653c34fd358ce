// What the check of the corpus must not let through: broken lines, one by one, and a whole corpus made worse.
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { corpusDir, fileOf } from "../../tools/corpus/corpus.mjs";
import { formFaults } from "../../tools/corpus/form.mjs";
import { Similar } from "../../tools/corpus/similar.mjs";
import { Suite, equal, excludes, fail, includes } from "../lib/suite.mjs";

const suite = new Suite("corpus check");
const customer = { channel: "chat", trade: "bakery", anger: 1, signals: ["complaint"], text: "The loaf was stale, sadly." };
const reply = {
  channel: "counter", trade: "bakery", customer: "It was stale.", authority: { currency: "EUR", refund: 5 }, text: "Sorry about the stale loaf. Shall we swap it?",
  findings: [], moves: [{ move: "apologises", start: 0, end: 27 }],
};
const encounter = {
  trade: "bakery", start: { lang: "en", channel: "counter", supervisor: true },
  events: [
    { from: "customer", text: "It was stale.", anger: 1, signals: ["complaint"], expect: { escalate: ["none"], must: ["apologise"] } },
    { from: "staff", text: "I'm sorry.", findings: [], moves: ["apologises"] }, { outcome: "satisfied" },
  ],
};
const said = encounter.events[0];
const withEvent = (event) => ({ ...encounter, events: [event] });

suite.test("sound lines pass", () => {
  equal(formFaults("customers", "en", customer), []);
  equal(formFaults("replies", "en", reply), []);
  equal(formFaults("encounters", "en", encounter), []);
});

const without = (value, key) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
const broken = [
  ["customers", { ...customer, channel: "fax" }, "channel"],
  ["customers", { ...customer, anger: 4 }, "anger"],
  ["customers", { ...customer, anger: "1" }, "anger"],
  ["customers", { ...customer, signals: ["complain"] }, "signals"],
  ["customers", { ...customer, signals: ["complaint", "complaint"] }, "a signal named twice"],
  ["customers", { ...customer, hard: "tricky" }, "hard"],
  ["customers", { ...customer, text: " " }, "text"],
  ["customers", { ...customer, text: "The loaf\u0007" }, "text"],
  ["customers", { ...customer, text: "half an emoji \ud83d" }, "text"],
  ["customers", { ...customer, note: "x" }, "unknown key note"],
  ["customers", { ...customer, toString: "x" }, "unknown key toString"],
  ["customers", without(customer, "trade"), "lacks trade"],
  ["customers", ["a list"], "no JSON object"],
  ["replies", { ...reply, moves: [{ move: "apologises", start: 0, end: 46 }] }, "not inside the text"],
  ["replies", { ...reply, moves: [{ move: "apologises", start: 3, end: 3 }] }, "not inside the text"],
  ["replies", { ...reply, moves: [{ move: "apologises", start: 0, end: 6 }] }, "a blank"],
  ["replies", { ...reply, moves: [{ move: "apologises", start: 0.5, end: 5 }] }, "start of a move"],
  ["replies", { ...reply, moves: [{ move: "grovels", start: 0, end: 5 }] }, "move of a move"],
  ["replies", { ...reply, moves: [...reply.moves, ...reply.moves] }, "a move named twice"],
  ["replies", { ...reply, findings: [{ finding: "rude", start: 0, end: 5 }] }, "finding of a finding"],
  ["replies", { ...reply, findings: [{ finding: "hostile", start: 6, end: 11 }] }, "overlaps apologises"],
  ["replies", { ...reply, findings: [{ finding: "hostile", start: 0, end: 5 }, { finding: "dismissive", start: 3, end: 9 }], moves: [] }, "overlaps dismissive"],
  ["replies", { ...reply, authority: { refund: 5 } }, "no currency"],
  ["replies", { ...reply, authority: { currency: "EUR", refund: 5.005 } }, "refund"],
  ["replies", { ...reply, authority: { currency: "EUR", discount: 5 } }, "unknown key discount"],
  ["replies", { ...reply, authority: { exchange: 1 } }, "exchange"],
  ["replies", { ...reply, customer: "" }, "customer"],
  ["encounters", { ...encounter, start: { ...encounter.start, lang: "fi" } }, "the folder of en"],
  ["encounters", { ...encounter, start: { ...encounter.start, mood: "bad" } }, "unknown key mood"],
  ["encounters", { ...encounter, events: [] }, "events"],
  ["encounters", withEvent(without(said, "anger")), "lacks anger"],
  ["encounters", withEvent({ ...said, from: "owner" }), "from of event 1"],
  ["encounters", withEvent({ ...said, signals: ["demand", "demand"] }), "named twice"],
  ["encounters", withEvent({ observed: "anger" }), "observed"],
  ["encounters", withEvent({ shouted: true }), "no known kind"],
  ["encounters", withEvent({ did: "dance" }), "did"],
  ["encounters", withEvent({ outcome: "none" }), "outcome"],
  ["encounters", withEvent({ undo: true, expect: { must: ["hide"] } }), "must of expect"],
  ["encounters", withEvent({ undo: true, expect: { must: ["ask"], must_not: ["ask"] } }), "ruled out"],
  ["encounters", withEvent({ undo: true, expect: { escalate: ["police"] } }), "escalate of expect"],
  ["second", { text: "A text", anger: 1 }, "lacks findings"],
  ["second", { text: "A text", findings: [{ finding: "hostile", start: 0, end: 3 }], moves: [] }, "findings"],
  ["second", { text: "A text", anger: 1, signals: ["demands"] }, "signals"],
];
for (const [kind, value, word] of broken)
  suite.test(`${kind}: ${word}`, () => {
    const faults = formFaults(kind, "en", value);
    if (faults.length === 0) fail("it passed");
    includes(faults.join("; "), word);
  });

suite.test("code points are counted, not code units", () => {
  const value = { ...reply, text: "😀😀 sorry", moves: [{ move: "apologises", start: 3, end: 8 }] };
  equal(formFaults("replies", "en", value), []);
  includes(formFaults("replies", "en", { ...value, moves: [{ move: "apologises", start: 3, end: 9 }] }).join(), "not inside the text (8)");
});

suite.test("nearness: the same but for a word is near, another sentence is not", () => {
  const index = new Similar("en");
  index.add("The parcel that you sent on Monday has not come.", "a");
  equal(index.near("The parcel that you sent on Tuesday has not come!").map(({ name }) => name), ["a"]);
  equal(index.near("A parcel came on Monday, thank you."), []);
  const chinese = new Similar("zh");
  chinese.add("我的快递三天了还没到", "b");
  equal(chinese.near("我的快递五天了还没到，").length, 0);
  equal(chinese.near("我的快递三天了还没到！！").length, 1);
});

// A whole corpus, made worse, through the program.
const place = mkdtempSync(join(tmpdir(), "amends-corpus-"));
const check = (sets) => spawnSync("node", [fileURLToPath(new URL("check.mjs", import.meta.url)), place, sets], { encoding: "utf8" });
try {
  cpSync(corpusDir, place, { recursive: true });
  const file = fileOf(place, "en", "customers"), replies = fileOf(place, "en", "replies");
  const sound = readFileSync(file, "utf8"), first = JSON.parse(sound.split("\n")[30]);
  const nowhere = join(place, "no-sets");

  suite.test("a corpus with bad lines fails, and says where", () => {
    const rewritten = JSON.stringify(customer).replace('"anger":1', '"anger":0,"anger":1');
    appendFileSync(file, `{"half": \n${rewritten}\n${JSON.stringify({ ...customer, anger: 9 })}\n${JSON.stringify({ ...first, text: `${first.text}!!` })}\n`);
    const run = check(nowhere), at = sound.split("\n").length;
    equal(run.status, 1, "status");
    includes(run.stdout, `customers.jsonl:${at}: no JSON`);
    includes(run.stdout, `customers.jsonl:${at + 1}: not as JSON.stringify writes it`);
    includes(run.stdout, `customers.jsonl:${at + 2}: anger of the line is 9`);
    includes(run.stdout, `customers.jsonl:${at + 3}: near ${file}:31`);
    includes(run.stdout, "corpus: ");
    includes(run.stdout, " 2 failed");
    includes(run.stdout, "SKIPPED");
  });

  suite.test("a corpus that lacks what was promised fails", () => {
    const lines = sound.split("\n");
    writeFileSync(file, lines.filter((line) => !line.includes('"hazard"')).join("\n"));
    writeFileSync(replies, "");
    const run = check(nowhere);
    equal(run.status, 1, "status");
    includes(run.stdout, "hazard: 0, 120 were promised");
    includes(run.stdout, "replies: 0, 800 were promised");
    includes(run.stdout, "not there or empty");
  });

  suite.test("a sentence of the development sets is found and not shown", () => {
    const sets = join(place, "sets");
    mkdirSync(sets);
    writeFileSync(file, sound);
    writeFileSync(join(sets, "en.customer.jsonl"), JSON.stringify({ id: 1, text: first.text.toUpperCase() }) + "\n");
    const run = check(sets);
    equal(run.status, 1, "status");
    includes(run.stdout, `${file}:31: too near to a sentence of the development sets`);
    excludes(run.stdout.toUpperCase(), first.text.toUpperCase());
  });
} finally {
  rmSync(place, { recursive: true });
}
suite.end();
