// The counter without the network, in a real browser against the real program: what was tapped is there, once and in order,
// with the same cards; what waits is its person's alone; calls for help never wait.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Conversations, languages, loadTexts } from "../lib/examples.mjs";
import { buildPage } from "./offline-build.mjs";

const folder = mkdtempSync(join(tmpdir(), "amends-offline-"));
await buildPage(folder);
process.env.AMENDS_WEB_DIR = folder;
const { browser, desk, kept, open, Suite } = await import("./lib.mjs");
const examples = process.env.EXAMPLES ?? "build/src/playbook/amends-playbook-examples";

const suite = new Suite("web-offline");
const at = await desk();
const from = await browser();

/** Somebody's browser with the page in it, ready. */
async function someone(login, context) {
  const page = context ? await context.newPage() : await open(from, at, { login, keeps: true });
  if (context) await page.goto(at.url);
  await ready(page);
  return page;
}
const ready = (page) => page.waitForFunction(() => document.title !== "waiting");
const inPage = (page, use, argument) => page.evaluate(use, argument);
const engineReady = (page) => inPage(page, () => offline.warm());
const signIn = (page, login) => inPage(page, async (name) => { await session.signIn(name, "amends-demo"); }, login);

const begin = (page, more = {}) => inPage(page, async (opening) => {
  const { items } = await fetch("/v1/sites").then((answer) => answer.json(), () => ({ items: [] }));
  globalThis.site ??= items[0]?.id ?? localStorage.site;
  localStorage.site = site;
  globalThis.counter = await offline.begin({ site, channel: "counter", lang: "en", ...opening });
  return counter.now.get().id;
}, more);
const tell = (page, ...events) => inPage(page, async (all) => {
  const cards = [];
  for (const event of all) cards.push(await counter.tell(event));
  return cards;
}, events);
const now = (page) => inPage(page, () => counter.now.get());
/** Asks the page until it says yes; waitForFunction takes a promise for a yes. */
async function until(page, test, ms = 30000) {
  for (const end = Date.now() + ms; !(await inPage(page, test)); await page.waitForTimeout(50))
    if (Date.now() > end) throw new Error(`never: ${test}`);
}
const handedOver = (page) => until(page, async () => (await offline.unsent()) === 0 && (!counter || counter.now.get().id !== null));
/** What the desk has, asked by the page itself. */
const there = (page, id) => inPage(page, async (one) => (await fetch(`/v1/encounters/${one}`)).json(), id);
const plain = (card) => {
  const { encounter, contract, playbook, error, ...rest } = card;
  return error ? null : rest;
};
const taps = ["raised_voice", "complaint", "repeats", "insult", "calmed"].map((observed) => ({ observed }));
/** The desk's own events left out. */
const told = (encounter) => encounter.events.filter(({ key }) => !key.startsWith("desk:")).map(({ event }) => event);
const offline = (page) => page.context().setOffline(true);
const online = (page) => page.context().setOffline(false);

await suite.test("with the desk: a card for each tap, and the desk has it", async () => {
  const page = await someone("emily");
  const id = await begin(page);
  const cards = await tell(page, ...taps);
  equal(cards.filter((card) => card?.acts.length > 0).length, taps.length);
  await handedOver(page);
  const found = await there(page, id);
  same(told(found), taps);
  same(found.events.slice(1).map(({ card }) => plain(card)), cards);
  same(page.trouble, []);
  await page.context().close();
});

await suite.test("the network goes and comes in mid-encounter: once, in order, the same cards", async () => {
  const page = await someone("emily");
  await engineReady(page);
  const id = await begin(page);
  await handedOver(page);
  await tell(page, taps[0]);
  await handedOver(page);
  await offline(page);
  const cards = await tell(page, ...taps, { from: "customer", text: "I want my money back, now!" }, { did: "apologise" }, { undo: true });
  equal(cards.every((card) => card !== null), true);
  equal((await now(page)).waiting, 8);
  equal(await inPage(page, () => offline.reach.get()), "away");
  await online(page);
  await handedOver(page);
  const named = (await now(page)).id;
  const found = await there(page, named);
  ok(id === null || id === named);
  equal(told(found).length, 9);
  same(told(found).slice(1, 6), taps);
  same(found.events.slice(2).map(({ card }) => plain(card)), cards);
  equal(new Set(found.events.map(({ key }) => key)).size, found.events.length);
  await page.context().close();
});

await suite.test("an answer that another one overtook on its way changes nothing", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  const { id } = await now(page);
  let arrive;
  const slow = new Promise((done) => { arrive = done; });
  const read = new Promise((done) => page.route(`**/v1/encounters/${id}`, async (route) => {
    const response = await route.fetch();
    done();
    await slow;
    await route.fulfill({ response });
  }, { times: 1 }));
  const refreshed = inPage(page, () => counter.refresh());
  await read;
  await tell(page, taps[0]);
  await handedOver(page);
  arrive();
  await refreshed;
  same((await now(page)).events.map(({ event }) => event).slice(1), [taps[0]]);
  await page.context().close();
});

