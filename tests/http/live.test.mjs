// Live events: order, going on after a cut, who hears what, heartbeats, slow clients, sessions that end, a clean stop.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { connect } from "node:net";
import { Browser, owner, setUp, start, Suite } from "./lib.mjs";
import { cookie, Screen } from "./screen.mjs";

const env = { LIVE_BEAT_MS: "700", LIVE_POLL_MS: "300", LIVE_CHECK_MS: "1200", LIVE_PER_PERSON: "4" };
const server = await start({ env });
const suite = new Suite("http-live");
const boss = await setUp(server);
const may = (await boss.get("/v1/test/permissions")).json;
const sites = (await boss.get("/v1/test/sites")).json.items.map(({ id }) => id);
const here = sites[0];
const hire = async (role, more = {}) => (await boss.post("/v1/test/listeners", { role, site: here, ...more })).json;
const manager = await hire(2, { site: undefined });
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

const bearer = ({ token }) => ({ Authorization: `Bearer ${token}` });
async function listen(who = bearer(manager), more, base = server.base) {
  const screen = new Screen(base, who, more);
  equal(await screen.opened, 200);
  await screen.until(() => screen.id !== undefined || screen.events.length > 0);
  return screen;
}
async function tell(kind, more = {}, browser = boss) {
  const answer = await browser.post("/v1/test/notices", { kind, site: here, permission: may["case.see"], ...more });
  equal(answer.status, 204, answer.text);
}

await suite.test("an event says that something is new, not what it says; in order", async () => {
  const screen = await listen();
  equal(screen.answer.headers["content-type"], "text/event-stream");
  equal(screen.answer.headers["cache-control"], "no-store");
  await tell("case.made", { subject: here });
  await screen.until(() => screen.events.length === 1);
  const [event] = screen.events;
  same(Object.keys(JSON.parse(event.data)), ["kind", "subject", "site", "at"]);
  equal(event.subject, here);
  ok(Math.abs(Date.parse(event.at) - Date.now()) < 5000);
  const began = Date.now();
  await Promise.all(Array.from({ length: 40 }, (_, i) => tell(`case.${i}`)));
  await screen.until(() => screen.events.length === 41);
  ok(Date.now() - began < 2500);
  const ids = screen.events.map(({ id }) => id);
  same(ids, ids.map((_, i) => ids[0] + i), "no gap, in order");
  screen.close();
});

await suite.test("it comes at once", async () => {
  const screen = await listen();
  await wait(350);
  const began = Date.now();
  const told = tell("at.once");
  await screen.until(() => screen.events.length === 1);
  ok(Date.now() - began < 150, `${Date.now() - began} ms`);
  await told;
  screen.close();
});

await suite.test("a screen that was cut off goes on where it was, once each", async () => {
  const first = await listen();
  await tell("one");
  await first.until(() => first.events.length === 1);
  const place = first.id;
  first.close();
  for (const kind of ["two", "three"]) await tell(kind);
  const [header, query, both] = [await listen(undefined, { last: place }), await listen(undefined, { after: place }),
    await listen(undefined, { last: place + 1, after: 0 })];
  await tell("four");
  for (const screen of [header, query]) {
    await screen.until(() => screen.events.length === 3);
    same(screen.kinds, ["two", "three", "four"]);
  }
  await both.until(() => both.events.length === 2);
  same(both.kinds, ["three", "four"], "the header comes before the query");
  const fresh = await listen();
  equal(fresh.id, place + 3);
  equal(fresh.events.length, 0);
  for (const screen of [header, query, both, fresh]) screen.close();
});

