// Every route of the API's description, by every role, on what belongs to their own site, another site and another
// organisation. A new route is in it by itself; where it works on a new kind of record, `records` needs one of those.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { Browser, hire, otherOrganisation, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-matrix");
const boss = await setUp(server);
const api = (await boss.get("/v1/openapi.json")).json;
const here = (await boss.get("/v1/sites")).json.items[0].id;
const there = (await boss.post("/v1/sites", { name: "There", emergency_number: "112" })).json.id;
const eva = await hire(boss, server.base, "eva", "manager", null);
const clerks = { [here]: await hire(boss, server.base, "ann", "associate", here), [there]: await hire(boss, server.base, "bob", "associate", there) };
const stranger = await otherOrganisation(server.base);
const people = {
  associate: await hire(boss, server.base, "associate", "associate", here),
  supervisor: await hire(boss, server.base, "supervisor", "supervisor", here),
  manager: await hire(boss, server.base, "manager", "manager", here),
  administrator: await hire(boss, server.base, "admin", "administrator", here),
};
/** Sites that only say what the business is; records whose reach the record itself decides. */
const open = new Set(["GET /v1/sites/{id}"]);
/** What concerns the whole organisation: who reaches a site alone does not reach it. */
const whole = new Set(["PATCH /v1/organisation", "POST /v1/sites"]);
/** Open to whose it is, and otherwise to those with this permission. */
const besides = new Map([["POST /v1/calls/{id}/arrived", "call.answer"], ["POST /v1/calls/{id}/end", "call.answer"], ["DELETE /v1/breaks/{id}", "call.answer"]]);

