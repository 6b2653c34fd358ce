// The counter in the browser: the card, what one taps, help, gifts, the end; a clerk and a supervisor at two telephones.
import { equal, match, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { browser, desk, desktop, open, phone, Suite } from "./lib.mjs";
import { audit } from "./axe.mjs";

const suite = new Suite("web-counter");
const at = await desk();
const from = await browser();
const states = {};
const pages = [];
/** Somebody at a counter of their own: signed in once, then with a fresh browser each time. */
async function clerk(login = "tom", more = {}) {
  states[login] ??= { cookies: await (await open(from, at, { login, path: "/me" })).context().cookies(), origins: [] };
  const page = await open(from, at, { path: "/counter", storageState: states[login], ...more });
  pages.push(page);
  await page.locator(".counter-zone").first().waitFor();
  return page;
}
/** Asks the desk from the page, as the person who is signed in there. */
const ask = (page, method, path, body) => page.evaluate(async ([how, where, what]) => {
  const { csrf } = await (await fetch("/v1/session")).json();
  const answer = await fetch(where, { method: how, headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf ?? "", "Idempotency-Key": crypto.randomUUID() }, ...(what && { body: JSON.stringify(what) }) });
  return answer.json().catch(() => null);
}, [method, path, body]);
const me = async (page) => (await ask(page, "GET", "/v1/session")).person.id;
const going = async (page) => (await ask(page, "GET", `/v1/encounters?ended=false&person=${await me(page)}`)).items;
async function over(page) {
  await page.context().setOffline(false);
  for (const { id } of await going(page)) await ask(page, "POST", `/v1/encounters/${id}/end`, { outcome: "unsatisfied" });
  await page.context().close();
  equal(page.trouble.join("\n"), "");
}
/** A test that leaves nothing behind, also where it fails. */
const test = (name, body) => suite.test(name, async () => {
  try {
    await body();
  } finally {
    for (const page of pages.splice(0)) if (!page.isClosed()) await over(page);
  }
});
const button = (page, name) => page.getByRole("button", { name, exact: true });
const tap = (page, name) => button(page, name).click();
const card = (page) => page.getByRole("region", { name: "Next step" });
const act = (page, wanted) => page.waitForFunction((one) => document.querySelector("[data-act]")?.dataset.act === one, wanted);
const line = (page) => page.locator(".counter-line").innerText();
const text = (page, what) => page.getByText(what).first().waitFor();
/** What the desk has of the encounter, when it has so many of our events. */
async function told(page, count) {
  for (let tries = 0; tries < 400; tries++) {
    const [one] = await going(page);
    const events = one ? (await ask(page, "GET", `/v1/encounters/${one.id}`)).events.filter(({ key }) => !key.startsWith("desk:")).map(({ event }) => event) : [];
    if (events.length >= count) return events;
    await page.waitForTimeout(50);
  }
  throw new Error(`the desk never had ${count} events`);
}
async function axe(page, where) {
  equal((await audit(page)).map((found) => `${where}: ${found}`).join("\n"), "");
}

await test("a card stands there before any tap, and nothing is stored for it", async () => {
  const page = await clerk();
  equal(await line(page), "Let them finish.");
  equal((await going(page)).length, 0);
  await tap(page, "Louder");
  await act(page, "empathise");
  equal(JSON.stringify(await told(page, 1)), '[{"observed":"raised_voice"}]');
  await over(page);
});

await test("zones stay in their place, whatever the card says", async () => {
  const page = await clerk();
  const place = async () => JSON.stringify([await card(page).boundingBox(), await button(page, "Calmer").boundingBox(), await button(page, "Danger").boundingBox()]);
  const before = await place();
  for (const [zone, next] of [["Louder", "empathise"], ["Personal", "set_boundary"], ["Calmer", "thank"]]) {
    await tap(page, zone);
    await act(page, next);
    equal(await place(), before);
  }
  await over(page);
});

await test("the wording holds still until something happens; undo brings back the one before", async () => {
  const page = await clerk();
  await tap(page, "Says it again");
  await act(page, "empathise_more");
  const first = await line(page);
  await page.waitForTimeout(600);
  equal(await line(page), first);
  await tap(page, "More");
  await page.getByRole("heading", { name: "In other words" }).waitFor();
  equal(await page.locator(".counter-others li").count(), 2);
  equal(await line(page), first);
  await page.goBack();
  await button(page, "Personal").waitFor();
  await tap(page, "What is it?");
  await tap(page, "Close");
  await tap(page, "Personal");
  await act(page, "set_boundary");
  await tap(page, "Take the last thing back");
  await act(page, "empathise_more");
  equal(await line(page), first);
  await over(page);
});

