// Whatever is written into any text field comes back as text: no script of it runs, no element is made of it.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { browser, desk, open, phone, Suite } from "./lib.mjs";

const corpus = JSON.parse(readFileSync(new URL("./injection.json", import.meta.url), "utf8"));
const suite = new Suite("web-injection"), chromium = await browser(), at = await desk();
const page = await open(chromium, at, { login: "grace", path: "/cases", size: phone });
const asked = [];
page.on("dialog", (dialog) => { asked.push(dialog.message()); void dialog.dismiss(); });
page.on("request", (request) => { if (!request.url().startsWith(at.url) && !/^(blob|data):/.test(request.url())) asked.push(request.url()); });

/** The corpus in pieces that fit into a field, each string whole and in one of them. */
function pieces(most) {
  const all = [""];
  for (const one of corpus) {
    if (all.at(-1) && all.at(-1).length + one.length + 1 > most) all.push("");
    all[all.length - 1] += `${all.at(-1) ? " " : ""}${one}`;
  }
  return all;
}
const names = pieces(95), short = pieces(195), long = corpus.join("\n"), half = pieces(900);
const to = async (path) => {
  await page.goto(at.url + path);
  await page.locator("h1").waitFor();
};
const press = (name) => page.getByRole("button", { name, exact: true }).click();
const fill = (label, text) => page.getByLabel(label).fill(text);

/** The page says it, letter by letter, and nothing of it became more than text. */
async function asText(...texts) {
  await page.waitForFunction((wanted) => { const said = document.querySelector("main")?.textContent ?? ""; return wanted.every((one) => said.includes(one)); }, texts.flatMap((text) => text.split("\n")));
  const made = await page.evaluate(() => ({
    ran: globalThis.ran ?? Object.prototype.ran ?? null,
    elements: [...document.querySelectorAll("main script, main img, main iframe, main object, main embed, main video, main math, main style, main link, main base, main meta, main marquee, main template, main b, main x, main svg:not(.icon)")].map((one) => one.outerHTML.slice(0, 80)),
    handlers: [...document.querySelectorAll("main *")].filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value))).map((one) => one.outerHTML.slice(0, 80)),
  }));
  assert.deepEqual(made, { ran: null, elements: [], handlers: [] });
}

/** The desk's own, for what has no screen of its own here. */
const ask = (path, method, body) => page.evaluate(async (one) => {
  const { csrf } = await fetch("/v1/session").then((answer) => answer.json());
  const answer = await fetch(one.path, { method: one.method, ...(one.body ? { body: JSON.stringify(one.body) } : {}), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf } });
  return answer.json();
}, { path, method, body });

await suite.test("the corpus is a corpus", () => assert.ok(corpus.length >= 25 && short.every((one) => one.length <= 200) && half.length <= 3, `${corpus.length} strings`));

await suite.test("a person and a site called so", async () => {
  for (const text of names) {
    const made = await ask("/v1/people", "POST", { name: text, login: `p${Math.random().toString(36).slice(2)}` });
    assert.ok(made.id, JSON.stringify(made));
  }
  for (const text of names) assert.ok((await ask("/v1/sites", "POST", { name: text, emergency_number: "112" })).id);
  await to("/promises/new");
  await page.getByLabel("Where").waitFor();
  await asText(...names.map((name) => name.trim()));
});

await suite.test("a customer", async () => {
  for (const text of short) {
    await to("/customers/new");
    await fill("Name", text);
    await fill("Contact", text.slice(0, 250));
    await fill("Notes", long);
    await press("Note the customer");
    await page.getByRole("button", { name: "They are here now" }).waitFor();
    await asText(text, long);
    assert.ok((await page.title()).startsWith(text.slice(0, 30).trim()), await page.title());
  }
  await press("Edit");
  assert.equal(await page.getByLabel("Notes").inputValue(), long);
  await to("/customers");
  await asText(...short);
});

await suite.test("a case", async () => {
  for (const text of short) {
    await to("/cases/new");
    await fill("In one line", text);
    await fill("What happened", long);
    await fill("What the customer wants", long);
    await press("Note it");
    await page.waitForURL(/\/cases\/[0-9a-z]{10,}/);
  }
  await to("/cases");
  await asText(...short);
});

await suite.test("a promise, and its change", async () => {
  for (const text of half) {
    await to("/promises/new");
    await fill("What is promised", text);
    await press("Note the promise");
    await page.getByRole("button", { name: "It was kept" }).waitFor();
    await asText(text);
  }
  await press("Edit");
  await fill("What is promised", half[0]);
  await press("Save");
  await page.getByRole("button", { name: "It was kept" }).waitFor();
  await asText(half[0]);
});

await suite.test("an incident, and what came of it", async () => {
  for (const text of short) {
    await to("/incidents/new");
    await fill("What happened", long);
    await page.getByRole("radio", { name: "Threat" }).check();
    await fill("Who was there", text);
    await fill("Who was called", half[0]);
    await fill("Reference number", text);
    await press("Report it");
    await page.getByRole("button", { name: "Say what came of it" }).waitFor();
    await asText(long, text, half[0]);
  }
  await press("Say what came of it");
  await fill("What came of it", long);
  await press("Save");
  await page.getByRole("button", { name: "Edit" }).waitFor();
  await asText(long);
});

await suite.test("a refusal, its appeal and its answer", async () => {
  const { items } = await ask("/v1/customers?q=DROP", "GET");
  await to(`/refusals/new?customer=${items[0].id}`);
  await page.getByLabel("Why").fill(long);
  await press("Decide: no further service");
  await page.getByRole("button", { name: "Note an appeal" }).click();
  await fill("What the customer says against it", long);
  await press("Save");
  await page.getByText("Not answered yet.").waitFor();
  await asText(long);
  const daniel = await open(chromium, at, { login: "daniel", path: new URL(page.url()).pathname });
  await daniel.close();
  const answer = await ask(`/v1${new URL(page.url()).pathname}/answer`, "POST", { lift: false, words: half[0] });
  assert.ok(answer.type === "/problems/own-decision" || answer.answered_at, JSON.stringify(answer));
  await to("/refusals");
  await asText(corpus[0]);
});

await suite.test("what is looked for", async () => {
  for (const text of [short[0], short.at(-1)]) {
    await to(`/cases?q=${encodeURIComponent(text)}`);
    assert.equal(await page.getByRole("searchbox").inputValue(), text);
    await page.waitForFunction(() => !document.querySelector(".loading"));
    await asText();
  }
});

await suite.test("nothing ran, nothing was asked elsewhere, nothing went wrong unseen", () => assert.deepEqual([...asked, ...page.trouble], []));
suite.end();
await chromium.close();
await at.stop();
