// One encounter on several devices: the same person at two of them, and a colleague who takes it over. All see the same card.
import { equal, notEqual } from "node:assert/strict";
import { browser, desk, open, Suite } from "./lib.mjs";

const suite = new Suite("web-together");
const at = await desk();
const from = await browser();
const pages = [];
async function counter(login) {
  const page = await open(from, at, { login, path: "/counter" });
  pages.push(page);
  await page.locator(".counter-zone").first().waitFor();
  return page;
}
const tap = (page, name) => page.getByRole("button", { name, exact: true }).click();
const act = (page, wanted) => page.waitForFunction((one) => document.querySelector("[data-act]")?.dataset.act === one, wanted);
const line = (page) => page.locator(".counter-line").innerText();
const ask = (page, method, path, body, version) => page.evaluate(async ([how, where, what, seen]) => {
  const { csrf } = await (await fetch("/v1/session")).json();
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf ?? "", "Idempotency-Key": crypto.randomUUID(), ...(seen && { "If-Match": `"${seen}"` }) };
  const answer = await fetch(where, { method: how, headers, ...(what && { body: JSON.stringify(what) }) });
  if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status}`);
  return answer.json();
}, [method, path, body, version]);
/** The encounter as the desk has it, once so much was told there. */
async function known(page, person, events) {
  for (let tries = 0; tries < 400; tries++) {
    const [one] = (await ask(page, "GET", `/v1/encounters?ended=false&person=${person}`)).items;
    if (one && one.last_number >= events) return one;
    await page.waitForTimeout(50);
  }
  throw new Error(`the desk never had ${events} events`);
}

const first = await counter("tom");
const tom = (await ask(first, "GET", "/v1/session")).person.id;
let second, told;

await suite.test("one person at two devices: what is told at one is on the other", async () => {
  await tap(first, "Louder");
  await act(first, "empathise");
  await known(first, tom, 2);
  second = await counter("tom");
  await act(second, "empathise");
  equal(await line(second), await line(first));
  await tap(second, "Personal");
  await act(first, "set_boundary");
  equal(await line(first), await line(second));
  await known(first, tom, 3);
  await tap(first, "Take the last thing back");
  await act(second, "empathise");
  equal(await line(second), await line(first));
});

await suite.test("a colleague takes it over: the same card there; where it began, who has it now, and nothing follows it any more", async () => {
  told = await known(first, tom, 4);
  const daniel = await counter("daniel"), me = (await ask(daniel, "GET", "/v1/session")).person.id;
  await ask(daniel, "POST", `/v1/encounters/${told.id}/hand-over`, { person: me }, told.version);
  for (const page of [first, second]) await page.getByRole("heading", { name: "Daniel Okafor has this customer now" }).waitFor();
  await daniel.reload();
  await daniel.locator(".counter-zone").first().waitFor();
  // Another authority is an event too, with a card: the desk's is on his screen.
  const { events } = await ask(daniel, "GET", `/v1/encounters/${told.id}`), { acts } = events.at(-1).card;
  await daniel.waitForFunction((all) => all.includes(document.querySelector("[data-act]")?.dataset.act), acts);
  await tap(daniel, "Calmer");
  await act(daniel, "thank");
  equal(await first.locator("[data-act=thank]").count(), 0);
  await tap(first, "Next customer");
  await tap(first, "Louder");
  const own = await known(first, tom, 2);
  notEqual(own.id, told.id);
  equal((await ask(daniel, "GET", `/v1/encounters/${told.id}`)).person, me);
});

await suite.test("nothing failed in any page", () => { for (const page of pages) equal(page.trouble.join("\n"), ""); });

await from.close();
await at.stop();
suite.end();
