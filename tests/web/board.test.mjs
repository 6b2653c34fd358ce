// The board and the case, in real browsers against the real program: who calls is answered with one tap and sees who comes;
// what is asked is answered with one tap; two at once; six calls; a case from its opening to its end.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, open, phone, Suite } from "./lib.mjs";

const suite = new Suite("web-board");
const at = await desk();
const from = await browser();
const pages = [];
const someone = async (login, path, more = {}) => {
  const page = await open(from, at, { login, path, ...more });
  pages.push(page);
  return page;
};

/** Keys without digits: a run of them may look like a card number, which the desk refuses. */
const letters = (n) => String(n).replace(/\d/g, (digit) => "abcdefghij"[digit]);

/** Somebody at the API: what a clerk's own screen does. */
async function person(login) {
  const answer = await fetch(`${at.base}/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ login, password: "amends-demo" }) });
  const cookie = answer.headers.get("set-cookie").split(";")[0], session = await answer.json();
  const ask = async (method, path, body, version) => {
    const headers = { cookie, "X-CSRF-Token": session.csrf, "Content-Type": "application/json", "Idempotency-Key": letters(crypto.randomUUID()), ...(version ? { "If-Match": `"${version}"` } : {}) };
    const told = await fetch(at.base + path, { method, headers, body: body && JSON.stringify(body) });
    const text = await told.text();
    if (!told.ok) throw new Error(`${method} ${path}: ${told.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  return { ask, id: session.person.id };
}
const [emily, tom, zofia, daniel, grace] = await Promise.all(["emily", "tom", "zofia", "daniel", "grace"].map(person));
const running = (await emily.ask("GET", "/v1/encounters/by-heat?ended=false")).items[0];
const site = running.site;
const call = (who, more) => who.ask("POST", "/v1/calls", { site, whom: "supervisor", ...more });
const say = (who, encounter, ...texts) => who.ask("POST", `/v1/encounters/${encounter}/events`, { events: texts.map((text, n) => ({ key: `say-${letters(Date.now())}-${letters(n)}`, event: { from: "customer", text } })) });
async function until(read, good, ms = 5000) {
  for (const end = Date.now() + ms; ; await new Promise((done) => setTimeout(done, 40))) {
    const value = await read();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`never: ${JSON.stringify(value)}`);
  }
}

const sound = async (page) => same(await audit(page), []);
const card = (page, name) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, level: 3 }) });

const board = await someone("daniel", "/board");
const second = await someone("grace", "/board", { size: desktop, dark: true });

await suite.test("the board tells who is with a customer, what is asked and promised; nothing of it is a score", async () => {
  await board.getByRole("heading", { name: "Board", level: 1 }).waitFor();
  await board.getByRole("button", { name: /Emily Carter.*Face to face/ }).waitFor();
  await card(board, /Refund, £45/).getByText("Third kettle").waitFor();
  ok(!/0\.\d|\d ?%/.test(await board.getByRole("main").innerText()), "no number of anybody's heat");
  await sound(board);
  await sound(second);
});

let made;
await suite.test("a call appears by itself, its caller sees that it was delivered, one tap tells that one comes", async () => {
  made = await call(emily, { encounter: running.id, where: "Till 3", note: "Wants the manager" });
  const begun = Date.now();
  await card(board, /Emily Carter.*supervisor/).getByText("Till 3").waitFor();
  ok(Date.now() - begun < 2000, "it took longer than two seconds");
  await until(() => emily.ask("GET", `/v1/calls/${made.id}`), ({ state }) => state === "delivered");
  await card(board, /Emily Carter/).getByRole("button", { name: "On my way" }).click();
  const now = await until(() => emily.ask("GET", `/v1/calls/${made.id}`), ({ state }) => state === "on_the_way");
  equal(now.answered_by, daniel.id, "the caller sees who comes");
  await board.getByText("You are on your way").waitFor();
  await second.getByText("Daniel Okafor is on the way").waitFor();
});

await suite.test("who comes second is told who came first", async () => {
  await card(second, /Emily Carter/).getByRole("button", { name: "On my way" }).click();
  await second.getByText("Daniel Okafor is on the way too").waitFor();
});

