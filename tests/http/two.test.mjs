// Two `amends serve` on one database: what is written on one is heard on the other at once, and goes on there after a cut.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Browser, database, hire, setUp, Suite } from "./lib.mjs";
import { cookie, Screen } from "./screen.mjs";

const folder = mkdtempSync(join(tmpdir(), "amends-two-"));
const postgres = database();
const db = postgres ?? join(folder, "desk.db");
/** On PostgreSQL processes tell each other; on SQLite each looks once a second. */
const usual = postgres ? 100 : 1100, most = postgres ? 1000 : 2000;

const running = [];
async function serve(...more) {
  const child = spawn(process.env.AMENDS ?? "build/amends", ["serve", "--db", db, "--data", folder, "--port", "0", "--log-level", "error", ...more],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, AMENDS_CONFIG: "" } });
  running.push(child);
  const ended = new Promise((done) => child.on("exit", (code) => done(code)));
  let text = "";
  child.stdout.setEncoding("utf8");
  await new Promise((done, failed) => {
    child.stdout.on("data", (data) => { text += data; if (/port \d+: .*\n/.test(text)) done(); });
    child.on("exit", () => failed(new Error(`it did not start: ${text}`)));
  });
  const [, port, base] = /port (\d+): (\S+)/.exec(text);
  return { base, port, setup: text.split("\n").map((line) => line.trim()).find((line) => line.includes("/setup#")),
    async stop() { child.kill("SIGTERM"); return ended; } };
}

const a = await serve();
const suite = new Suite(`http-two on ${postgres ? "PostgreSQL" : "SQLite"}`);
const boss = await setUp(a);
const site = (await boss.get("/v1/sites")).json.items[0].id;
const clerk = await hire(boss, a.base, "ann", "associate", site);
const b = await serve();
const at = (base, browser) => Object.assign(new Browser(base), { cookies: browser.cookies, csrf: browser.csrf });
const there = at(b.base, clerk);
async function listen(base, browser, more) {
  const screen = new Screen(base, cookie(browser), more);
  equal(await screen.opened, 200);
  await screen.until(() => screen.id !== undefined || screen.events.length > 0);
  return screen;
}
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const made = async (who, path, body) => {
  const answer = await who.post(path, body);
  equal(answer.status, 201, answer.text);
  return answer.json;
};

await suite.test("what is written on one is heard on the other", async () => {
  const screen = await listen(b.base, clerk);
  const took = [];
  for (let i = 0; i < (postgres ? 9 : 3); i++) {
    await wait(130); // so that looking by itself, once a second, is not what finds it
    const { id } = await made(boss, "/v1/cases", { site, subject: `case ${i}` });
    const began = performance.now();
    await screen.until(() => screen.events.some(({ subject }) => subject === id), most);
    took.push(performance.now() - began);
  }
  took.sort((x, y) => x - y);
  const median = took[took.length >> 1];
  console.log(`http-two: heard after ${median.toFixed(1)} ms (median), ${took.at(-1).toFixed(1)} ms (slowest)`);
  ok(median < usual && took.at(-1) < most, String(took));
  screen.close();
});

await suite.test("a screen goes on with the other process where it was, once each", async () => {
  const first = await listen(a.base, clerk);
  const seen = [await made(boss, "/v1/cases", { site, subject: "one" })];
  await first.until(() => first.events.some(({ subject }) => subject === seen[0].id));
  const last = first.events.at(-1).id;
  first.close();
  for (const [who, subject] of [[boss, "two"], [there, "three"], [boss, "four"]]) seen.push(await made(who, "/v1/cases", { site, subject }));
  const second = await listen(b.base, clerk, { last });
  seen.push(await made(boss, "/v1/cases", { site, subject: "five" }));
  await second.until(() => second.events.some(({ subject }) => subject === seen[4].id), most);
  const ids = second.events.map(({ id }) => id);
  same(ids, [...new Set(ids)].sort((x, y) => x - y));
  same(second.events.filter(({ kind }) => kind === "case.opened").map(({ subject }) => subject), seen.slice(1).map(({ id }) => id));
  second.close();
});

await suite.test("an approval that is answered on one changes the card on the other", async () => {
  const { id } = await made(there, "/v1/encounters", { site, channel: "counter", lang: "en" });
  const tell = async (who, key, event) => (await who.post(`/v1/encounters/${id}/events`, { events: [{ key, event }] })).json.events[0].card;
  await tell(there, "k1", { from: "customer", text: "The coat that I bought here is torn, I want my 45 euros back." });
  const asked = await made(there, "/v1/approvals", { site, encounter: id, remedy: "refund", asked: 45, currency: "EUR" });
  const screen = await listen(b.base, clerk);
  const began = performance.now();
  const answered = await boss.post(`/v1/approvals/${asked.id}/answer`, { grant: true });
  equal(answered.status, 200, answered.text);
  await screen.until(() => screen.events.some(({ subject }) => subject === asked.id), most);
  ok(performance.now() - began < most + 1000);
  const { events } = (await there.get(`/v1/encounters/${id}`)).json;
  equal(events.at(-1).event.authority.refund, 45, "the desk has told the coach");
  await tell(there, "k2", { from: "customer", text: "So do I get my 45 euros?" });
  equal((await there.post("/v1/remedies", { encounter: id, remedy: "refund", amount: 45, currency: "EUR" })).status, 201);
  screen.close();
});

await suite.test("a session that one process ends, the other lets in no more", async () => {
  const other = new Browser(a.base);
  await other.post("/v1/session", { login: clerk.login, password: clerk.password });
  const mirror = at(b.base, other);
  equal((await mirror.get("/v1/session")).status, 200);
  equal((await other.delete("/v1/session")).status, 204);
  await wait(1100); // who was let in is known for a second
  equal((await mirror.get("/v1/session")).status, 401);
});

await suite.test("a second factor is demanded where other machines reach the desk, and where the settings say so", async () => {
  equal((await boss.get("/v1/people")).status, 200, "on this machine alone it is not");
  for (const [more, status] of [[["--listen", "0.0.0.0"], 403], [["--url", "http://desk.example"], 403], [["--second-factor", "always"], 403],
    [["--listen", "0.0.0.0", "--second-factor", "never"], 200]]) {
    const c = await serve(...more);
    const answer = await at(c.base.replace(/^http:..desk.*/, `http://127.0.0.1:${c.port}`), boss).get("/v1/people");
    equal(answer.status, status, more.join(" "));
    if (status === 403) equal(answer.json.type, "/problems/second-factor");
    equal(await c.stop(), 0);
  }
});

equal(await b.stop(), 0);
equal(await a.stop(), 0);
for (const child of running) child.kill("SIGKILL"); // where a test has failed in between
rmSync(folder, { recursive: true });
suite.end();