await test("undo takes back what somebody told, also where the desk has added something since", async () => {
  const page = await clerk(), boss = await open(from, at, { login: "daniel" });
  pages.push(boss);
  await tap(page, "Says it again");
  await act(page, "empathise_more");
  await tap(page, "Personal");
  await act(page, "set_boundary");
  await told(page, 2);
  const [{ id, site }] = await going(page);
  const made = await ask(page, "POST", "/v1/calls", { encounter: id, site, whom: "supervisor" });
  await ask(boss, "POST", `/v1/calls/${made.id}/arrived`);
  const keys = async () => (await ask(page, "GET", `/v1/encounters/${id}`)).events.map(({ key, event }) => (key.startsWith("desk:") ? "desk" : Object.keys(event)[0])).join(" ");
  match(await keys(), /^desk observed observed desk/);
  await tap(page, "Take the last thing back");
  await told(page, 3);
  match(await keys(), /^desk observed observed undo desk/);
  await act(page, "team_up");
  await over(page);
});

await test("digits tap the zones, and nothing while one types or where they are switched off", async () => {
  const page = await clerk("tom", { size: desktop });
  await page.keyboard.press("2");
  await act(page, "empathise");
  await tap(page, "What is it?");
  await page.getByRole("textbox", { name: "What they said" }).press("3");
  equal(await page.getByRole("textbox", { name: "What they said" }).inputValue(), "3");
  await page.evaluate(() => localStorage.setItem("single-keys", "off"));
  await page.reload();
  await card(page).waitFor();
  await page.keyboard.press("3");
  await tap(page, "Calmer");
  await act(page, "thank");
  equal(JSON.stringify(await told(page, 2)), '[{"observed":"raised_voice"},{"observed":"calmed"}]');
  await page.evaluate(() => localStorage.removeItem("single-keys"));
  await over(page);
});

await test("a boundary counts when it was said: then the service ends, not before", async () => {
  const page = await clerk();
  await tap(page, "Personal");
  await act(page, "set_boundary");
  await tap(page, "Personal");
  await told(page, 2);
  equal(await card(page).getAttribute("data-act"), "set_boundary");
  await tap(page, "I said it");
  await told(page, 3);
  await tap(page, "Personal");
  await act(page, "end_service");
  await over(page);
});

await test("not this: another step, at one touch", async () => {
  const page = await clerk();
  await tap(page, "Personal");
  await act(page, "set_boundary");
  await tap(page, "Not this");
  await page.waitForFunction(() => document.querySelector("[data-act]").dataset.act !== "set_boundary");
  equal(JSON.stringify((await told(page, 2))[1]), '{"overrule":"set_boundary"}');
  await over(page);
});

await test("what it is: one level down, and typed words as text", async () => {
  const page = await clerk();
  await tap(page, "What is it?");
  await tap(page, "Wait");
  await act(page, "apologise");
  await tap(page, "What is it?");
  await page.getByRole("textbox", { name: "What they said" }).fill('<img src=x onerror="alert(1)"> you never answer the phone!');
  await tap(page, "Tell");
  const events = await told(page, 2);
  match(events[1].text, /^<img src=x/);
  await tap(page, "More");
  equal(await page.locator(".counter-panel img").count(), 0);
  await over(page);
});

await test("blank at one tap; a tap brings it back; danger works from there", async () => {
  const page = await clerk();
  await tap(page, "Blank the screen");
  equal((await page.locator("body").innerText()).trim(), "Counter");
  await tap(page, "Show again");
  equal(await line(page), "Let them finish.");
  await tap(page, "Blank the screen");
  await tap(page, "Danger");
  await act(page, "call_security");
  ok(await page.getByRole("link", { name: "Call 999" }).getAttribute("href") === "tel:999");
  await tap(page, "Not so, a mistake");
  await page.waitForFunction(() => !["call_security", "stay_safe"].includes(document.querySelector("[data-act]").dataset.act));
  await over(page);
});

await test("danger, unseen: nothing but a mark, which says what became of it", async () => {
  const boss = await clerk("daniel");
  const page = await clerk();
  await tap(page, "Louder");
  await act(page, "empathise");
  await tap(page, "Danger");
  await tap(page, "Quietly");
  const mark = page.locator(".counter-mark");
  await mark.waitFor();
  equal((await page.locator("body").innerText()).trim(), "Counter");
  await page.waitForFunction(() => !["sending"].includes(document.querySelector(".counter-mark").dataset.state));
  const [call] = (await ask(boss, "GET", "/v1/calls")).items;
  equal(call.silent, true);
  await tap(page, "Show again");
  await tap(page, "Danger");
  await tap(page, "Danger is over");
  await page.waitForFunction(() => document.querySelector("[data-act]").dataset.act !== "call_security");
  await over(page);
  await over(boss);
});