const made = async (who, path, body) => {
  const answer = await who.post(path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.json;
};

/** One record of every kind at a site, made by who works there. */
async function recordsOf(site) {
  const clerk = clerks[site];
  const encounter = await made(clerk, "/v1/encounters", { site, channel: "counter" });
  const record = await made(clerk, "/v1/cases", { site, subject: "A case" });
  const customer = await made(clerk, "/v1/customers", { site, name: "Customer" });
  const remedy = await made(eva, "/v1/remedies", { case: record.id, remedy: "voucher", amount: 1, currency: "EUR", owed: true });
  const approval = await made(clerk, "/v1/approvals", { site, case: record.id, remedy: "refund", asked: 77, currency: "EUR" });
  const promise = await made(clerk, "/v1/promises", { site, what: "a call" });
  const { ground } = (await eva.get(`/v1/refusals/shown?customer=${customer.id}&site=${site}`)).json;
  const refusal = await made(eva, "/v1/refusals", { site, customer: customer.id, reason: "why", seen: ground });
  const incident = await made(clerk, "/v1/incidents", { site, what: "it", harm: "none", happened_at: "2026-01-01T00:00:00Z" });
  const grant = await made(eva, "/v1/grants", { to: "site", site, remedy: "exchange" });
  const call = await made(clerk, "/v1/calls", { site, whom: "colleague" });
  const way = await made(eva, "/v1/ways", { site, way: "webhook", level: "security", address: "https://guard.example/call" });
  const rest = await made(clerk, "/v1/breaks", { site });
  const debrief = await made(clerk, "/v1/debriefs", { text: "mine" });
  const membership = (await boss.get(`/v1/people/${clerk.id}`)).json.memberships[0];
  const session = (await clerk.get("/v1/sessions")).json.items[0];
  const token = await made(clerk, "/v1/tokens", { name: "bot", scopes: "open" });
  const device = await made(boss, "/v1/devices", { site, name: "Till" });
  delete boss.cookies["amends-device"];
  return {
    encounters: encounter.id, cases: record.id, customers: customer.id, remedies: remedy.id, approvals: approval.id,
    promises: promise.id, refusals: refusal.id, incidents: incident.id, grants: grant.id, calls: call.id, ways: way.id, breaks: rest.id, debriefs: debrief.id,
    memberships: membership.id, sessions: session.id, tokens: token.id, devices: device.id, sites: site, people: clerk.id,
  };
}
const records = { [here]: await recordsOf(here), [there]: await recordsOf(there) };

/** The least body that the description asks for, about this site. */
function bodyOf(operation, site) {
  const content = operation.requestBody?.content["application/json"];
  if (!content) return undefined;
  const ref = content.schema.$ref?.split("/").pop();
  const schema = ref ? api.components.schemas[ref] : content.schema;
  const body = {};
  for (const name of schema.required ?? []) body[name] = valueOf(name, schema.properties[name], site);
  if ("site" in (schema.properties ?? {}) && !("site" in body)) body.site = site;
  if ("case" in (schema.properties ?? {})) body.case = records[site].cases;
  if ("encounter" in (schema.properties ?? {}) && !("site" in (schema.properties ?? {}))) body.encounter = records[site].encounters;
  return body;
}
const named = { person: "people", into: "cases", site: "sites" };
function valueOf(name, schema, site) {
  if (name === "events") return [{ key: "k", event: { did: "listen" } }];
  if (schema.enum) return schema.enum.filter(Boolean)[1] ?? schema.enum[0];
  if (schema.pattern) return records[site][named[name] ?? `${name}s`];
  if (schema.format === "date-time") return "2026-01-01T00:00:00Z";
  if (schema.type === "boolean") return true;
  if (schema.type === "integer") return schema.minimum ?? 1;
  return "x".repeat(Math.max(1, schema.minLength ?? 1));
}

const operations = [];
for (const [path, methods] of Object.entries(api.paths))
  for (const [method, operation] of Object.entries(methods))
    if (operation["x-permission"] && !path.startsWith("/v1/test/") && path !== "/v1/live")
      operations.push({ name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, operation, permission: besides.get(`${method.toUpperCase()} ${path}`) ?? operation["x-permission"] });

/** What somebody is told who asks for a route, on records of a site. */
function ask(browser, { method, path, operation }, site, { id: wanted, ...more } = {}) {
  const kind = path.split("/")[2];
  const id = wanted ?? records[site][kind];
  if (path.includes("{")) ok(id, `no record of ${kind} for ${path}`);
  let where = path.replace(/\{\w+\}/, id);
  const parameters = (operation.parameters ?? []).filter((p) => p.in === "query").map((p) => p.name);
  const query = Object.entries({ site, customer: records[site].customers, case: records[site].cases, contact: "nobody@example.org" })
    .filter(([name]) => parameters.includes(name));
  if (query.length) where += `?${new URLSearchParams(query)}`;
  const headers = parameters && (operation.parameters ?? []).some((p) => p.name === "If-Match") ? { "If-Match": '"999"' } : {};
  const body = "raw" in more ? {} : bodyOf(operation, site);
  const sent = Object.entries({ ...headers, ...more.headers }).filter(([, value]) => value !== undefined);
  return browser.ask(method, where, { body, ...more, headers: Object.fromEntries(sent) });
}
const forbidden = (answer) => answer.status === 403 && ["/problems/not-permitted", "/problems/forbidden"].includes(answer.json?.type);
const kept = (answer) => forbidden(answer) || answer.json?.type === "/problems/not-theirs";
const ids = (text) => new Set(text.match(/\b[0-9a-hjkmnp-tv-z]{13}\b/g) ?? []);
const all = new Set(Object.values(records).flatMap(Object.values));

await suite.test("nobody who is not signed in is let in anywhere", async () => {
  const nobody = new Browser(server.base);
  for (const operation of operations) equal((await ask(nobody, operation, here)).status, 401, operation.name);
});

await suite.test("another organisation finds nothing", async () => {
  for (const operation of operations) {
    if (/DELETE .*session$|credentials|\/me\//.test(operation.name)) continue;
    const answer = await ask(stranger, operation, here);
    const told = [...ids(answer.text)].filter((id) => all.has(id));
    same(told, [], `${operation.name}: ${answer.status} ${answer.text}`);
    if (operation.path.includes("{")) ok([400, 404, 412].includes(answer.status), `${operation.name}: ${answer.status} ${answer.text}`);
  }
  for (const site of [here, there])
    for (const [kind, id] of Object.entries(records[site])) {
      const path = `/v1/${kind}/{id}`;
      if (api.paths[path]?.get) equal((await stranger.get(`/v1/${kind}/${id}`)).status, 404, path);
    }
});

for (const [role, browser] of Object.entries(people))
  await suite.test(`${role}: never where the table says never, not at another site where it says site`, async () => {
    const { permissions } = (await browser.get("/v1/session")).json;
    const wrong = [];
    for (const operation of operations) {
      const reach = permissions[operation.permission] ?? "never";
      const changes = operation.method !== "GET";
      if (reach === "never") {
        const answer = await ask(browser, operation, here);
        if (!kept(answer)) wrong.push(`${operation.name} by ${role}, never: ${answer.status} ${answer.text}`);
      } else if (reach === "site" && (operation.path.includes("{") || changes) && !open.has(operation.name)) {
        const answer = await ask(browser, operation, there);
        if (!kept(answer)) wrong.push(`${operation.name} by ${role}, other site: ${answer.status} ${answer.text}`);
      } else if (reach === "site") {
        const answer = await ask(browser, operation, there);
        const told = [...ids(answer.text)].filter((id) => Object.values(records[there]).includes(id) && id !== there);
        if (answer.status === 200 && told.length) wrong.push(`${operation.name} by ${role} tells of another site: ${told}`);
      }
    }
    if (wrong.length) throw new Error(wrong.join("; "));
  });

for (const [role, browser] of Object.entries(people))
  await suite.test(`${role}: lists hold what their reach holds`, async () => {
    const { permissions } = (await browser.get("/v1/session")).json;
    for (const operation of operations) {
      const reach = permissions[operation.permission] ?? "never";
      if (operation.method !== "GET" || operation.path.includes("{") || reach === "never") continue;
      const answer = await browser.get(operation.path);
      if (answer.status !== 200 || !Array.isArray(answer.json.items)) continue;
      for (const row of answer.json.items)
        if ("site" in row && row.site && reach === "site") equal(row.site, here, `${operation.name} by ${role}`);
    }
  });

await suite.test("what the table allows at one's own site is not refused for the permission", async () => {
  const wrong = [];
  for (const [role, browser] of Object.entries(people)) {
    const { permissions } = (await browser.get("/v1/session")).json;
    for (const operation of operations) {
      const reach = permissions[operation.permission] ?? "never";
      if (!["site", "organisation"].includes(reach) || (whole.has(operation.name) && reach === "site") || /password-reset|totp|DELETE/.test(operation.name)) continue;
      const answer = await ask(browser, operation, here);
      if (forbidden(answer)) wrong.push(`${operation.name} by ${role}: ${answer.text}`);
      if (answer.status >= 500 && answer.status !== 503) wrong.push(`${operation.name} by ${role}: ${answer.status} ${answer.text}`);
    }
  }
  if (wrong.length) throw new Error(wrong.join("; "));
});

await suite.test("every refusal that the description promises occurs", async () => {
  const fresh = await made(boss, "/v1/people", { name: "new", login: "new", role: "associate", site: here });
  const { json } = await boss.post(`/v1/people/${fresh.id}/password-reset`, undefined);
  const unready = new Browser(server.base);
  await unready.post("/v1/session", { login: "new", password: json.password });
  const key = { "Idempotency-Key": "matrix" };
  await boss.post("/v1/cases", { site: here, subject: "first" }, { headers: key });
  const away = await start({ env: { HTTP_NO_STORE: "1" } });
  const nowhere = Object.assign(new Browser(away.base), { cookies: { ...boss.cookies }, csrf: boss.csrf });
  const bad = ["cursor", "site", "customer", "case", "encounter", "since", "until", "at"];
  const ways = {
    400: (o) => (o.operation.requestBody ? ask(boss, o, here, { raw: "{" })
      : o.method !== "GET" ? ask(boss, o, here, { headers: { "Idempotency-Key": "a b" } })
      : boss.get(`${o.path.replace(/\{\w+\}/, records[here][o.path.split("/")[2]])}?${bad.map((name) => `${name}=!`).join("&")}`)),
    401: (o) => ask(new Browser(server.base), o, here),
    403: (o) => ask(unready, o, here, { csrf: false }),
    404: (o) => ask(boss, o, here, { id: "0000000000001" }),
    412: (o) => ask(o.path.includes("debriefs") ? clerks[here] : boss, o, here),
    413: (o) => ask(boss, o, here, { raw: " ".repeat(o.path === "/v1/coach" ? 4194305 : 262145) }),
    415: (o) => ask(boss, o, here, { headers: { "Content-Type": "text/plain" } }),
    422: (o) => ask(boss, o, here, { headers: key }),
    428: (o) => ask(boss, o, here, { headers: { "If-Match": undefined } }),
    503: (o) => ask(nowhere, o, here),
  };
  const wrong = [];
  for (const o of operations)
    for (const status of Object.keys(o.operation.responses)) {
      if (status[0] === "2" || status === "409" || status === "429" || o.path === "/v1/coach" || o.name === "DELETE /v1/session" || o.name === "GET /v1/session") continue;
      const answer = ways[status] ? await ways[status](o).catch((error) => ({ status: 0, text: String(error.cause) })) : { status: 0 };
      if (answer.status !== Number(status)) wrong.push(`${o.name} ${status}: ${answer.status} ${answer.text?.slice(0, 200)}`);
      else if (answer.headers.get("content-type") !== "application/problem+json") wrong.push(`${o.name} ${status}: no problem`);
    }
  await away.stop();
  if (wrong.length) throw new Error(wrong.join("; "));
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
