// Care: what must never be stored, what is forgotten, and who may be reached; over the API alone.
import { equal, match, ok } from "node:assert/strict";
import { Browser, hire, seen, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-care");
const boss = await setUp(server);
const site = (await boss.get("/v1/sites")).json.items[0].id;
const other = (await boss.post("/v1/sites", { name: "Second", emergency_number: "112" })).json.id;
const mia = await hire(boss, server.base, "mia", "associate", site);
/** Somebody with a token: quicker than a password. */
async function quick(role, at) {
  const { person, token } = (await boss.post("/v1/test/listeners", { role, site: at })).json;
  const browser = new Browser(server.base);
  const ask = browser.ask.bind(browser);
  browser.ask = (method, path, more = {}) => ask(method, path, { ...more, headers: { ...more.headers, Authorization: `Bearer ${token}` } });
  return Object.assign(browser, { id: person });
}
const leo = await hire(boss, server.base, "leo", "supervisor", site), lea = await quick(1, site);
const card = "4111 1111 1111 1111", iban = "FI21 1234 5600 0007 85";
const clean = (answer) => {
  ok(answer.status < 300, answer.text);
  ok(!/4111|1234 5600/.test(answer.text), answer.text);
  return answer.json;
};
const field = (answer, name) => {
  equal(answer.status, 400, answer.text);
  equal(answer.json.field, name, answer.text);
};
const said = (text) => ({ from: "customer", text });
let customer, encounter;

await suite.test("no card number and no IBAN is kept, wherever it is written", async () => {
  const once = { headers: { "Idempotency-Key": "once" } };
  const body = { site, name: `Max ${card}`, contact: `x ${iban}`, notes: `${card} ${iban}` };
  customer = clean(await mia.post("/v1/customers", body, once));
  clean(await mia.post("/v1/customers", body, once)); // as it was kept
  field(await mia.post("/v1/customers", body, { headers: { "Idempotency-Key": "4111111111111111" } }), "Idempotency-Key");
  clean(await mia.post("/v1/cases", { site, customer: customer.id, subject: card, happened: iban, wants: `${card}!` }));
  encounter = (await mia.post("/v1/encounters", { site, channel: "counter", customer: customer.id })).json;
  const path = `/v1/encounters/${encounter.id}`;
  clean(await mia.post(`${path}/events`, { events: [{ key: "1", event: said(`Card ${card} was charged twice, refund to ${iban}`) }] }));
  equal((await mia.post(`${path}/events`, { events: [{ key: card, event: said("hello") }] })).status, 400);
  clean(await mia.get(path));
  clean(await mia.get(`${path}/hand-over`));
  clean(await mia.get(`${path}/incident`));
  clean(await mia.post("/v1/approvals", { encounter: encounter.id, remedy: "refund", asked: 900, currency: "EUR", reason: card }));
  clean(await mia.post("/v1/promises", { site, customer: customer.id, what: `pay back to ${iban}` }));
  clean(await mia.post("/v1/calls", { site, encounter: encounter.id, whom: "supervisor", where: card, note: iban }));
  clean(await boss.post("/v1/people", { name: `Bo ${card}`, login: "bo" }));
  field(await boss.post("/v1/people", { name: "Bo", login: "4111111111111111" }), "login");
  clean(await boss.post("/v1/sites", { name: `Till ${card}`, emergency_number: "112" }));
  const debrief = clean(await mia.post("/v1/debriefs", { encounter: encounter.id, text: `My own words: ${card}` }));
  match(clean(await mia.get(`/v1/debriefs/${debrief.id}`)).opened.text, /My own words: \*\*\*\*/);
  equal(clean(await mia.get(`/v1/customers?q=${encodeURIComponent(card)}`)).items.length, 0);
});

await suite.test("who is away is neither asked nor called", async () => {
  const here = async () => (await leo.get("/v1/approvals/to-answer")).json.items;
  ok((await here()).some((one) => one.encounter === encounter.id) === false, "900 is more than a supervisor may grant");
  const asking = (more = {}) => mia.post("/v1/approvals", { encounter: encounter.id, remedy: "voucher", asked: 40, currency: "EUR", ...more });
  server.screens([leo.id, lea.id]);
  await leo.put("/v1/me/absence", { absent: "break" });
  const call = (await mia.post("/v1/calls", { site, whom: "supervisor" })).json;
  const called = (await mia.get(`/v1/calls/${call.id}`)).json.deliveries.map((one) => one.to_person);
  ok(called.includes(lea.id) && !called.includes(leo.id), JSON.stringify(called));
  await lea.put("/v1/me/absence", { absent: "off" });
  const nobody = (await mia.post("/v1/calls", { site, whom: "supervisor" })).json;
  const reached = (await mia.get(`/v1/calls/${nobody.id}`)).json.deliveries.map((one) => one.to_person);
  ok(!reached.includes(lea.id) && !reached.includes(leo.id), JSON.stringify(reached));
  const emergency = (await mia.post("/v1/calls", { site, whom: "emergency" })).json;
  const all = (await mia.get(`/v1/calls/${emergency.id}`)).json.deliveries.map((one) => one.to_person);
  ok(all.includes(lea.id) && all.includes(leo.id), "life and health go before a break");
  const up = (await asking()).json;
  equal(up.level, "manager", JSON.stringify(up));
  await mia.post(`/v1/approvals/${up.id}/withdraw`, undefined);
  await leo.delete("/v1/me/absence");
  equal((await asking()).json.level, "supervisor");
  ok((await here()).some((one) => one.remedy === "voucher"));
  server.screens([]);
});

await suite.test("an approval of what is owed concedes nothing", async () => {
  const asked = await mia.post("/v1/approvals", { encounter: encounter.id, remedy: "refund", asked: 60, currency: "EUR", owed: true });
  equal(asked.json.owed, true, asked.text);
  equal((await leo.post(`/v1/approvals/${asked.json.id}/answer`, { grant: true })).status, 200);
  const give = (more) => mia.post("/v1/remedies", { encounter: encounter.id, remedy: "refund", amount: 60, currency: "EUR", ...more });
  equal((await give({})).status, 403);
  const given = await give({ owed: true });
  equal(given.json.approval, asked.json.id, given.text);
});

await suite.test("who sees to something works there", async () => {
  const tea = await quick(0, other);
  field(await mia.post("/v1/cases", { site, subject: "x", owner: tea.id }), "owner");
  const made = (await mia.post("/v1/cases", { site, subject: "x" })).json;
  field(await mia.patch(`/v1/cases/${made.id}`, { owner: tea.id }, seen(made)), "owner");
  equal((await mia.patch(`/v1/cases/${made.id}`, { owner: leo.id }, seen(made))).status, 200);
  const there = (await tea.post("/v1/cases", { site: other, subject: "y" })).json;
  const incident = (await mia.post("/v1/incidents", { site, what: "z", harm: "none" })).json;
  field(await mia.patch(`/v1/incidents/${incident.id}`, { case: there.id }, seen(incident)), "case");
  field(await leo.post("/v1/refusals", { customer: customer.id, site, case: there.id, reason: "r", seen: "nothing" }), "case");
});

await suite.test("a role holds from and until, by the clock", async () => {
  const day = 864e5, at = (days) => new Date(Date.now() + days * day).toISOString();
  const ben = await quick(0, other);
  const role = await boss.post(`/v1/people/${ben.id}/memberships`, { role: "associate", site, from: at(0.2), until: at(0.4) });
  equal(role.status, 201, role.text);
  field(await boss.post(`/v1/people/${ben.id}/memberships`, { role: "associate", site, from: at(4), until: at(3) }), "until");
  const works = async () => {
    await new Promise((done) => setTimeout(done, 1100)); // who was let in is known for a second
    return (await ben.get("/v1/session")).json.memberships.some((one) => one.site === site);
  };
  equal(await works(), false);
  server.clock(0.3 * day);
  equal(await works(), true);
  server.clock(0.5 * day);
  equal(await works(), false);
  server.clock(0);
});

await suite.test("one customer's data goes, from queues too, and is found no more", async () => {
  const path = `/v1/customers/${customer.id}`;
  const out = (await boss.post(`${path}/export`, undefined)).json;
  ok(out.records.cases.length > 0 && out.records.events.length > 0 && out.records.promises.length > 0);
  equal((await boss.post(`${path}/erase`, undefined)).status, 409);
  equal((await mia.post(`/v1/encounters/${encounter.id}/end`, { outcome: "satisfied" })).status, 200);
  const gone = await boss.post(`${path}/erase`, undefined);
  ok(gone.status < 300, gone.text);
  equal((await mia.get("/v1/cases?q=charged")).json.items.length, 0);
  ok(!(await mia.get(`/v1/encounters/${encounter.id}`)).text.includes("charged twice"));
  const again = await mia.post("/v1/customers", { site, name: `Max ${card}`, contact: `x ${iban}`, notes: `${card} ${iban}` },
    { headers: { "Idempotency-Key": "once" } });
  equal(again.text, "", "of the answer that was kept only that it was given is left");
});

suite.end();
await server.stop();