await test("help: sent, seen, on the way, here; each as it happens", async () => {
  const boss = await clerk("daniel");
  const page = await clerk();
  await tap(page, "Help");
  await tap(page, "Supervisor");
  await page.waitForFunction(() => ["called", "delivered"].includes(document.querySelector(".counter-became")?.dataset.state));
  const [{ id }] = (await ask(boss, "GET", "/v1/calls")).items.filter(({ state }) => state !== "ended");
  for (const [step, says] of [["seen", /Daniel.* has seen it/], ["on-the-way", /Daniel.* is on the way/], ["arrived", /Daniel.* is here/]]) {
    await ask(boss, "POST", `/v1/calls/${id}/${step}`);
    await page.locator(".counter-became").getByText(says).waitFor({ timeout: 10_000 });
    if (step !== "seen") continue;
    await page.reload(); // and the call is still there
    await tap(page, "Help");
    await page.locator(".counter-became").getByText(says).waitFor();
  }
  await tap(page, "Not needed any more");
  await over(page);
  await over(boss);
});

await test("a call that nobody can see, and one that is not sent: telephone, at once", async () => {
  const page = await clerk("amina");
  await tap(page, "Help");
  await tap(page, "Supervisor");
  await page.locator(".counter-became.bad").getByText(/Nobody comes/).waitFor();
  ok(await page.locator('.counter-panel a[href^="tel:"]').count() > 0);
  await tap(page, "Not needed any more");
  await page.context().setOffline(true);
  await tap(page, "Danger");
  await tap(page, "Call help");
  await page.locator(".counter-became.bad").getByText("Not sent. Call 999.").waitFor({ timeout: 20_000 });
  await over(page);
});

await test("within authority: yes, and it counts once", async () => {
  const page = await clerk();
  await tap(page, "Can I give …?");
  await page.getByRole("button", { name: /Refund/ }).click();
  await page.getByRole("button", { name: /£10\.00/ }).click();
  await text(page, "Yes: Refund £10.00");
  await tap(page, "Given");
  await told(page, 1);
  const [{ id }] = await going(page);
  const { items } = await ask(page, "GET", `/v1/remedies?encounter=${id}`);
  equal(JSON.stringify(items.map(({ remedy, amount }) => [remedy, amount])), '[["refund",10]]');
  await tap(page, "Can I give …?");
  await text(page, "Given: Refund £10.00");
  await page.getByRole("button", { name: /Refund/ }).click();
  await page.getByRole("button", { name: /^Asks the supervisor.*£20\.00/ }).waitFor();
  await over(page);
});

await test("beyond: the same tap asks; the answer is on the clerk's screen in under a second", async () => {
  const boss = await clerk("daniel");
  const page = await clerk();
  await tap(page, "What is it?");
  await tap(page, "Wants something back");
  await told(page, 1);
  await tap(page, "Can I give …?");
  await page.getByRole("button", { name: /Refund/ }).click();
  await page.getByRole("button", { name: /£50\.00/ }).click();
  await page.locator(".counter-became").getByText("Asked: Refund £50.00").waitFor();
  const [approval] = (await ask(boss, "GET", "/v1/approvals/to-answer")).items;
  await page.reload(); // and it still waits for its answer
  await tap(page, "Can I give …?");
  await page.locator(".counter-became").getByText("Asked: Refund £50.00").waitFor();
  const begun = Date.now();
  await ask(boss, "POST", `/v1/approvals/${approval.id}/answer`, { grant: true });
  await page.locator(".counter-became").getByText(/Yes: Refund £50\.00 \(Daniel/).waitFor();
  const took = Date.now() - begun;
  ok(took < 1000, `${took} ms`);
  await tap(page, "Given");
  await told(page, 2);
  const [{ id }] = await going(page);
  const { items } = await ask(page, "GET", `/v1/remedies?encounter=${id}`);
  equal(JSON.stringify(items.map(({ amount, approval: by }) => [amount, by])), JSON.stringify([[50, approval.id]]));
  await over(page);
  await over(boss);
});

await test("the end: three taps; then for oneself, and the next customer", async () => {
  const page = await clerk();
  await tap(page, "Calmer");
  await act(page, "thank");
  await told(page, 1);
  const [{ id }] = await going(page);
  await tap(page, "The end");
  await tap(page, "Satisfied");
  await tap(page, "Next visit");
  await tap(page, "I thanked them");
  await page.getByRole("heading", { name: "Let it go" }).waitFor();
  for (let tries = 0; (await ask(page, "GET", `/v1/encounters/${id}`)).outcome !== "satisfied"; tries++) {
    ok(tries < 400, "the desk never heard of the end");
    await page.waitForTimeout(50);
  }
  const promises = (await ask(page, "GET", "/v1/promises")).items.filter(({ encounter }) => encounter === id);
  equal(JSON.stringify(promises.map(({ what, due_at }) => [what, due_at])), '[["A smooth next visit",null]]');
  await tap(page, "I need a break");
  await text(page, "Your shift lead knows. Take your time.");
  await tap(page, "A note for yourself");
  await page.getByRole("textbox", { name: "A note for yourself" }).fill("Went well");
  await tap(page, "Keep");
  await text(page, "Kept, for you alone.");
  await tap(page, "Next customer");
  equal(await line(page), "Let them finish.");
  await over(page);
});

await test("without the network it goes on, says so, and hands over", async () => {
  const page = await clerk();
  await tap(page, "Louder");
  await act(page, "empathise");
  await told(page, 1);
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("playbook")));
  await page.waitForTimeout(500);
  await page.context().setOffline(true);
  await tap(page, "Personal");
  await act(page, "set_boundary");
  await text(page, "Without the network. 1 thing waits.");
  await page.context().setOffline(false);
  equal((await told(page, 2)).length, 2);
  await over(page);
});