await suite.test("what happened opens in place, three lines; each sees who else looks, until they look no more", async () => {
  await card(board, /Emily Carter/).getByRole("button", { name: "What happened" }).click();
  await card(board, /Emily Carter/).getByText("Said and offered").waitFor();
  await card(board, /Emily Carter/).getByText(/This is the third time/).waitFor();
  await card(second, /Emily Carter/).getByRole("button", { name: "What happened" }).click();
  await second.getByText("Looking too: Daniel Okafor").waitFor();
  await board.getByText("Looking too: Grace Marlow").waitFor();
  await sound(board);
  await card(second, /Emily Carter/).getByRole("button", { name: "What happened" }).click();
  await board.getByText("Looking too").waitFor({ state: "detached" });
});

await suite.test("I am here, and the call is off the board", async () => {
  await card(board, /Emily Carter/).getByRole("button", { name: "I’m here" }).click();
  await until(() => emily.ask("GET", `/v1/calls/${made.id}`), ({ state }) => state === "arrived");
  await board.getByRole("heading", { name: "Calls for help" }).waitFor({ state: "detached" });
  await board.getByRole("button", { name: /Emily Carter.*Face to face/ }).waitFor();
});

await suite.test("taking over goes through although things happen meanwhile", async () => {
  const row = board.getByRole("listitem").filter({ has: board.getByRole("button", { name: /Emily Carter.*Face to face/ }) });
  const button = row.getByRole("button", { name: "Take over" });
  if (!(await button.isVisible())) await board.getByRole("button", { name: /Emily Carter.*Face to face/ }).click();
  await button.waitFor();
  await Promise.all([say(emily, running.id, "Well?"), button.click()]);
  await until(() => daniel.ask("GET", `/v1/encounters/${running.id}`), ({ person: who }) => who === daniel.id);
  await board.getByRole("link", { name: "Go on at the counter" }).waitFor();
});

const ask = (who, more) => who.ask("POST", "/v1/approvals", { site, remedy: "refund", asked: 60, currency: "GBP", reason: "Has the receipt", ...more });

await suite.test("an approval: yes is one tap, another amount two; who asked hears it within a second", async () => {
  await card(board, /Refund, £45/).getByRole("button", { name: "Yes" }).click();
  await board.getByText("You said yes: Refund, £45").waitFor();
  await second.getByText("Daniel Okafor said yes: Refund, £45").waitFor();
  const asked = await ask(emily, { encounter: running.id });
  await card(board, /Refund, £60/).getByRole("button", { name: "Other amount" }).click();
  await sound(board);
  await card(board, /Refund, £60/).getByRole("button", { name: "£30" }).click();
  const begun = Date.now(), now = await until(() => emily.ask("GET", `/v1/approvals/${asked.id}`), ({ state }) => state === "granted");
  equal(now.granted, 30);
  ok(Date.now() - begun < 1000);
  await card(board, /Refund, £60/).waitFor({ state: "detached" });
});

await suite.test("two answer at once: the first holds, the other is told whose it was", async () => {
  const asked = await ask(tom, { encounter: (await tom.ask("POST", "/v1/encounters", { site, channel: "counter", lang: "en" })).id, asked: 40 });
  const there = (page) => card(page, /Refund, £40/);
  // A manager is told live once it is asked of managers; until then their board looks for it by itself.
  await second.reload();
  await Promise.all([there(board).waitFor(), there(second).waitFor()]);
  // At the same moment: neither may wait until the other's answer has taken the question off the board.
  const taps = await Promise.all([there(board).getByRole("button", { name: "No" }).elementHandle(), there(second).getByRole("button", { name: "Yes" }).elementHandle()]);
  await Promise.all(taps.map((button) => button.evaluate((one) => one.click())));
  const now = await until(() => tom.ask("GET", `/v1/approvals/${asked.id}`), ({ state }) => state !== "asked");
  const winner = now.answered_by === daniel.id ? "Daniel Okafor" : "Grace Marlow", how = now.state === "granted" ? "yes" : "no";
  const [first, other] = now.answered_by === daniel.id ? [board, second] : [second, board];
  await first.getByText(`You said ${how}: Refund, £40`).waitFor();
  await other.getByText(`${winner} said ${how}: Refund, £40`).waitFor();
});