await suite.test("the program is killed and started again in mid-encounter", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  const sending = tell(page, ...taps, ...taps);
  await at.kill();
  const cards = await sending;
  cards.push(...await tell(page, ...taps));
  await at.start();
  await handedOver(page);
  const found = await there(page, (await now(page)).id);
  same(told(found), [...taps, ...taps, ...taps]);
  same(found.events.slice(1).map(({ card }) => plain(card)), cards);
  await page.context().close();
});

await suite.test("begun, told and ended without the desk, over a reload", async () => {
  const page = await someone("tom");
  await engineReady(page);
  await begin(page);
  await inPage(page, () => counter.end({ outcome: "satisfied", thanked: true }));
  await handedOver(page);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await engineReady(page); // through the service worker, so that it is kept
  await page.reload();
  await ready(page);
  await engineReady(page);
  const address = at.front.address().port;
  at.front.closeAllConnections();
  await new Promise((done) => at.front.close(done));
  await at.kill();
  equal(await begin(page), null);
  await tell(page, ...taps);
  await inPage(page, async () => (await offline.draft("reply", "x")).keep("Dear customer, I am s"));
  await kept(page, "reply", "Dear customer, I am s");
  await page.reload();
  await ready(page);
  equal(await page.title(), "tom");
  const resumed = await inPage(page, async () => {
    globalThis.counter = await offline.resume();
    await offline.warm();
    return { events: counter.now.get().events.map(({ event }) => event), card: counter.now.get().card, unsent: await offline.unsent() };
  });
  same(resumed.events.slice(1), taps);
  equal(resumed.unsent, 1 + taps.length);
  ok(resumed.card.acts.length > 0);
  equal(await inPage(page, async () => (await offline.draft("reply", "x")).text), "Dear customer, I am s");
  await tell(page, taps[0]);
  await inPage(page, () => counter.end({ outcome: "partly", thanked: true, promise: "A new kettle" }));
  equal((await now(page)).ended, true);
  await at.start();
  const { serveApp } = await import("../../web/dev.mjs");
  at.front = await serveApp(folder, at.base, address);
  await handedOver(page);
  const found = await there(page, (await now(page)).id);
  same(told(found).slice(0, 6), [...taps, taps[0]]);
  equal(found.outcome, "partly");
  const promises = await inPage(page, async (id) => (await (await fetch(`/v1/promises?encounter=${id}`)).json()).items, found.id);
  equal(promises.filter(({ what }) => what === "A new kettle").length, 1);
  equal(await inPage(page, async () => (await indexedDB.databases()).length > 0), true);
  await page.context().close();
});

await suite.test("random events, with and without the desk: the engine's cards are the desk's", async () => {
  const page = await someone("zofia");
  await engineReady(page);
  const conversations = new Conversations(loadTexts(examples, "data"), 77);
  let compared = 0;
  for (const lang of [...languages, "en", "fi"]) {
    const channel = conversations.pick(["counter", "phone", "chat", "email"]);
    await begin(page, { lang, channel, ui_lang: conversations.pick(languages), formal: conversations.random(2) === 0 });
    await handedOver(page);
    await offline(page);
    const events = Array.from({ length: 40 }, () => conversations.event(lang)).filter((event) => !event.authority && !event.outcome);
    events.push({ gave: { refund: 3 } }, { gave: { refund: 2.5, currency: "GBP" } });
    const cards = await tell(page, ...JSON.parse(JSON.stringify(events)));
    await online(page);
    await handedOver(page);
    const found = await there(page, (await now(page)).id);
    equal(found.events.length, events.length + 1);
    found.events.slice(1).forEach(({ card, event }, i) => same(cards[i], plain(card), JSON.stringify(event)));
    compared += cards.length;
    await inPage(page, () => counter.close());
  }
  console.log(`web-offline: ${compared} cards compared`);
  same(page.trouble, []);
  await page.context().close();
});

await suite.test("a tap has its card within 50 ms (median) on a processor four times slower, with the desk and without", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await (await page.context().newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 4 });
  /** The median of 25 taps; the best of three rounds, because others may use this machine. */
  const median = async () => {
    let best = Infinity;
    for (let round = 0; round < 3 && best >= 50; round++) {
      const times = await inPage(page, async (all) => {
        const took = [];
        for (let i = 0; i < 25; i++) {
          const began = performance.now();
          await counter.tell(all[i % all.length]);
          took.push(performance.now() - began);
          await new Promise((done) => setTimeout(done, 60));
        }
        return took.sort((a, b) => a - b);
      }, taps);
      best = Math.min(best, times[12]);
    }
    return best;
  };
  await begin(page);
  const there = await median();
  await offline(page);
  const away = await median();
  console.log(`web-offline: a tap has its card after ${there.toFixed(1)} ms with the desk, ${away.toFixed(1)} ms without (median, processor four times slower)`);
  ok(there < 50 && away < 50);
  await page.context().close();
});

