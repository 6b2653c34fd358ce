// Every list of the description pages by cursor: each record once, in the order of the whole, and a cursor holds for its list alone.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { Browser, hire, owner, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-pages");
const boss = await setUp(server);
const api = (await boss.get("/v1/openapi.json")).json;
const site = (await boss.get("/v1/sites")).json.items[0].id;
const made = async (who, path, body) => {
  const answer = await who.post(path, body);
  equal(answer.status, 201, `${path}: ${answer.text}`);
  return answer.json;
};

// Three or more of everything, with gaps in what somebody may see.
const there = (await made(boss, "/v1/sites", { name: "There", emergency_number: "112" })).id;
await made(boss, "/v1/sites", { name: "Third", emergency_number: "112" });
const clerk = await hire(boss, server.base, "ann", "associate", site);
const leader = await hire(boss, server.base, "leo", "supervisor", site);
for (const [login, where] of [["p1", there], ["p2", site], ["p3", there], ["p4", site], ["p5", null]])
  await made(boss, "/v1/people", { name: login, login, role: "associate", site: where });
const encounter = (await made(clerk, "/v1/encounters", { site, channel: "counter" })).id;
for (let i = 0; i < 4; i++) {
  equal((await clerk.post(`/v1/encounters/${encounter}/events`, { events: [{ key: `e${i}`, event: { from: "customer", text: `text ${i}` } }] })).status, 200);
  await made(clerk, "/v1/encounters", { site, channel: "counter" });
  await made(boss, "/v1/customers", { site: i % 2 ? site : there, name: `C${i}`, contact: `c${i}@example.org` });
}
const record = await made(boss, "/v1/cases", { site, subject: "one" });
for (let i = 0; i < 3; i++) {
  const another = await made(boss, "/v1/cases", { site, subject: `case ${i}` });
  await made(boss, "/v1/remedies", { case: record.id, remedy: "voucher", amount: 1 + i, currency: "EUR", owed: true });
  await made(clerk, "/v1/approvals", { site, case: another.id, remedy: "refund", asked: 70 + i, currency: "EUR" });
  await made(boss, "/v1/promises", { site, what: `promise ${i}` });
  await made(boss, "/v1/incidents", { site, what: `it ${i}`, harm: "none", happened_at: "2026-01-01T00:00:00Z" });
  await made(boss, "/v1/grants", { to: "site", site, remedy: "exchange" });
  await made(clerk, "/v1/calls", { site, whom: "colleague" });
  await made(boss, "/v1/tokens", { name: `bot ${i}`, scopes: "open" });
  await made(boss, "/v1/devices", { site, name: `Till ${i}` });
  await made(boss, "/v1/ways", { site, way: "webhook", level: "security", address: `https://guard.example/${i}` });
  const debrief = await made(boss, "/v1/debriefs", { text: `mine ${i}` });
  const other = await made(clerk, "/v1/debriefs", { text: `theirs ${i}` });
  ok(debrief.id);
  const me = (await boss.get("/v1/session")).json.person.id;
  const shared = await clerk.post(`/v1/debriefs/${other.id}/share`, { with: me, shared: "a part" }, { headers: { "If-Match": `"${other.version}"` } });
  equal(shared.status, 200, shared.text);
  const customer = await made(boss, "/v1/customers", { site, name: `R${i}` });
  const { ground } = (await boss.get(`/v1/refusals/shown?customer=${customer.id}&site=${site}`)).json;
  await made(boss, "/v1/refusals", { site, customer: customer.id, reason: "why", seen: ground });
  await new Browser(server.base).post("/v1/session", { login: owner.login, password: owner.password });
}
for (const browser of [boss, clerk, leader]) await made(browser, "/v1/breaks", { site });
for (const browser of [boss, clerk, leader]) equal((await browser.put("/v1/me/pin", { password: browser.password ?? owner.password, pin: "2468" })).status, 204);

/** What a list needs to hold several. */
const queries = { "/v1/remedies": `case=${record.id}`, "/v1/customers/by-contact": "contact=c1@example.org" };
/** Lists that hold one for any question that can be asked here. */
const single = new Set(["/v1/customers/by-contact"]);

async function walk(browser, path, limit) {
  const items = [];
  let next = null, pages = 0;
  do {
    const answer = await browser.get(`${path}${path.includes("?") ? "&" : "?"}limit=${limit}${next ? `&cursor=${next}` : ""}`);
    equal(answer.status, 200, `${path}: ${answer.text}`);
    ok(answer.json.items.length <= limit, path);
    ok(answer.json.next === null || answer.json.items.length === limit, `${path}: a page that is not full, and a next`);
    items.push(...answer.json.items);
    next = answer.json.next;
    ok(++pages < 1000, `${path}: no end`);
  } while (next);
  return { items, pages };
}

equal((await boss.post("/v1/test/demo")).status, 204); // otherwise the list of its people is empty
let lists = 0;
for (const [path, { get }] of Object.entries(api.paths)) {
  const schema = get?.responses["200"]?.content?.["application/json"]?.schema;
  if (!schema?.properties?.items || path.startsWith("/v1/test/")) continue;
  lists++;
  await suite.test(`${path} pages`, async () => {
    for (const name of ["limit", "cursor"]) ok(get.parameters.some((p) => p.name === name), name);
    const where = path.replace("{id}", encounter) + (queries[path] ? `?${queries[path]}` : "");
    for (const browser of get["x-permission"] ? [boss, clerk, leader] : [boss]) {
      if ((await browser.get(where)).status === 403) continue;
      const whole = await walk(browser, where, 200);
      if (browser === boss) ok(whole.items.length >= (single.has(path) ? 1 : 3), `${path}: ${whole.items.length}`);
      for (const limit of [1, 2]) {
        const { items, pages } = await walk(browser, where, limit);
        if (path !== "/v1/sessions") same(items, whole.items, `${path} by ${limit}`);
        else same(items.map(({ id }) => id), whole.items.map(({ id }) => id));
        equal(pages, Math.max(1, Math.ceil(items.length / limit)), path);
      }
    }
    const wrong = await boss.get(`${where}${where.includes("?") ? "&" : "?"}cursor=AAAA`);
    same([wrong.status, wrong.json.field], [400, "cursor"], path);
  });
}

await suite.test("nothing that answers many is without pages", async () => {
  ok(lists >= 22, `${lists} lists`);
  // Inside one record stand what belongs to it alone; each of these is short, or is a list of its own as well.
  const inside = ["/v1/encounters/{id}", "/v1/cases/{id}", "/v1/cases/{id}/result", "/v1/people/{id}", "/v1/customers/{id}", "/v1/calls/{id}", "/v1/ways/{id}",
    "/v1/me/abuse-met", "/v1/sites/{id}/abuse-met"];
  for (const [path, { get }] of Object.entries(api.paths)) {
    const schema = get?.responses["200"]?.content?.["application/json"]?.schema;
    if (!schema || path.startsWith("/v1/test/") || schema.properties?.items || path === "/v1/openapi.json") continue;
    if (JSON.stringify(schema).includes('"type":"array"')) ok(inside.includes(path), path);
  }
  console.log(`http-pages: ${lists} lists`);
});

await suite.test("a supervisor's list of people holds their site's and who works everywhere, page by page", async () => {
  const { items } = await walk(leader, "/v1/people", 2);
  same(items.map(({ login }) => login).sort(), ["aino", "ann", "leo", "p2", "p4", "p5"]);
  same((await walk(boss, "/v1/people", 3)).items.map(({ login }) => login).sort(), ["aino", "ann", "leo", "p1", "p2", "p3", "p4", "p5"]);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
