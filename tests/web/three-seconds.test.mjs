// Three seconds: situations that were written down beforehand, each played in the browser. At most two taps, and twelve words
// on the card, to the right first step.
//   node tests/web/three-seconds.test.mjs [--write]      --write: the table in docs/three-seconds.md
import { ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { browser, desk, open, Suite } from "./lib.mjs";

const TAPS = 2, WORDS = 12;
const here = new URL(".", import.meta.url);
const situations = JSON.parse(readFileSync(new URL("situations.json", here), "utf8"));
const suite = new Suite("web-three-seconds");
const at = await desk();
const from = await browser();
const supervisor = await open(from, at, { login: "daniel", path: "/me" });
const signedIn = await open(from, at, { login: "tom", path: "/me" });
const storageState = { cookies: await signedIn.context().cookies(), origins: [] };
const trouble = [];

/** A telephone that was just taken in hand: the same person, nothing goes on. */
async function fresh() {
  const page = await open(from, at, { path: "/counter", storageState });
  await page.getByRole("button", { name: "Louder" }).waitFor();
  await page.waitForTimeout(50);
  return page;
}

/** Ends what goes on, so that the next one does not find it; where something was tapped, the desk hears of it first. */
async function over(page, tapped) {
  const left = await page.evaluate(async (wanted) => {
    const session = await (await fetch("/v1/session")).json();
    for (let tries = 0; ; tries++) {
      const going = await (await fetch(`/v1/encounters?ended=false&person=${session.person.id}`)).json();
      if (going.items.length < wanted && tries < 100) {
        await new Promise((done) => setTimeout(done, 50));
        continue;
      }
      for (const { id } of going.items) await fetch(`/v1/encounters/${id}/end`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": session.csrf, "Idempotency-Key": crypto.randomUUID() }, body: JSON.stringify({ outcome: "unsatisfied" }),
      });
      return going.items.length;
    }
  }, tapped ? 1 : 0);
  trouble.push(...page.trouble);
  await page.context().close();
  return left;
}

const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const rows = [];

for (const { situation, taps, first } of situations) {
  await suite.test(situation, async () => {
    const page = await fresh();
    const card = page.getByRole("region", { name: "Next step" });
    for (const name of taps) {
      const before = await card.getAttribute("data-turn");
      await page.getByRole("button", { name, exact: true }).click();
      if (name !== "What is it?") await page.waitForFunction((turn) => document.querySelector("[data-turn]").dataset.turn !== turn, before);
    }
    await page.waitForFunction((wanted) => { const { act, gesture } = document.querySelector("[data-act]").dataset; return wanted.includes(act) || wanted.includes(gesture); }, first, { timeout: 10_000 }).catch(() => {});
    const shown = [await card.getAttribute("data-act"), await card.getAttribute("data-gesture")];
    const text = await card.locator(".counter-words").innerText();
    await over(page, taps.some((name) => name !== "What is it?"));
    rows.push([situation, taps.join(" · ") || "–", taps.length, words(text), text.replace(/\s*\n+\s*/g, " / ")]);
    ok(shown.some((act) => first.includes(act)), `${shown} instead of ${first}: ${text}`);
    ok(taps.length <= TAPS, `${taps.length} taps`);
    ok(words(text) <= WORDS, `${words(text)} words: ${text}`);
  });
}
await suite.test("nothing went wrong in the page", () => ok(trouble.length === 0, trouble.join("\n")));

if (process.argv.includes("--write")) {
  const most = (column) => Math.max(...rows.map((row) => row[column]));
  const mean = (column) => (rows.reduce((sum, row) => sum + row[column], 0) / rows.length).toFixed(1);
  writeFileSync(new URL("../../docs/three-seconds.md", here), `# Three seconds

Somebody with an angry person in front of them has about three seconds for a screen. Thirty situations were written down beforehand (\`tests/web/situations.json\`), with the first step that the method asks for and what one would tap.
\`node tests/web/three-seconds.test.mjs --write\` plays each of them in the browser, on a telephone's screen, and counts taps and words on the card: at most ${TAPS} taps and ${WORDS} words. Taps: ${most(2)} at most, ${mean(2)} on average. Words: ${most(3)} at most, ${mean(3)} on average.
It is a count, not a measurement of people. After the first run one gesture was made shorter, and for who says it a third time the supervisor counts as right too (as the labels have it).

| situation | taps | number | words | the card |
| --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row.join(" | ")} |`).join("\n")}
`);
}
await supervisor.context().close();
await from.close();
await at.stop();
suite.end();