await suite.test("six calls at once: the most urgent first, each whole, with its answers", async () => {
  const heated = await tom.ask("POST", "/v1/encounters", { site, channel: "counter", lang: "en" });
  await say(tom, heated.id, "I will smash your face in");
  for (const [who, more] of [[emily, { whom: "colleague", where: "Till 5" }], [zofia, { where: "Bakery" }], [tom, { whom: "security", silent: true, encounter: heated.id, where: "Service desk" }],
    [emily, { where: "Till 1" }], [zofia, { whom: "colleague", where: "Entrance" }], [tom, { whom: "colleague", where: "Phone" }]]) await call(who, { note: "Two returns at once", ...more });
  const calls = board.getByRole("region", { name: "Calls for help" }).getByRole("listitem");
  await until(() => calls.count(), (count) => count === 6);
  const places = await calls.evaluateAll((all) => all.map((one) => one.querySelector("strong").textContent));
  same(places, ["Service desk", "Bakery", "Till 1", "Till 5", "Entrance", "Phone"]);
  await calls.first().getByText("Quiet: come unnoticed").waitFor();
  await calls.first().getByText("Safety").waitFor();
  const boxes = await calls.evaluateAll((all) => all.map((one) => ({ top: one.offsetTop, high: one.offsetHeight, wide: one.scrollWidth <= one.clientWidth, small: [...one.querySelectorAll(".button")].filter((button) => button.offsetHeight < 44).length })));
  ok(boxes.every(({ wide, small }) => wide && small === 0), JSON.stringify(boxes));
  ok(boxes.filter(({ top, high }) => top + high < phone.height - 60).length >= 5, "five of six on the first screen");
  await sound(board);
  await sound(second);
  await calls.last().getByRole("button", { name: "Can’t" }).click();
  await board.getByText("Others are being called").waitFor();
});

await suite.test("somebody who would like a break stands on the board; one who covers says so, and they hear it", async () => {
  const { id } = await grace.ask("POST", "/v1/breaks", { site });
  const here = board.getByRole("region", { name: "Would like a break" }), there = second.getByRole("region", { name: "Would like a break" });
  await here.getByText(/Grace/).waitFor();
  await board.reload(); // it stands with the desk
  const hers = await someone("grace", "/counter");
  await here.getByRole("button", { name: "Go, I’ll cover" }).click();
  await here.getByText("You cover").waitFor();
  await there.getByText(/Daniel.* covers$/).waitFor();
  await hers.getByText(/Daniel.* covers\. Go/).waitFor();
  await sound(board);
  await grace.ask("DELETE", `/v1/breaks/${id}`);
  await here.waitFor({ state: "detached" });
});

await suite.test("sound is off until it is wanted, and kept on the device", async () => {
  const button = board.getByRole("button", { name: "Sound" });
  equal(await button.getAttribute("aria-pressed"), "false");
  await button.click();
  await board.reload();
  await board.getByRole("button", { name: "Sound", pressed: true }).waitFor();
});

await suite.test("an encounter becomes a case; evidence is marked, script stays text, what came late says so", async () => {
  const page = await someone("daniel", `/encounters/${running.id}`, { size: desktop });
  await daniel.ask("POST", `/v1/encounters/${running.id}/events`, { device_now: new Date().toISOString(), events: [{ key: "late-one", at: new Date(Date.parse(running.created_at) + 90000).toISOString(), event: { from: "customer", text: "You are useless 😡 <img src=x onerror=alert(1)>" } }] });
  await page.getByText("arrived late").waitFor();
  await page.getByText("advice made anew since").first().waitFor();
  await page.getByText("<img src=x onerror=alert(1)>").waitFor();
  ok((await page.locator("mark").allTextContents()).includes("I want my 45 pounds back, now"));
  await page.getByRole("img", { name: /From .* at most/ }).waitFor();
  await page.getByText("As a table").click();
  await page.getByRole("cell", { name: "Seen: raised voice" }).waitFor();
  await sound(page);
  await page.getByRole("button", { name: "Make a case" }).click();
  await page.getByLabel(/In one line/).fill("Kettle leaks, for the third time");
  await page.getByRole("dialog").getByRole("button", { name: "Make a case" }).click();
  await page.getByRole("heading", { name: "Kettle leaks, for the third time", level: 1 }).waitFor();
  match(page.url(), /\/cases\/\w+$/);
  await page.getByRole("region", { name: "Asked for" }).getByText("Yes: Refund, £30").waitFor();
  await sound(page);
});

