// Sampler, agreement and counts do what they say.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashOf } from "../../tools/corpus/corpus.mjs";
import { promises, tally } from "../../tools/corpus/counts.mjs";
import { isPart, writePart } from "../../tools/corpus/document.mjs";
import { Suite, equal, includes } from "../lib/suite.mjs";

const suite = new Suite("corpus tools");
const place = mkdtempSync(join(tmpdir(), "amends-tools-"));
const run = (tool, ...args) => spawnSync("node", [fileURLToPath(new URL(`../../tools/corpus/${tool}.mjs`, import.meta.url)), ...args], { encoding: "utf8" });
const put = (file, values) => writeFileSync(file, values.map((value) => JSON.stringify(value) + "\n").join(""));
const json = (file) => readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));

try {
  suite.test("the hash is FNV-1a", () => equal([hashOf(""), hashOf("a"), hashOf("foobar")], [0x811c9dc5, 0xe40c292c, 0xbf9cf968]));

  suite.test("the sample is a tenth, without labels", () => {
    const texts = Array.from({ length: 2000 }, (_, i) => `text number ${i}`);
    const folder = join(place, "corpus", "en"), out = join(place, "out");
    mkdirSync(folder, { recursive: true });
    put(join(folder, "customers.jsonl"), texts.map((text) => ({ channel: "chat", trade: "x", anger: 2, signals: ["insult"], text, hard: "irony" })));
    put(join(folder, "replies.jsonl"), texts.map((text) => ({ channel: "chat", trade: "x", text, customer: "c", findings: [], moves: [] })));
    equal(run("sample", out, join(place, "corpus")).status, 0, "status");
    const drawn = json(join(out, "en.customers.jsonl"));
    equal(drawn.map(({ text }) => text), texts.filter((text) => hashOf(text) % 10 === 0), "texts");
    equal(drawn.length > 150 && drawn.length < 250, true, "about a tenth");
    equal(drawn.every((value) => Object.keys(value).join() === "channel,trade,text"), true, "no labels");
    equal(Object.keys(json(join(out, "en.replies.jsonl"))[0]), ["channel", "trade", "customer", "text"]);
  });

  suite.test("agreement: F1 per label, kappa and unpaired texts", () => {
    const first = join(place, "first.jsonl"), second = join(place, "second.jsonl"), out = join(place, "out.json");
    const customer = (text, anger, ...signals) => ({ text, anger, signals });
    put(first, [customer("a", 0), customer("b", 1, "complaint"), customer("c", 2, "complaint", "demand"), customer("d", 3, "insult"),
      { text: "r", findings: [{ finding: "hostile", start: 0, end: 1 }], moves: [] }, { text: "s", customer: "x", findings: [], moves: [{ move: "asks", start: 0, end: 1 }] }]);
    put(second, [customer("a", 0, "demand"), customer("b", 1, "complaint"), customer("c", 2, "complaint", "demand"), customer("d", 1, "insult"), customer("gone", 0),
      { text: "r", findings: ["dismissive"], moves: [] }, { text: "s", customer: "x", findings: [], moves: ["asks"] }]);
    const made = run("agreement", first, second, "--json", out);
    equal(made.status, 0, `status, ${made.stderr}`);
    const { both } = JSON.parse(readFileSync(out, "utf8"));
    equal([both["customers' texts"], both.replies, both["not paired"]], [4, 2, 1], "how many");
    equal([both.complaint, both.demand.toFixed(4), both.insult, both.threat], [1, "0.6667", 1, null], "signals");
    equal([both.hostile, both.dismissive, both.asks], [0, 0, 1], "findings and moves");
    equal(both["signals, macro-F1"].toFixed(4), "0.8889", "macro over the labels that occur");
    equal(both["anger of 2 and more, F1"].toFixed(4), "0.6667", "anger");
    // By hand: 4 observed, 32 / 4 expected (rows 1 1 1 1, columns 1 2 1 0).
    equal(both["anger, kappa"].toFixed(4), (1 - 4 / 8).toFixed(4), "kappa");
    includes(made.stdout, "| hostile | 0.000 |");
    equal(run("agreement", first, join(place, "nothing")).status, 1, "a file that is not there");
  });

  suite.test("a label counts once per text, and a lack is seen", () => {
    equal([...tally([{ l: ["a", "a"] }, { l: ["a", "b"] }], ({ l }) => l)], [["a", 2], ["b", 1]]);
    const lacking = promises({ customers: [], replies: [], encounters: [] }).filter(({ has, wanted }) => has < wanted);
    equal(lacking.length, 5 + 15 + 8 + 13, "all is lacking");
  });

  suite.test("a part of the document is written, and one that is old is seen", () => {
    const file = join(place, "doc.md");
    writeFileSync(file, "Above\n<!-- count: by x -->\nold\n<!-- end -->\nBelow <!-- end -->\n");
    equal(isPart("count", "old\n", file), true, "as it is");
    writePart("count", "new $1\n", file);
    equal(readFileSync(file, "utf8"), "Above\n<!-- count: by x -->\nnew $1\n<!-- end -->\nBelow <!-- end -->\n");
    equal(isPart("count", "old\n", file), false, "the old one");
  });
} finally {
  rmSync(place, { recursive: true });
}
suite.end();