await suite.test("going on under load: each event once, whatever the moment of the cut", async () => {
  let running = true;
  const writing = (async () => { while (running) await tell("load", { count: 3 }); })();
  const all = [];
  let place = (await listen().then((screen) => { screen.close(); return screen.id; }));
  const began = place;
  for (let i = 0; i < 12; i++) {
    const screen = await listen(undefined, { last: place });
    await wait(20 + 7 * i);
    screen.close();
    all.push(...screen.events.map(({ id }) => id));
    if (screen.events.length) place = all.at(-1);
  }
  running = false;
  await writing;
  ok(all.length > 50, `${all.length}`);
  same(all, all.map((_, i) => began + 1 + i));
});

await suite.test("a place that is not kept: reset, and on from now", async () => {
  const now = (await listen().then((screen) => { screen.close(); return screen.id; }));
  for (const more of [{ last: now + 1000 }, { last: "x7" }, { last: "-3" }, { last: "9".repeat(30) }, { after: now + 5 }]) {
    const screen = await listen(undefined, more);
    same(screen.kinds, ["reset"], JSON.stringify(more));
    equal(screen.events[0].id, now);
    screen.close();
  }
  const screen = new Screen(server.base, bearer(manager), { after: "x" });
  equal(await screen.opened, 400);
  await tell("many", { count: 1001 });
  const late = await listen(undefined, { last: now });
  same(late.kinds, ["reset"], "more than is told one by one");
  late.close();
  const most = await listen(undefined, { last: now + 1 });
  await most.until(() => most.events.length === 1000);
  ok(most.events.every(({ event }) => event === undefined));
  most.close();
});

await suite.test("who may not, does not hear: permission, site, person", async () => {
  const associate = await hire(0), supervisor = await hire(1), other = await hire(1, { site: undefined });
  const [a, s] = [await listen(bearer(associate)), await listen(bearer(supervisor))];
  await tell("for all", { permission: may["case.see"] });
  await tell("supervisors", { permission: may["case.merge"] });
  await tell("elsewhere", { site: "06ajeyjjd8p5f" });
  await tell("one", { only_for: associate.person });
  await tell("organisation", { site: undefined });
  await tell("nobody here", { permission: may["audit.see"] });
  await tell("own", { permission: may["open"], only_for: supervisor.person });
  await tell("last");
  for (const screen of [a, s]) await screen.until(() => screen.kinds.includes("last"));
  same(a.kinds, ["for all", "one", "last"]);
  same(s.kinds, ["for all", "supervisors", "own", "last"]);
  const again = await listen(bearer(associate), { last: a.events[0].id });
  await again.until(() => again.events.length === 2);
  same(again.kinds, ["one", "last"], "nor when it is told later");
  ok(other.token);
  for (const screen of [a, s, again]) screen.close();
});

await suite.test("who sees customers hears of those of their site, and of those of none", async () => {
  const there = (await boss.post("/v1/sites", { name: "There", emergency_number: "112" })).json.id;
  const [near, far] = [await listen(bearer(await hire(0))), await listen(bearer(await hire(0, { site: there })))];
  const made = async (body) => { const answer = await boss.post("/v1/customers", body); equal(answer.status, 201, answer.text); return answer.json.id; };
  const ours = await made({ name: "Ours", site: here }), anybodys = await made({ name: "Anybody's" });
  const heard = (screen, id) => screen.events.some(({ kind, subject }) => kind === "customer.added" && subject === id);
  for (const screen of [near, far]) await screen.until(() => heard(screen, anybodys));
  ok(heard(near, ours));
  ok(!heard(far, ours));
  equal((await boss.post(`/v1/customers/${ours}/erase`)).status, 200);
  await near.until(() => near.kinds.includes("customer.erased"));
  near.close();
  far.close();
});

await suite.test("another organisation hears nothing", async () => {
  const stranger = await hire(3, { elsewhere: true, site: undefined });
  const [theirs, ours] = [await listen(bearer(stranger)), await listen()];
  await tell("ours");
  await ours.until(() => ours.events.length === 1);
  const beats = theirs.beats;
  await theirs.until(() => theirs.beats > beats);
  equal(theirs.events.length, 0);
  equal(theirs.id, 0, "nor how many there were");
  const after = await listen(bearer(stranger), { after: 0 });
  same(after.kinds, []);
  const place = await listen(bearer(stranger), { last: ours.id });
  same(place.kinds, ["reset"]);
  for (const screen of [theirs, ours, after, place]) screen.close();
});

