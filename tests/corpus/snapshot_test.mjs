// The snapshot fails where it must, and says what changed. usage: node tests/corpus/snapshot_test.mjs AMENDS
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Suite, equal, excludes, includes } from "../lib/suite.mjs";

const [amends = "build/amends"] = process.argv.slice(2);
const suite = new Suite("snapshot itself");
const place = mkdtempSync(join(tmpdir(), "amends-snapshot-"));
const corpus = join(place, "corpus"), kept = join(place, "kept"), folder = join(corpus, "en");
const snapshot = (...args) => spawnSync("node", [fileURLToPath(new URL("snapshot.mjs", import.meta.url)), amends, ...args, corpus, kept], { encoding: "utf8" });
const lines = (...values) => values.map((value) => JSON.stringify(value) + "\n").join("");

try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "customers.jsonl"), lines(
    { channel: "chat", trade: "bakery", anger: 0, signals: [], text: "When do you open tomorrow?" },
    { channel: "chat", trade: "bakery", anger: 2, signals: ["ask_supervisor"], text: "I want to speak to the manager." }));
  writeFileSync(join(folder, "replies.jsonl"), lines(
    { channel: "chat", trade: "bakery", text: "I'm sorry you feel that way.", findings: [{ finding: "non_apology", start: 0, end: 27 }], moves: [] }));
  writeFileSync(join(folder, "encounters.jsonl"), lines(
    { trade: "bakery", start: { lang: "en", channel: "counter" }, events: [{ observed: "violence", expect: { escalate: ["emergency"] } }, { outcome: "removed" }] }));
  const file = join(kept, "en.txt");

  suite.test("it is written, and agrees with itself", () => {
    includes(snapshot("--write").stdout, "4 lines");
    const text = readFileSync(file, "utf8");
    includes(text, "ask_supervisor\n");
    includes(text, " non_apology ");
    includes(text, " .E");
    const run = snapshot();
    equal([run.status, run.stdout], [0, "snapshot: 4 passed, 0 failed\n"], "status and output");
  });

  suite.test("an answer that changed is shown with its text", () => {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/\d ask_supervisor/, "3 ask_supervisor,threat").replace(" non_apology ", " - "));
    const run = snapshot();
    writeFileSync(file, text);
    equal(run.status, 1, "status");
    includes(run.stdout, "en: of 4 lines 2 are answered otherwise; 0 are new in the corpus, 0 are gone from it");
    includes(run.stdout, "-threat: 1");
    includes(run.stdout, "anger 3 to");
    includes(run.stdout, "| I want to speak to the manager.");
    includes(run.stdout, "+non_apology | I'm sorry you feel that way.");
    excludes(run.stdout, "When do you open");
    includes(run.stdout, "snapshot: 3 passed, 1 failed");
  });

  suite.test("a line that is new, and one that is gone, are counted", () => {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.split("\n").slice(1).join("\n"));
    appendFileSync(file, "00000 0 -\n");
    const run = snapshot();
    writeFileSync(file, text);
    equal(run.status, 1, "status");
    includes(run.stdout, "0 are answered otherwise; 1 are new in the corpus, 1 are gone from it");
  });

  suite.test("a line that the program does not take is no agreement", () => {
    appendFileSync(join(folder, "encounters.jsonl"), lines({ trade: "x", start: { lang: "en", channel: "fax" }, events: [] }));
    const run = snapshot();
    equal(run.status, 1, "status");
    includes(run.stderr, "coach: status 1");
  });
} finally {
  rmSync(place, { recursive: true });
}
suite.end();