await suite.test("another device tells meanwhile: both end with what the desk has", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  const { id } = await now(page);
  await offline(page);
  await tell(page, { observed: "complaint" });
  const other = await open(from, at, { login: "emily", keeps: true });
  await ready(other);
  await inPage(other, async (one) => { globalThis.counter = await offline.follow(one); }, id);
  await tell(other, { observed: "raised_voice" });
  await handedOver(other);
  await tell(page, { observed: "repeats" });
  await online(page);
  await handedOver(page);
  for (const one of [page, other]) {
    await one.waitForFunction(() => counter.now.get().events.length === 4, undefined, { timeout: 30_000 });
    const found = await there(one, id);
    same((await now(one)).events.map(({ event, card }) => [event, card]), found.events.map(({ event, card }) => [event, plain(card)]));
  }
  await other.context().close();
  await page.context().close();
});

await suite.test("two pages of one browser, one of which is closed: each event once, none lost", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  await offline(page);
  await tell(page, { observed: "complaint" });
  const { id } = await now(page);
  await online(page);
  await handedOver(page);
  const second = await someone("emily", page.context());
  await engineReady(second);
  equal(await inPage(second, async () => { globalThis.counter = await offline.resume(); return counter?.now.get().id; }), id);
  await offline(page);
  await tell(page, { observed: "repeats" });
  await tell(second, { observed: "raised_voice" });
  await tell(page, { observed: "insult" });
  await second.close();
  await online(page);
  await handedOver(page);
  const third = await someone("emily", page.context());
  await inPage(third, async () => { globalThis.counter = await offline.resume(); });
  await handedOver(third);
  const found = await there(third, id);
  same(told(found).map(({ observed }) => observed).sort(), ["complaint", "insult", "raised_voice", "repeats"]);
  for (const one of [page, third]) {
    await one.waitForFunction(() => counter.now.get().events.length === 5, undefined, { timeout: 30_000 });
    same((await now(one)).events.map(({ event }) => event), found.events.map(({ event }) => event));
  }
  await page.context().close();
});

await suite.test("another authority and help that came: on the card within a second, the engine's cards too", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  await page.waitForFunction(() => listening.get());
  const boss = await someone("daniel");
  await inPage(boss, () => new Promise((done) => { globalThis.live = new EventSource("/v1/live"); live.onopen = done; }));
  const { id } = await now(page);
  await tell(page, taps[0]);
  await handedOver(page);
  const approval = await inPage(page, async (encounter) => {
    const send = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": session.session.get().csrf }, body: JSON.stringify(body) }).then((answer) => answer.json());
    return send("/v1/approvals", { site, encounter, remedy: "refund", asked: 60, currency: "GBP" });
  }, id);
  ok(approval.id, JSON.stringify(approval));
  const at0 = Date.now();
  const heard = page.waitForFunction(() => counter.now.get().events.some(({ event }) => event.authority));
  const answered = await inPage(boss, async (one) => {
    const answer = await fetch(`/v1/approvals/${one}/answer`, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": session.session.get().csrf }, body: JSON.stringify({ grant: true }) });
    return [answer.status, await answer.text()];
  }, approval.id);
  equal(answered[0], 200, answered[1]);
  await heard;
  ok(Date.now() - at0 < 1000, `${Date.now() - at0} ms`);
  const made = await inPage(page, () => counter.call({ site, whom: "supervisor" }));
  equal(made.sent, true);
  await page.waitForFunction(() => counter.now.get().events.some(({ event }) => event.did === "call_supervisor"));
  const cards = await tell(page, ...taps);
  await handedOver(page);
  const found = await there(page, id);
  same(found.events.slice(-taps.length).map(({ card }) => plain(card)), cards);
  same((await now(page)).events.map(({ key }) => key), found.events.map(({ key }) => key));
  await boss.context().close();
  await page.context().close();
});