await test("a customer of before: what was promised stands there from the first tap", async () => {
  const page = await clerk();
  const { items: sites } = await ask(page, "GET", "/v1/sites");
  const customer = await ask(page, "POST", "/v1/customers", { name: "Ada Example", site: sites[0].id });
  const site = (await ask(page, "GET", "/v1/session")).memberships[0].site;
  const encounter = await ask(page, "POST", "/v1/encounters", { site, channel: "counter", customer: customer.id });
  await ask(page, "POST", `/v1/encounters/${encounter.id}/end`, { outcome: "partly", promise: "A lamp that works" });
  await page.goto(`${at.url}/counter?customer=${customer.id}`);
  await tap(page, "Says it again");
  await tap(page, "1 thing from before");
  await text(page, "A lamp that works");
  await over(page);
});

// On a phone, light and dark: states.test.mjs.
for (const [name, more] of [["desktop", { size: desktop }], ["320 px, dark", { dark: true, size: { width: 320, height: 720 } }]]) {
  await test(`everybody can use it: ${name}`, async () => {
    const page = await clerk("tom", more);
    await axe(page, "first");
    ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "scrolls sideways");
    for (const open of ["What is it?", "Can I give …?", "The end", "Help", "Danger"]) {
      await tap(page, open);
      await page.locator(".counter-panel").waitFor();
      if (open === "Danger") await page.waitForFunction(() => document.querySelector(".counter.urgent"));
      await page.waitForTimeout(150); // the new card has come
      await axe(page, open);
      const small = await page.evaluate(() => [...document.querySelectorAll(".counter button, .counter a")].filter((one) => { const { width, height } = one.getBoundingClientRect(); return width < 44 || height < 44; }).map((one) => one.textContent || one.ariaLabel));
      equal(small.join(), "");
      if (open !== "Danger") await tap(page, "Close");
    }
    await tap(page, "Danger is over");
    await tap(page, "Blank the screen");
    await axe(page, "blank");
    await over(page);
  });
}

await test("every short sentence passes the reviewer with no finding, and is short", () => {
  const phrases = JSON.parse(readFileSync(new URL("../../web/app/screens/counter/phrases.json", import.meta.url), "utf8"));
  const all = Object.entries(phrases).flatMap(([name, of]) => Object.entries(of).flatMap(([lang, texts]) => texts.map((one) => ({ id: `${name} ${lang} ${one}`, text: one, lang, channel: "counter" }))));
  const out = execFileSync(process.env.AMENDS ?? "build/amends", ["review"], { input: all.map((one) => `${JSON.stringify(one)}\n`).join("") }).toString().trim().split("\n").map((one) => JSON.parse(one));
  equal(out.length, all.length);
  equal(out.filter(({ findings }) => findings.length > 0).map(({ id, findings }) => `${id}: ${findings[0].finding}`).join("\n"), "");
  equal(all.filter(({ text: one, lang }) => (lang === "zh" ? one.length > 14 : one.split(" ").length > 8)).map(({ id }) => id).join("\n"), "");
});

await test("in the four languages the card is short and in the person's own", async () => {
  for (const [lang, louder, wanted] of [["fi", "Kovempaa", /[a-zäö]/], ["ru", "Громче", /[а-я]/], ["zh", "声音更大", /\p{Script=Han}/u]]) {
    const page = await clerk("tom", { lang });
    await tap(page, louder);
    await act(page, "empathise");
    match(await line(page), wanted);
    await over(page);
  }
});

await from.close();
await at.stop();
suite.end();
