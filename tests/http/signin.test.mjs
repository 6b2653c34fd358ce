// Signing in and what hangs on it: set-up, sessions, CSRF, PIN, devices, tokens, throttling, resets, authenticator.
import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import { announceTooLong, Browser, owner, setUp, start, Suite } from "./lib.mjs";
import { totp } from "./totp.mjs";

const server = await start();
const suite = new Suite("http-signin");
const by = (browser) => ({ login: owner.login, password: owner.password, ...browser });
let boss;

async function signIn(more = {}, browser = new Browser(server.base)) {
  return { browser, answer: await browser.post("/v1/session", by(more)) };
}

await suite.test("the link makes the owner once", async () => {
  match(server.setup, /^\/setup#[\w-]{43}$/);
  const stranger = new Browser(server.base);
  equal((await stranger.post("/v1/setup", { secret: "x".repeat(43), ...owner })).status, 401);
  boss = await setUp(server);
  const again = await new Browser(server.base).post("/v1/setup", { secret: server.setup.split("#")[1], ...owner, login: "b" });
  equal(again.status, 409);
  equal(again.json.type, "/problems/set-up");
});

await suite.test("set-up says which field is at fault", async () => {
  const short = await new Browser(server.base).post("/v1/setup", { secret: "s", ...owner, password: "short" });
  equal(short.status, 400);
  equal(short.json.field, "password");
  match(short.json.expected, /10/);
});

await suite.test("the cookie is out of reach of scripts and other sites", async () => {
  const answer = await fetch(server.base + "/v1/session", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(by()),
  });
  const [cookie] = answer.headers.getSetCookie();
  for (const part of ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="]) ok(cookie.includes(part), cookie);
  ok(!cookie.includes("Secure"), "plain HTTP");
});

await suite.test("who am I", async () => {
  const { json } = await boss.get("/v1/session");
  equal(json.person.login, "aino");
  equal(json.alone, true);
  equal(json.permissions["person.administer"], "organisation");
  for (const secret of ["password_hash", "totp_secret", "debrief_seal", "pin_hash"]) ok(!(secret in json.person), secret);
});

await suite.test("the key that devices seal with: the same for a person each time, by session alone", async () => {
  const path = "/v1/me/sealing-key";
  const { key } = (await boss.get(path)).json;
  equal(Buffer.from(key, "base64").length, 32);
  equal((await (await signIn()).browser.get(path)).json.key, key);
  const added = (await boss.post("/v1/people", { name: "Sealed", login: "sealed", role: "associate" })).json;
  const { password } = (await boss.post(`/v1/people/${added.id}/password-reset`, undefined)).json;
  const other = new Browser(server.base);
  await other.post("/v1/session", { login: "sealed", password });
  equal((await other.put("/v1/me/password", { password, new: "another long password" })).status, 204);
  notEqual((await other.get(path)).json.key, key);
  const token = (await boss.post("/v1/tokens", { name: "bot", scopes: "open" })).json;
  equal((await new Browser(server.base).get(path, { headers: { Authorization: `Bearer ${token.token}` } })).status, 403);
  equal((await boss.ask("DELETE", `/v1/tokens/${token.id}`)).status, 204);
});

await suite.test("a wrong password, a wrong name and a wrong cookie are not told apart from each other", async () => {
  const [wrong, nobody] = [await signIn({ password: "not this one either" }), await signIn({ login: "nobody" })];
  equal(wrong.answer.status, 401);
  equal(nobody.answer.status, 401);
  equal(wrong.answer.json.detail, nobody.answer.json.detail);
  const forged = new Browser(server.base);
  for (const value of ["x", "", "0".repeat(71), boss.cookies["amends-session"].slice(0, -1) + "-"]) {
    forged.cookies["amends-session"] = value;
    equal((await forged.get("/v1/session")).status, 401, value);
  }
});

await suite.test("a write needs the CSRF token, a read does not", async () => {
  const { browser } = await signIn();
  const body = { name: "Customer" };
  equal((await browser.post("/v1/test/customers", body, { csrf: false })).json.type, "/problems/csrf");
  equal((await browser.post("/v1/test/customers", body, { csrf: false, headers: { "X-CSRF-Token": "y".repeat(43) } })).status, 403);
  equal((await browser.get("/v1/test/customers")).status, 200);
  equal((await browser.delete("/v1/session", { csrf: false })).status, 403);
});

await suite.test("signing out ends the session, everywhere else one stays signed in", async () => {
  const [{ browser: one }, { browser: two }] = [await signIn(), await signIn()];
  const copy = new Browser(server.base);
  copy.cookies = { ...one.cookies };
  equal((await copy.get("/v1/session")).status, 200);
  equal((await one.delete("/v1/session")).status, 204);
  equal((await one.get("/v1/session")).status, 401);
  equal((await copy.get("/v1/session")).status, 401, "at once");
  equal((await two.get("/v1/session")).status, 200);
});

await suite.test("sessions are listed and revoked", async () => {
  const { browser } = await signIn();
  const { json } = await boss.get("/v1/sessions");
  ok(json.items.length >= 2);
  ok(!("token_hash" in json.items[0]) && !("csrf" in json.items[0]));
  const newest = json.items[0];
  equal((await boss.delete(`/v1/sessions/${newest.id}`)).status, 204);
  equal((await browser.get("/v1/session")).status, 401);
  equal((await boss.delete("/v1/sessions/0000000000001")).status, 404);
});

await suite.test("a session ends unused, and after thirty days", async () => {
  const { browser } = await signIn();
  server.clock(11 * 3600e3);
  await new Promise((done) => setTimeout(done, 1100)); // who was let in is known for a second
  equal((await browser.get("/v1/session")).status, 200);
  server.clock(24 * 3600e3);
  await new Promise((done) => setTimeout(done, 1100));
  equal((await browser.get("/v1/session")).status, 401);
  server.clock(0);
  boss = (await signIn()).browser;
});

await suite.test("tokens: scopes, told once, taken back", async () => {
  const wrong = await boss.post("/v1/tokens", { name: "bot", scopes: "everything" });
  equal(wrong.json.field, "scopes");
  const made = await boss.post("/v1/tokens", { name: "bot", scopes: "open customer.see" });
  equal(made.status, 201);
  match(made.json.token, /^amends_/);
  const bot = new Browser(server.base);
  const headers = { Authorization: `Bearer ${made.json.token}` };
  equal((await bot.post("/v1/signals", { text: "My money back!" }, { headers })).status, 200);
  equal((await bot.get("/v1/test/customers", { headers })).status, 200);
  equal((await bot.post("/v1/test/customers", { name: "x" }, { headers })).json.type, "/problems/not-permitted");
  equal((await bot.post("/v1/tokens", { name: "more", scopes: "open" }, { headers })).json.type, "/problems/full-sign-in");
  const narrow = (await boss.post("/v1/tokens", { name: "narrow", scopes: "case.see" })).json.token;
  const other = { headers: { Authorization: `Bearer ${narrow}` } };
  equal((await bot.get("/v1/session", other)).json.type, "/problems/not-permitted");
  const list = (await boss.get("/v1/tokens")).json;
  ok(!JSON.stringify(list).includes(made.json.token.slice(40)));
  equal((await bot.get("/v1/test/customers", { headers: { Authorization: headers.Authorization.slice(0, -2) + "xx" } })).status, 401);
  equal((await boss.delete(`/v1/tokens/${made.json.id}`)).status, 204);
  equal((await bot.get("/v1/test/customers", { headers })).status, 401);
});

await suite.test("a token has an end", async () => {
  const past = new Date(Date.now() + 1000).toISOString();
  const { json } = await boss.post("/v1/tokens", { name: "short", scopes: "customer", ends_at: past });
  const headers = { Authorization: `Bearer ${json.token}` };
  equal((await new Browser(server.base).get("/v1/test/customers", { headers })).status, 200);
  await new Promise((done) => setTimeout(done, 2200));
  equal((await new Browser(server.base).get("/v1/test/customers", { headers })).status, 401);
});

await suite.test("PIN: on an enrolled device alone, with fewer rights", async () => {
  const session = (await boss.get("/v1/session")).json;
  const person = session.person.id;
  equal((await boss.put("/v1/me/pin", { password: "wrong password!", pin: "1234" })).json.type, "/problems/wrong-password");
  equal((await boss.put("/v1/me/pin", { password: owner.password, pin: "12ab" })).json.field, "pin");
  equal((await boss.put("/v1/me/pin", { password: owner.password, pin: "2468" })).status, 204);
  const anywhere = new Browser(server.base);
  equal((await anywhere.post("/v1/session/pin", { person, pin: "2468" })).status, 401);
  const site = (await boss.get("/v1/test/sites")).json.items[0].id;
  const enrolled = await boss.post("/v1/devices", { site, name: "Till 1" });
  equal(enrolled.status, 201);
  const till = new Browser(server.base);
  till.cookies["amends-device"] = boss.cookies["amends-device"];
  delete boss.cookies["amends-device"];
  equal((await till.post("/v1/session/pin", { person })).status, 400);
  equal((await till.ask("POST", "/v1/session/pin", { raw: "{}", headers: { "Content-Type": "text/plain" } })).status, 415);
  equal((await till.ask("POST", "/v1/session/pin", { raw: " ".repeat(262145), headers: { "Content-Type": "application/json" } })).status, 413);
  equal((await till.get("/v1/device/people?limit=0")).status, 400);
  same((await till.get("/v1/device/people")).json.items, [{ id: person, name: "Aino" }]);
  equal((await till.post("/v1/session/pin", { person, pin: "0000" })).status, 401);
  const switched = await till.post("/v1/session/pin", { person, pin: "2468" });
  equal(switched.status, 201);
  equal(switched.json.by_pin, true);
  ok(!("person.administer" in switched.json.permissions));
  equal((await till.get("/v1/test/customers")).status, 200);
  equal((await till.post("/v1/tokens", { name: "x", scopes: "open" })).json.type, "/problems/full-sign-in");
  equal((await till.post(`/v1/people/${person}/password-reset`, undefined)).status, 403);
  equal((await boss.delete(`/v1/devices/${enrolled.json.id}`)).status, 204);
  equal((await till.get("/v1/test/customers")).status, 401, "with the device its sessions end");
  equal((await till.post("/v1/session/pin", { person, pin: "2468" })).status, 401);
});

await suite.test("throttling: after five failures one waits, twice as long each time", async () => {
  const browser = new Browser(server.base);
  const statuses = [];
  let last;
  for (let i = 0; i < 7; i++) {
    last = await browser.post("/v1/session", { login: "victim", password: "guess number " + i });
    statuses.push(last.status);
  }
  same(statuses, [401, 401, 401, 401, 401, 429, 429]);
  ok(Number(last.headers.get("retry-after")) >= 1);
  equal((await signIn()).answer.status, 201, "another account from the same address");
  await new Promise((done) => setTimeout(done, 1100));
  equal((await browser.post("/v1/session", { login: "victim", password: "once more" })).status, 401);
  const waits = await browser.post("/v1/session", { login: "victim", password: "once more" });
  equal(waits.status, 429);
  equal(waits.headers.get("retry-after"), "2");
});

await suite.test("authenticator: begun, confirmed, asked for, good once, given up", async () => {
  equal((await boss.post("/v1/me/totp", { password: "wrong password" })).status, 403);
  const { json: begun } = await boss.post("/v1/me/totp", { password: owner.password });
  match(begun.address, /^otpauth:\/\/totp\/Amends:aino\?secret=[A-Z2-7]+&issuer=Amends$/);
  equal((await signIn()).answer.status, 201, "not confirmed, not asked for");
  equal((await boss.put("/v1/me/totp", { code: "000000" })).json.field, "code");
  const now = Date.now();
  const set = await boss.put("/v1/me/totp", { code: totp(begun.secret, now - 30000) });
  equal(set.status, 200, set.text);
  equal(new Set(set.json.recovery_codes).size, 10);
  equal((await signIn()).answer.json.type, "/problems/code-needed");
  equal((await signIn({ code: "000000" })).answer.json.type, "/problems/wrong");
  const code = totp(begun.secret, now);
  equal((await signIn({ code })).answer.status, 201);
  equal((await signIn({ code })).answer.status, 401, "a code is good once");
  equal((await signIn({ password: "wrong password", code: totp(begun.secret, now + 30000) })).answer.status, 401);
  equal((await boss.post("/v1/me/totp/removal", { password: owner.password })).status, 204);
  equal((await boss.post("/v1/me/totp/recovery-codes", { password: owner.password })).json.type, "/problems/no-authenticator");
  equal((await boss.put("/v1/me/totp", { code: "123456" })).json.type, "/problems/no-authenticator");
  equal((await signIn()).answer.status, 201);
});

await suite.test("a new password ends other sessions and is asked for from now on", async () => {
  const { browser: other } = await signIn();
  const fresh = "an even longer password";
  equal((await boss.put("/v1/me/password", { password: "not it at all", new: fresh })).status, 403);
  equal((await boss.put("/v1/me/password", { password: owner.password, new: "short" })).json.field, "new");
  equal((await boss.put("/v1/me/password", { password: owner.password, new: owner.password })).json.field, "new");
  equal((await boss.put("/v1/me/password", { password: owner.password, new: fresh })).status, 204);
  equal((await other.get("/v1/session")).status, 401);
  equal((await boss.get("/v1/session")).status, 200);
  equal((await signIn()).answer.status, 401);
  owner.password = fresh;
  equal((await signIn()).answer.status, 201);
});

await suite.test("a reset forces a change, and says that debriefs are lost", async () => {
  const { person } = (await boss.get("/v1/session")).json;
  const reset = await boss.post(`/v1/people/${person.id}/password-reset`, undefined);
  equal(reset.status, 200);
  equal(reset.json.debriefs_lost, true);
  equal((await boss.get("/v1/session")).status, 401);
  const { browser, answer } = await signIn({ password: reset.json.password });
  equal(answer.json.must_change_password, true);
  equal((await browser.get("/v1/test/customers")).json.type, "/problems/must-change-password");
  equal((await browser.get("/v1/session")).status, 200);
  owner.password = "the third long password";
  equal((await browser.put("/v1/me/password", { password: reset.json.password, new: owner.password })).status, 204);
  equal((await browser.get("/v1/test/customers")).status, 200);
  equal((await browser.post("/v1/people/0000000000001/password-reset", undefined)).status, 404);
  boss = browser;
});

await suite.test("all of this stands in the audit log", async () => {
  const entries = [];
  for (let next = ""; next !== null;) {
    const { json } = await boss.get(`/v1/test/audit?limit=5${next && `&cursor=${next}`}`);
    entries.push(...json.items);
    next = json.next;
  }
  same(entries.map(({ number }) => number), entries.map((_, i) => i + 1));
  const actions = new Set(entries.map(({ action }) => action));
  for (const action of ["organisation.founded", "session.opened", "session.opened_by_pin", "session.ended", "session.revoked",
    "person.password_changed", "person.password_reset", "person.pin_set", "person.authenticator_begun", "person.authenticator_set",
    "person.authenticator_removed",  "device.enrolled", "device.revoked", "token.made", "token.revoked"])
    ok(actions.has(action), action);
});

await suite.test("an address is throttled too, whatever names it tries", async () => {
  let tries = 0, last;
  do last = await signIn({ login: `somebody ${tries}`, password: "a guess, no more" }); while (last.answer.status === 401 && ++tries < 25);
  equal(last.answer.status, 429);
  equal(last.answer.json.type, "/problems/wait");
  equal((await signIn()).answer.status, 429, "the right password does not help from there");
  for (const path of ["/v1/me/password", "/v1/me/pin", "/v1/me/totp", "/v1/me/totp/recovery-codes", "/v1/me/totp/removal"]) {
    const body = { password: owner.password, ...(path.endsWith("password") && { new: "yet another password" }) };
    const answer = await boss.ask(/password|pin/.test(path) ? "PUT" : "POST", path, { body });
    same([answer.status, answer.json.type], [429, "/problems/wait"], path);
  }
  const site = (await boss.get("/v1/test/sites")).json.items[0].id;
  equal((await boss.post("/v1/devices", { site, name: "Till 2" })).status, 201);
  equal((await boss.post("/v1/session/pin", { person: "0000000000001", pin: "0000" })).json.type, "/problems/wait");
  for (let i = 0; i < 5; i++) last.answer = await new Browser(server.base).post("/v1/setup", { secret: "x".repeat(43), ...owner });
  equal(last.answer.status, 429);
  equal((await boss.get("/v1/session")).status, 200, "who is signed in is not disturbed");
});

await suite.test("what sign-in refuses besides, as the description says", async () => {
  const away = await start({ env: { HTTP_NO_STORE: "1" } });
  const nowhere = Object.assign(new Browser(away.base), { cookies: { ...boss.cookies, "amends-device": `${boss.cookies["amends-session"]}` }, csrf: boss.csrf });
  const pin = { person: "0000000000001", pin: "1234" };
  for (const [path, body] of [["/v1/setup", { secret: away.setup.split("#")[1], ...owner }], ["/v1/session", by()], ["/v1/session/pin", pin]]) {
    const type = await boss.ask("POST", path, { raw: "{}", headers: { "Content-Type": "text/plain" } });
    equal((await nowhere.post(path, body)).status, 503, path);
    if (path === "/v1/session/pin") continue; // an enrolled device alone is told more
    equal(type.status, 415, path);
    equal(await announceTooLong(server.base, "POST", path), 413, path);
  }
  for (const [method, path] of [["GET", "/v1/session"], ["DELETE", "/v1/session"], ["GET", "/v1/device/people"], ["GET", "/readyz"], ["GET", "/v1/live"]])
    equal((await nowhere.ask(method, path)).status, 503, path);
  const coach = { raw: "{}", headers: { "Content-Type": "application/jsonl" } };
  equal((await nowhere.ask("POST", "/v1/coach", coach)).status, 503);
  await away.stop();
});

await suite.test("nothing secret is in the database in clear", async () => {
  if (server.url) return; // on SQLite, whose file can be read
  const { readFileSync } = await import("node:fs");
  const files = ["desk.db", "desk.db-wal"].map((name) => readFileSync(`${server.folder}/${name}`, "latin1")).join("");
  ok(!files.includes(owner.password));
  ok(!files.includes(boss.cookies["amends-session"].split(".")[2]));
  ok(files.includes("$argon2id$"));
});

notEqual(boss, undefined);
same(await server.stop(), { code: 0, signal: null });
suite.end();