await suite.test("a call for help is sent at once or never", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  const calling = () => inPage(page, async () => {
    const began = performance.now();
    return { ...await counter.call({ site, whom: "supervisor" }), ms: performance.now() - began };
  });
  const count = () => inPage(page, async () => (await (await fetch(`/v1/calls?limit=200`)).json()).items.length);
  const before = await count();
  await offline(page);
  const lost = await calling();
  equal(lost.sent, false);
  equal(lost.number, "999");
  ok(lost.ms < 4500, `${lost.ms} ms`);
  await online(page);
  await tell(page, taps[0]);
  await handedOver(page);
  await page.waitForTimeout(1500);
  equal(await count(), before, "it was sent late");
  const made = await calling();
  equal(made.sent, true);
  equal(made.call.encounter, (await now(page)).id);
  await page.context().close();
});

await suite.test("what waits is its person's alone: sealed, and opened by the same person's sign-in", async () => {
  const page = await someone("emily");
  await engineReady(page);
  await begin(page);
  await handedOver(page);
  const { id } = await now(page);
  const secret = "the customer in the red coat";
  // The session ends elsewhere; what is told then finds nobody signed in.
  await page.context().clearCookies();
  await tell(page, { from: "customer", text: secret });
  await inPage(page, async (text) => (await offline.draft("note")).keep(text), secret);
  await page.waitForFunction(() => session.session.get() === null, undefined, { timeout: 30_000 }).catch(() => inPage(page, () => session.refresh()));
  await kept(page, "note", secret);
  const raw = await inPage(page, () => new Promise((done) => {
    const opening = indexedDB.open("amends");
    opening.onsuccess = () => {
      const tx = opening.result.transaction(["rows", "holder"]);
      const rows = tx.objectStore("rows").getAll();
      const holder = tx.objectStore("holder").getAll();
      tx.oncomplete = () => {
        opening.result.close();
        const text = rows.result.map((row) => Object.values(row).map((part) => (typeof part === "string" ? part : new TextDecoder("latin1").decode(part))).join(" ")).join("\n");
        done({ text, rows: rows.result.length, holders: holder.result.length });
      };
    };
  }));
  ok(raw.rows >= 2, `${raw.rows} rows`);
  equal(raw.holders, 0, "the key is still there");
  for (const word of [secret, "customer", "red coat"]) ok(!raw.text.includes(word), word);
  await signIn(page, "tom");
  same(await inPage(page, async () => [await offline.unsent(), (await offline.resume())?.now.get().id ?? null, (await offline.draft("note")).text]), [0, null, ""]);
  await inPage(page, () => session.signOut());
  const signedOut = await inPage(page, async () => { await new Promise((done) => setTimeout(done, 200)); return offline.recall(); });
  equal(signedOut, false, "somebody who signed out is still known");
  await signIn(page, "emily");
  await until(page, async () => (await offline.unsent()) === 0);
  const found = await there(page, id);
  same(told(found), [{ from: "customer", text: secret }]);
  equal(await inPage(page, async () => (await offline.draft("note")).text), secret);
  await page.context().close();
});

await suite.test("a newer version waits while somebody works, and takes over at the next start", async () => {
  const page = await someone("emily");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const version = () => inPage(page, () => globalThis.version);
  equal(await version(), "");
  await buildPage(folder, "second");
  await inPage(page, async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
  });
  await until(page, async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting));
  equal(await version(), "");
  const cached = await inPage(page, async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
  ok(cached.every((path) => !path.startsWith("/v1")), cached.join(" "));
  await page.reload();
  await page.waitForFunction(() => globalThis.version === "second", undefined, { timeout: 30_000 });
  await page.context().close();
});

await suite.test("the program's own app: strict policy, installed, opens where the program is gone", async () => {
  delete process.env.AMENDS_WEB_DIR;
  const own = await desk();
  const page = await open(from, own, { login: "emily", keeps: true, path: "/me" });
  await page.waitForSelector("nav.menu");
  await until(page, () => navigator.serviceWorker.controller !== null);
  await until(page, async () => (await (await caches.open("engine")).keys()).length === 3);
  const installable = await (await page.context().newCDPSession(page)).send("Page.getInstallabilityErrors");
  same(installable.installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
  const before = await page.textContent("nav.menu");
  // A desk that is there and in trouble signs nobody out.
  await page.route("**/v1/session", (route) => route.fulfill({ status: 503, contentType: "application/problem+json", body: "{}" }));
  await page.reload();
  await page.waitForSelector("nav.menu");
  equal(await page.textContent("nav.menu"), before, "the same person is still signed in");
  await page.unroute("**/v1/session");
  await own.kill();
  await page.reload();
  await page.waitForSelector("nav.menu");
  equal(await page.textContent("nav.menu"), before, "the same person is still signed in");
  const other = await page.context().newPage();
  await other.goto(`${own.url}/cases/06ajgcx83ctqc`);
  await other.waitForSelector("#app *");
  same(page.trouble, []);
  await page.context().close();
  await own.stop();
});

await from.close();
await at.stop();
rmSync(folder, { recursive: true, force: true });
suite.end();