await suite.test("a case: acknowledged, responded, closed, opened again; who was faster is shown, and one goes on", async () => {
  const { items } = await daniel.ask("GET", "/v1/cases");
  const fresh = await daniel.ask("POST", "/v1/cases", { site, subject: "Wrong size sent", happened: "Two sizes too small" });
  const page = await someone("grace", `/cases/${fresh.id}`, { dark: true });
  await page.getByText("Two sizes too small").waitFor();
  await page.getByRole("button", { name: "They were told it came in" }).click();
  await page.getByText("acknowledged", { exact: true }).first().waitFor();
  // Daniel edits it while Grace answers.
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("What they want").fill("The right size by Friday");
  const before = await daniel.ask("GET", `/v1/cases/${fresh.id}`);
  await page.route("**/v1/cases/*", (route) => route.request().method() === "GET" ? route.continue() : daniel.ask("PATCH", `/v1/cases/${fresh.id}`, { cause: "Label mixed up" }, before.version).then(() => route.continue()), { times: 1 });
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("Somebody changed it meanwhile.").waitFor();
  await page.getByText("What it came of: Label mixed up").waitFor();
  equal(await page.getByLabel("What they want").inputValue(), "The right size by Friday");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  const edited = await daniel.ask("GET", `/v1/cases/${fresh.id}`);
  same([edited.wants, edited.cause], ["The right size by Friday", "Label mixed up"]);
  await page.getByRole("button", { name: "They got an answer" }).click();
  await page.getByText("responded", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Close it" }).click();
  await page.getByRole("radio", { name: "satisfied", exact: true }).check();
  await sound(page);
  await page.getByRole("dialog").getByRole("button", { name: "Close it" }).click();
  await page.getByText("closed", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Open it again" }).click();
  await page.getByText("opened again", { exact: true }).waitFor();
  await page.getByText("Log", { exact: true }).click();
  await page.getByText("closed it").waitFor();
  await page.getByLabel("Nothing of it may be erased").check();
  await page.getByText("legal hold", { exact: true }).waitFor();
  await sound(page);
  await page.getByRole("button", { name: "Merge" }).click();
  await page.getByRole("button", { name: /Parking charge/ }).click();
  await page.getByText("goes on in another case").waitFor();
  await page.getByRole("button", { name: "Let it stand alone again" }).click();
  await page.getByText("goes on in another case").waitFor({ state: "detached" });
  ok(items.length > 0);
});

await suite.test("the associate is asked how they saw it, and writes it", async () => {
  const about = (await grace.ask("GET", "/v1/cases?state=acknowledged")).items.find(({ subject }) => /frying pan/.test(subject));
  const asks = await someone("daniel", `/cases/${about.id}`), name = (await grace.ask("GET", "/v1/people")).items.find(({ id }) => id === about.owner);
  await asks.getByRole("button", { name: `Ask ${name.name}` }).click();
  await asks.getByText(/^Asked on/).waitFor();
  const writes = await someone(name.login, `/cases/${about.id}`);
  await writes.getByRole("button", { name: "Write it" }).click();
  await writes.getByRole("textbox", { name: "How you saw it" }).fill("It was clean and the box was there.");
  await writes.getByRole("button", { name: "Save" }).click();
  await asks.getByText("It was clean and the box was there.").waitFor();
  ok(!(await writes.getByRole("button", { name: "Merge" }).isVisible()), "who may not merge does not see it");
});

await suite.test("what there is not says so; nothing failed in any page", async () => {
  const page = await someone("tom", "/cases/0000000000000");
  await page.getByText("There is nothing here").waitFor();
  for (const one of pages) same(one.trouble, []);
});

await from.close();
await at.stop();
suite.end();
