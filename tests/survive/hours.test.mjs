// The demo shop at every hour of the day, in every language: what is overdue, and what there is still time for, is the same.
import { deepEqual as same, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { database, fakeClock, folder, run, skip, Suite } from "./lib.mjs";

const suite = new Suite("survive-hours");
if (!fakeClock) {
  skip("survive-hours", "libfaketime is not here");
  process.exit();
}

/** A demo shop that was made at this time: each case that waits, and each promise, by what it waits for. */
function waiting(lang, at) {
  const there = database(), out = join(folder(), "out");
  for (const { status, said } of [run({ ...there, env: { ...fakeClock, FAKETIME: `@${at}`, TZ: "UTC" } }, "demo", "--lang", lang), run(there, "export", out)])
    equal(status, 0, said);
  const read = (kind) => readFileSync(join(out, `${kind}.jsonl`), "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const now = Date.parse(`${at.replace(" ", "T")}Z`), when = (due) => (!due ? "whenever" : due < now ? "late" : "in time");
  return {
    cases: read("cases").sort((one, two) => one.number - two.number)
      .map((one) => (one.state === "open" ? `tell ${when(one.acknowledge_by_ms)}` : one.state === "acknowledged" ? `answer ${when(one.respond_by_ms)}` : one.state)),
    promises: read("promises").map((one) => `${one.state} ${when(one.due_at_ms)}`).sort(),
  };
}

await suite.test("what is overdue and what is in time does not hang on the hour", () => {
  const langs = ["en", "zh", "fi", "ru"], expected = {
    cases: [...Array(8).fill("closed"), "responded", "answer late", "answer in time", "tell late"],
    promises: ["kept late", "open in time", "open in time", "open whenever"],
  };
  for (let hour = 0; hour < 24; hour += 3)
    same(waiting(langs[hour % 4], `2026-11-23 ${String(hour).padStart(2, "0")}:30:00`), expected, `at ${hour}:30, ${langs[hour % 4]}`);
});

suite.end();