await suite.test("heartbeats, which say how far one is past what one does not hear", async () => {
  const associate = await hire(0);
  const screen = await listen(bearer(associate));
  const place = screen.id;
  await tell("not theirs", { permission: may["audit.see"], count: 5 });
  await screen.until(() => screen.beats >= 2);
  equal(screen.id, place + 5);
  equal(screen.events.length, 0);
  screen.close();
});

await suite.test("a role that ends is not heard any more, without a new sign-in", async () => {
  const associate = await hire(0);
  const screen = await listen(bearer(associate));
  await tell("before");
  await screen.until(() => screen.events.length === 1);
  equal((await boss.delete(`/v1/test/listeners/${associate.person}`)).status, 204);
  await wait(2200);
  await tell("after");
  await wait(300);
  same(screen.kinds, ["before"]);
  equal(screen.ended, false);
  screen.close();
});

await suite.test("a session that is taken back ends its stream, and no other", async () => {
  const second = new Browser(server.base);
  await second.post("/v1/session", { login: owner.login, password: owner.password });
  const [mine, theirs] = [await listen(cookie(boss)), await listen(cookie(second))];
  await wait(50);
  equal((await second.delete("/v1/session")).status, 204);
  await theirs.until(() => theirs.ended, 1500);
  equal(mine.ended, false);
  const back = new Screen(server.base, cookie(second), { last: theirs.id });
  equal(await back.opened, 401);
  const worker = await hire(0);
  const screen = await listen(bearer(worker));
  equal((await boss.delete(`/v1/tokens/${worker.token_id}`)).status, 204);
  await screen.until(() => screen.ended, 1500);
  mine.close();
});

await suite.test("a session that another process took back ends its stream", async () => {
  const second = await start({ env, url: server.url ?? `sqlite:${server.folder}/desk.db` });
  const worker = await hire(0);
  const screen = await listen(bearer(worker), {}, second.base);
  equal((await boss.delete(`/v1/tokens/${worker.token_id}`)).status, 204);
  await screen.until(() => screen.ended, 3000);
  equal((await second.stop()).code, 0);
});

await suite.test("a session that ran out ends its stream", async () => {
  const own = await start({ env });
  const browser = await setUp(own);
  const screen = await listen(cookie(browser), {}, own.base);
  own.clock(13 * 3600 * 1000);
  await screen.until(() => screen.ended, 5000);
  equal((await own.stop()).code, 0);
});

await suite.test("nobody signed in, nothing to hear; HEAD does not stay", async () => {
  equal(await new Screen(server.base, {}).opened, 401);
  const head = await fetch(`${server.base}/v1/live`, { method: "HEAD", headers: cookie(boss) });
  equal(head.status, 200);
  equal(head.headers.get("content-type"), "text/event-stream");
});

await suite.test("so many of one person, and a place that becomes free is free", async () => {
  const person = bearer(await hire(0));
  const screens = [];
  for (let i = 0; i < 4; i++) screens.push(await listen(person));
  const fifth = new Screen(server.base, person);
  equal(await fifth.opened, 429);
  ok(Number(fifth.answer.headers["retry-after"]) > 0);
  screens[0].close();
  for (let i = 0; i < 20 && screens.length === 4; i++) {
    await wait(200);
    const again = new Screen(server.base, person);
    if (await again.opened === 200) screens.push(again);
  }
  equal(screens.length, 5);
  for (const screen of screens) screen.close();
});

const metric = async (name, base = server) => Number((await new Browser(base.base).get("/metrics")).text.split("\n").find((line) => line.startsWith(`${name} `))?.split(" ")[1]);

