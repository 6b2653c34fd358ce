// A second factor where the settings demand one of administrators: they can only enrol until they have one.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { Browser, hire, owner, setUp, start, Suite } from "./lib.mjs";
import { totp } from "./totp.mjs";

const server = await start({ env: { HTTP_SECOND_FACTOR: "1" } });
const suite = new Suite("http-factor");
const boss = await setUp(server);
const problem = (answer, type) => same([answer.status, answer.json?.type], [403, `/problems/${type}`], answer.text);

async function enrol(browser, password) {
  const { json: begun } = await browser.post("/v1/me/totp", { password });
  const set = await browser.put("/v1/me/totp", { code: totp(begun.secret, Date.now() - 30000) });
  equal(set.status, 200, set.text);
  return { secret: begun.secret, codes: set.json.recovery_codes };
}

await suite.test("an administrator without one can enrol and nothing else", async () => {
  const { json } = await boss.get("/v1/session");
  equal(json.must_set_authenticator, true);
  const api = (await boss.get("/v1/openapi.json")).json;
  const open = [];
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      if (!operation["x-permission"] || path.startsWith("/v1/test/")) continue;
      const answer = await boss.ask(method.toUpperCase(), path.replace(/\{\w+\}/g, "0000000000001"),
        { ...(operation.requestBody && path !== "/v1/coach" && { body: {} }), ...(path === "/v1/session" && method === "delete" && { csrf: false }) });
      if (answer.json?.type !== "/problems/second-factor") open.push(`${method} ${path}`);
    }
  same(open.sort(), ["delete /v1/session", "get /v1/session", "post /v1/me/totp", "put /v1/me/password", "put /v1/me/totp"]);
  problem(await boss.get("/v1/live"), "second-factor");
});

let own;
await suite.test("once it is set up everything is open, and the code is asked for", async () => {
  own = await enrol(boss, owner.password);
  equal((await boss.get("/v1/people")).status, 200);
  const { json } = await boss.get("/v1/session");
  same([json.must_set_authenticator, json.has_authenticator, json.recovery_codes_left], [false, true, 10]);
  const browser = new Browser(server.base), by = { login: owner.login, password: owner.password };
  equal((await browser.post("/v1/session", by)).json.type, "/problems/code-needed");
  equal((await browser.post("/v1/session", { ...by, code: totp(own.secret, Date.now()) })).status, 201);
});

await suite.test("who administers nobody needs none; who becomes an administrator does", async () => {
  const site = (await boss.get("/v1/sites")).json.items[0].id;
  const clerk = await hire(boss, server.base, "ann", "associate", site);
  equal((await clerk.get("/v1/encounters")).status, 200);
  equal((await clerk.get("/v1/session")).json.must_set_authenticator, false);
  equal((await boss.post(`/v1/people/${clerk.id}/memberships`, { role: "administrator" })).status, 201);
  await new Promise((done) => setTimeout(done, 1100)); // who was let in is known for a second
  problem(await clerk.get("/v1/encounters"), "second-factor");
  await enrol(clerk, clerk.password);
  equal((await clerk.get("/v1/encounters")).status, 200);
  equal((await boss.delete(`/v1/people/${clerk.id}/totp`)).status, 204);
  const again = new Browser(server.base);
  equal((await again.post("/v1/session", { login: "ann", password: clerk.password })).status, 201);
  problem(await again.get("/v1/encounters"), "second-factor");
});

await suite.test("recovery codes: good once each, renewed, no use alone", async () => {
  const signIn = async (more) => ({ answer: await new Browser(server.base).post("/v1/session", { login: owner.login, password: owner.password, ...more }) });
  const [lost, other] = own.codes;
  match(lost, /^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
  equal((await signIn({ password: "wrong password", code: lost })).answer.status, 401, "alone it lets nobody in");
  const recovered = (await signIn({ code: lost })).answer;
  equal(recovered.status, 201, recovered.text);
  equal(recovered.json.recovery_codes_left, 9);
  equal((await signIn({ code: lost })).answer.status, 401, "a recovery code is good once");
  const fresh = await boss.post("/v1/me/totp/recovery-codes", { password: owner.password });
  equal(fresh.json.recovery_codes.length, 10);
  equal((await signIn({ code: other })).answer.status, 401, "those before are good no more");
  equal((await signIn({ code: fresh.json.recovery_codes[3].toUpperCase().replace("-", "") })).answer.status, 201);
});

await suite.test("a token or a PIN does not go around it", async () => {
  const tokens = {};
  for (const scopes of ["open encounter", "person.administer open person.see"]) tokens[scopes] = (await boss.post("/v1/tokens", { name: "bot", scopes })).json.token;
  equal((await boss.put("/v1/me/pin", { password: owner.password, pin: "2468" })).status, 204);
  const site = (await boss.get("/v1/sites")).json.items[0].id;
  equal((await boss.post("/v1/devices", { site, name: "Till" })).status, 201);
  equal((await boss.post("/v1/me/totp/removal", { password: owner.password })).status, 204);
  problem(await boss.get("/v1/people"), "second-factor");
  const by = (token) => new Browser(server.base).get("/v1/encounters", { headers: { Authorization: `Bearer ${token}` } });
  equal((await by(tokens["open encounter"])).status, 200, "what cannot administer");
  problem(await by(tokens["person.administer open person.see"]), "second-factor");
  const { person } = (await boss.get("/v1/session")).json;
  const till = new Browser(server.base);
  till.cookies["amends-device"] = boss.cookies["amends-device"];
  equal((await till.post("/v1/session/pin", { person: person.id, pin: "2468" })).status, 201);
  equal((await till.get("/v1/encounters")).status, 200, "a PIN serves customers");
  problem(await till.post("/v1/people", { name: "x", login: "x" }), "not-permitted");
});

await suite.test("codes are guessed no faster than passwords", async () => {
  own = await enrol(boss, owner.password);
  const browser = new Browser(server.base), statuses = [];
  for (let i = 0; i < 6; i++) statuses.push((await browser.post("/v1/session", { login: owner.login, password: owner.password, code: `00000${i}` })).status);
  same(statuses, [401, 401, 401, 401, 401, 429]);
  const right = await browser.post("/v1/session", { login: owner.login, password: owner.password, code: own.codes[0] });
  ok([429, 201].includes(right.status));
});

await suite.test("it stands in the audit log", async () => {
  const actions = new Set((await boss.get("/v1/test/audit?limit=200")).json.items.map(({ action }) => action));
  for (const action of ["person.recovery_codes_made", "person.recovery_code_used", "person.authenticator_set", "person.authenticator_taken"]) ok(actions.has(action), action);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
