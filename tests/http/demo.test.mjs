// The demo shop: looked at from every role, thrown away with all that is in it. A real business has nothing of this.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { request } from "node:http";
import { announceTooLong, Browser, hire, owner, setUp, start, Suite } from "./lib.mjs";
import { cookie, Screen } from "./screen.mjs";

const server = await start();
const suite = new Suite("http-demo");
const boss = await setUp(server);
const site = (await boss.get("/v1/sites")).json.items[0];
const mia = await hire(boss, server.base, "mia", "associate", site.id);
const nobody = () => new Browser(server.base);
const people = async () => (await nobody().get("/v1/demo")).json.items;
const take = (person, browser = nobody()) => browser.post("/v1/demo/session", { person });

/** What a browser gets that was led here by another name. */
const asAnother = (host, method, path, body, { cookies = {}, csrf = "" } = {}) => new Promise((done, failed) => {
  const asking = request(server.base + path, { method, headers: { Host: host, Cookie: Object.entries(cookies).map(([name, value]) => `${name}=${value}`).join("; "), "X-CSRF-Token": csrf, ...(body ? { "Content-Type": "application/json" } : {}) } }, (answer) => {
    let text = "";
    answer.on("data", (data) => { text += data; }).on("end", () => done({ status: answer.statusCode, text }));
  });
  asking.on("error", failed).end(body ? JSON.stringify(body) : undefined);
});

/** How many rows stand in each table that is not empty. */
function rows() {
  const tool = server.url ? ["psql", "-qAt", server.url, "-c"] : ["sqlite3", `${server.folder}/desk.db`];
  const ask = (sql) => execFileSync(tool[0], [...tool.slice(1), sql], { encoding: "utf8" }).trim().split("\n").filter(Boolean);
  const tables = ask(server.url ? "select tablename from pg_tables where schemaname = 'public'" : "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'");
  ok(tables.length > 25, "there are tables");
  return Object.fromEntries(tables.map((name) => [name, Number(ask(`select count(*) from "${name}"`)[0])]).filter(([name, count]) => count > 0 && name !== "migrations"));
}

await suite.test("a real business lists nobody, lets nobody in, and is not thrown away", async () => {
  same(await people(), []);
  equal((await take(mia.id)).status, 404);
  for (const browser of [boss, mia]) equal((await browser.delete("/v1/demo")).status, 404);
  equal((await boss.get("/v1/organisation")).json.demo, false);
  equal((await boss.get("/v1/people")).json.items.length, 2);
});

await suite.test("nobody makes a business a demo shop by asking", async () => {
  const { json } = await boss.get("/v1/organisation");
  equal((await boss.patch("/v1/organisation", { demo: true }, { headers: { "If-Match": `"${json.version}"` } })).status, 400);
  same(await people(), []);
});

await suite.test("what is no such request is told", async () => {
  const ask = (path, more) => nobody().ask("POST", path, more);
  equal((await ask("/v1/demo/session", { raw: "{", headers: { "Content-Type": "application/json" } })).status, 400);
  equal((await ask("/v1/demo/session", { raw: "{}", headers: { "Content-Type": "text/plain" } })).status, 415);
  equal(await announceTooLong(server.base, "POST", "/v1/demo/session"), 413);
  equal((await nobody().get("/v1/demo?cursor=!")).status, 400);
  const away = await start({ env: { HTTP_NO_STORE: "1" } });
  equal((await new Browser(away.base).get("/v1/demo")).status, 503);
  equal((await new Browser(away.base).post("/v1/demo/session", { person: mia.id })).status, 503);
  await away.stop();
});

await suite.test("in the demo shop everybody's place can be taken, page by page", async () => {
  equal((await boss.post("/v1/test/demo")).status, 204);
  const all = await people();
  same(all.map(({ name, role, site: where }) => [name, role, where]).sort(), [["Aino", "administrator", ""], ["mia", "associate", site.name]]);
  const first = (await nobody().get("/v1/demo?limit=1")).json;
  const second = (await nobody().get(`/v1/demo?limit=1&cursor=${first.next}`)).json;
  same([...first.items, ...second.items], all);
  equal(second.next, null);
  const browser = nobody();
  for (const { id, name } of all) {
    equal((await take(id, browser)).status, 201);
    equal((await browser.get("/v1/session")).json.person.name, name);
  }
  equal((await take("0000000000001")).status, 404);
});

await suite.test("by another name than the machine's own it is not there", async () => {
  for (const host of ["shop.example", "127.0.0.1.example", "localhost.example", "[::1"]) {
    same(JSON.parse((await asAnother(host, "GET", "/v1/demo")).text).items, [], host);
    equal((await asAnother(host, "POST", "/v1/demo/session", { person: mia.id })).status, 404, host);
    equal((await asAnother(host, "DELETE", "/v1/demo", undefined, mia)).status, 404, host);
  }
  equal((await asAnother(`localhost:${server.port}`, "POST", "/v1/demo/session", { person: mia.id })).status, 201);
});

await suite.test("thrown away it leaves nothing behind, and a business begins anew", async () => {
  await mia.post("/v1/cases", { site: site.id, subject: "A kettle" });
  await mia.post("/v1/encounters", { site: site.id, channel: "counter" });
  const before = new Screen(server.base, cookie(boss));
  equal(await before.opened, 200);
  equal((await mia.delete("/v1/demo", { csrf: false })).status, 403);
  equal((await nobody().delete("/v1/demo")).status, 401);
  ok(rows().search_words > 0);
  const { status, json } = await mia.delete("/v1/demo");
  equal(status, 200);
  match(json.link, /^\/setup#[\w-]{43}$/);
  same(mia.cookies, {});
  // A number goes on, by which screens that listen know what they have heard.
  same(rows(), { counters: 1 });
  equal((await boss.get("/v1/session")).status, 401);
  same(await people(), []);
  const mine = nobody();
  equal((await mine.post("/v1/setup", { secret: json.link.split("#")[1], ...owner, login: "me" })).status, 201);
  equal((await mine.get("/v1/organisation")).json.demo, false);
  same((await mine.get("/v1/people")).json.items.map(({ login }) => login), ["me"]);
  same((await mine.get("/v1/cases")).json.items, []);
  await before.until(() => before.ended);
  const here = (await mine.get("/v1/sites")).json.items[0].id;
  let screen = new Screen(server.base, cookie(mine));
  while ((await screen.opened) === 503) screen = new Screen(server.base, cookie(mine)); // its place is made free
  await screen.until(() => screen.id !== undefined);
  equal((await mine.post("/v1/cases", { site: here, subject: "The first" })).json.number, 1);
  await screen.until(() => screen.kinds.some((kind) => /^case\./.test(kind) || kind === "reset"));
  screen.close();
  equal((await mine.delete("/v1/demo")).status, 404);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