await suite.test("a client that does not read is closed, harms nobody, and comes back", async () => {
  const own = await start({ env: { ...env, LIVE_WAITING_BYTES: "30000" } });
  const browser = await setUp(own);
  const [site] = (await browser.get("/v1/test/sites")).json.items;
  const quick = await listen(cookie(browser), {}, own.base);
  const slow = connect({ port: own.port, host: "127.0.0.1" });
  let closed = false;
  slow.on("close", () => { closed = true; });
  slow.on("error", () => { closed = true; });
  slow.write(`GET /v1/live HTTP/1.1\r\nHost: x\r\nCookie: ${cookie(browser).Cookie}\r\n\r\n`);
  await new Promise((done) => slow.once("data", done));
  slow.pause();
  let told = 0;
  const name = 'amends_live_closed_total{why="slow"}';
  while (await metric(name, own) === 0 && told < 80000) {
    await browser.post("/v1/test/notices", { kind: "x".repeat(60), site: site.id, permission: may["case.see"], count: 100 });
    told += 100;
    await wait(25);
  }
  equal(await metric(name, own), 1, `after ${told}`);
  await quick.until(() => quick.events.length === told, 8000);
  slow.resume();
  await quick.until(() => closed || quick.beats > 50, 5000);
  const back = await listen(cookie(browser), { last: 3 }, own.base);
  ok(back.kinds[0] === (told > 1003 ? "reset" : "x".repeat(60)));
  quick.close();
  back.close();
  equal((await own.stop()).code, 0);
});

await suite.test("what another process writes is heard too", async () => {
  const second = await start({ env, url: server.url ?? `sqlite:${server.folder}/desk.db` });
  const there = await listen(bearer(manager), {}, second.base);
  await tell("from the first");
  await there.until(() => there.events.length === 1, 1500);
  there.close();
  equal((await second.stop()).code, 0);
});

await suite.test("old notices are swept, but for the newest, which keeps the place", async () => {
  const place = (await listen().then((screen) => { screen.close(); return screen.id; }));
  await tell("old", { count: 3, age_ms: 90000000 });
  const { json } = await boss.post("/v1/test/sweep", {});
  equal(json.count, 2);
  const behind = await listen(undefined, { last: place });
  behind.close();
  await tell("new");
  equal((await boss.post("/v1/test/sweep", {})).json.count, 1);
  const [gone, near, newest] = [await listen(undefined, { last: 0 }), await listen(undefined, { last: place + 3 }), await listen()];
  await near.until(() => near.events.length === 1);
  same(near.kinds, ["new"]);
  equal(newest.id, place + 4);
  same(gone.kinds.slice(0, 1), ["reset"]);
  for (const screen of [gone, near, newest]) screen.close();
});

await suite.test("the number of streams is told, and comes down again", async () => {
  const screens = [await listen(), await listen()];
  ok(await metric("amends_live_streams") >= 2);
  for (const screen of screens) screen.close();
  for (let i = 0; i < 30 && await metric("amends_live_streams") > 0; i++) await wait(100);
  equal(await metric("amends_live_streams"), 0);
  match((await boss.get("/metrics")).text, /amends_live_events_total [1-9]/);
});

await suite.test("a clean stop ends streams at once; a screen finds what it missed with the next server", async () => {
  const screen = await listen();
  const place = screen.id;
  const second = await start({ env, url: server.url ?? `sqlite:${server.folder}/desk.db` });
  const began = Date.now();
  server.child.stdin.end();
  await screen.until(() => screen.ended);
  ok(Date.now() - began < 1500, `${Date.now() - began} ms`);
  const next = new Browser(second.base);
  Object.assign(next, { cookies: boss.cookies, csrf: boss.csrf });
  await tell("meanwhile", {}, next);
  const back = await listen(bearer(manager), { last: place }, second.base);
  same(back.kinds, ["meanwhile"]);
  const stopped = second.stop();
  await back.until(() => back.ended);
  equal((await stopped).code, 0);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
