// The way of one angry customer from opening to closing, over the API alone; and what each route says to bad input.
import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import { hire, seen, setUp, start, Suite, unheard } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-desk");
const boss = await setUp(server);
const site = (await boss.get("/v1/sites")).json.items[0].id;
const other = (await boss.post("/v1/sites", { name: "Second", emergency_number: "112" })).json;
const mia = await hire(boss, server.base, "mia", "associate", site);
const leo = await hire(boss, server.base, "leo", "supervisor", site);
const eva = await hire(boss, server.base, "eva", "manager", null);
const none = "0000000000001";
let customer, encounter, record, promise;

const said = (key, event, more = {}) => ({ key, event, ...more });
const problem = (answer, status, type) => {
  equal(answer.status, status, answer.text);
  equal(answer.json.type, `/problems/${type}`);
};
const field = (answer, name) => {
  problem(answer, 400, "field");
  equal(answer.json.field, name, answer.text);
};

await suite.test("sites and people: added, read, edited, with what is missing filled in", async () => {
  equal(other.currency, "EUR");
  equal(other.zone, "Europe/Helsinki");
  field(await boss.post("/v1/sites", { name: "x" }), "emergency_number");
  field(await boss.post("/v1/sites", { name: "x", emergency_number: "1", zone: "Mars/Base" }), "zone");
  const edited = await boss.patch(`/v1/sites/${other.id}`, { telephone: "123" }, seen(other));
  equal(edited.json.telephone, "123");
  problem(await boss.patch(`/v1/sites/${other.id}`, { telephone: "5" }, seen(other)), 412, "changed");
  equal((await boss.patch(`/v1/sites/${other.id}`, { telephone: "5" })).status, 428);
  equal((await boss.get(`/v1/sites/${none}`)).status, 404);
  const people = (await mia.get("/v1/people")).json.items;
  same(people.map((p) => p.login).sort(), ["aino", "eva", "leo", "mia"]);
  const read = (await mia.get(`/v1/people/${leo.id}`)).json;
  equal(read.memberships[0].role, "supervisor");
  field(await boss.post("/v1/people", { name: "x", login: "mia" }), "login");
  const me = (await mia.get(`/v1/people/${mia.id}`)).json;
  equal((await mia.patch(`/v1/people/${mia.id}`, { lang: "en" }, seen(me))).json.lang, "en");
  equal((await mia.patch(`/v1/people/${leo.id}`, { lang: "en" }, seen(read))).status, 403);
  const organisation = (await mia.get("/v1/organisation")).json;
  equal(organisation.trade, "salon");
  equal((await mia.patch("/v1/organisation", { name: "x" }, seen(organisation))).status, 403);
  equal((await boss.patch("/v1/organisation", { name: "Corner shops" }, seen(organisation))).json.name, "Corner shops");
});

await suite.test("roles are given and ended", async () => {
  const role = await boss.post(`/v1/people/${mia.id}/memberships`, { role: "supervisor", site: other.id });
  equal(role.status, 201, role.text);
  field(await boss.post(`/v1/people/${mia.id}/memberships`, { role: "king" }), "role");
  const path = `/v1/memberships/${role.json.id}`;
  const listed = async (who) => (await who.get("/v1/memberships?limit=200")).json.items.some(({ id }) => id === role.json.id);
  equal(await listed(boss), true);
  const until = new Date(Date.now() + 864e5).toISOString();
  const shorter = await boss.patch(path, { until: until }, seen(role.json));
  equal(shorter.json.until, until, shorter.text);
  field(await boss.patch(path, { until: "2020-01-01T00:00:00Z" }, seen(shorter.json)), "until");
  equal((await boss.delete(path)).status, 204);
  problem(await boss.delete(path), 409, "ended");
  const over = (await boss.get(`/v1/people/${mia.id}`)).json.memberships.find((one) => one.id === role.json.id);
  ok(over.ended && over.until < until, "it stays, for what she was");
  problem(await boss.patch(path, { until: null }, seen(over)), 409, "ended");
});

await suite.test("a manager sets up the business, but not how long records are kept", async () => {
  const added = await eva.post("/v1/sites", { name: "Third", emergency_number: "112" });
  equal(added.status, 201, added.text);
  equal((await leo.post("/v1/sites", { name: "x", emergency_number: "112" })).status, 403);
  const business = (await eva.get("/v1/organisation")).json;
  equal((await eva.patch("/v1/organisation", { name: "Corner" }, seen(business))).status, 200);
  equal((await eva.patch(`/v1/sites/${added.json.id}`, { retention: { case: 30 } }, seen(added.json))).status, 403);
  equal((await boss.patch(`/v1/sites/${added.json.id}`, { retention: { case: 30 } }, seen(added.json))).status, 200);
  equal((await boss.patch(`/v1/sites/${added.json.id}`, { closed: true }, { headers: { "If-Match": `"2"` } })).status, 200);
});

await suite.test("away, and back: said by oneself, over with the next sign-in", async () => {
  field(await leo.put("/v1/me/absence", { absent: "ill" }), "absent");
  field(await leo.put("/v1/me/absence", { absent: "away", back_at: "2020-01-01T00:00:00Z" }), "back_at");
  const away = await leo.put("/v1/me/absence", { absent: "break" });
  equal(away.status, 200, away.text);
  ok(Date.parse(away.json.back_at) > Date.now() + 25 * 6e4 && Date.parse(away.json.back_at) < Date.now() + 35 * 6e4);
  equal((await mia.get(`/v1/people/${leo.id}`)).json.absent, "break");
  equal((await leo.get("/v1/session")).json.person.absent, "break");
  equal((await leo.delete("/v1/me/absence")).json.absent, null);
  await leo.put("/v1/me/absence", { absent: "off" });
  const signed = await leo.post("/v1/session", { login: "leo", password: leo.password });
  equal(signed.status, 201, signed.text);
  equal((await mia.get(`/v1/people/${leo.id}`)).json.absent, null);
});

await suite.test("grants: what could she give that day", async () => {
  const before = new Date().toISOString();
  await new Promise((done) => setTimeout(done, 20));
  const given = await eva.post("/v1/grants", { to: "role", role: "associate", site, remedy: "refund", most: 20, currency: "EUR" });
  equal(given.status, 201, given.text);
  const now = (await eva.get(`/v1/people/${mia.id}/authority?site=${site}`)).json;
  equal(now.authority.refund, 20, JSON.stringify(now));
  const then = (await eva.get(`/v1/people/${mia.id}/authority?site=${site}&at=${before}`)).json;
  notEqual(then.authority.refund, 20);
  field(await eva.get(`/v1/people/${mia.id}/authority`), "site");
  field(await eva.get(`/v1/people/${mia.id}/authority?site=${site}&at=yesterday`), "at");
  equal((await mia.get(`/v1/people/${leo.id}/authority?site=${other.id}`)).status, 403);
  equal((await mia.post("/v1/grants", { to: "person", person: mia.id, remedy: "refund", most: 900, currency: "EUR" })).status, 403);
  field(await eva.post("/v1/grants", { to: "everybody" }), "to");
  ok((await mia.get("/v1/grants")).json.items.some((g) => g.id === given.json.id));
  equal((await mia.get(`/v1/grants/${given.json.id}`)).json.most, 20);
});

await suite.test("a customer: noted, found, edited", async () => {
  customer = (await mia.post("/v1/customers", { name: "Matti", contact: "+358 40 123 4567", site, yearly: 600, currency: "EUR", visits_yearly: 12 })).json;
  equal((await mia.get("/v1/customers/by-contact?contact=%2B358401234567")).json.items[0].id, customer.id);
  field(await mia.get("/v1/customers/by-contact"), "contact");
  equal((await mia.get("/v1/customers?q=matti")).json.items[0].id, customer.id);
  equal((await mia.get("/v1/customers?q=nobody")).json.items.length, 0);
  problem(await mia.post("/v1/customers", { name: "Twice", contact: "+358401234567" }), 409, "customer-known");
  customer = (await mia.patch(`/v1/customers/${customer.id}`, { notes: "likes it short" }, seen(customer))).json;
  equal(customer.notes, "likes it short");
  field(await mia.post("/v1/customers", { name: "x", colour: "red" }), "colour");
  equal((await mia.post(`/v1/customers/${customer.id}/visits`, {})).status, 200);
});

await suite.test("an encounter opens with a card", async () => {
  const opened = await mia.post("/v1/encounters", { site, customer: customer.id, channel: "counter", lang: "en" });
  equal(opened.status, 201, opened.text);
  encounter = opened.json;
  ok(encounter.event.card.acts.length > 0);
  same([encounter.promises, encounter.refusals], [[], []]);
  field(await mia.post("/v1/encounters", { site, channel: "smoke" }), "channel");
  field(await mia.post("/v1/encounters", { site, channel: "counter", lang: "xx" }), "lang");
  field(await mia.post("/v1/encounters", { channel: "counter" }), "site");
  equal((await mia.post("/v1/encounters", { site: other.id, channel: "counter" })).status, 403);
});

await suite.test("events bring cards; the same key is the same event; a late one changes what is behind it", async () => {
  const path = `/v1/encounters/${encounter.id}/events`;
  const now = Date.now();
  const first = await mia.post(path, { events: [said("a1", { from: "customer", text: "My hair is ruined and it is your fault! I want my money back, 45 euros!" })] });
  equal(first.status, 200, first.text);
  const [answer] = first.json.events;
  ok(answer.card.acts.includes("apologise"), answer.card.acts.join());
  ok(!answer.twice && !answer.refused);
  const again = await mia.post(path, { events: [said("a1", { from: "customer", text: "My hair is ruined and it is your fault! I want my money back, 45 euros!" })] });
  equal(again.json.events[0].twice, true);
  same(again.json.events[0].card, answer.card);
  const late = await mia.post(path, { device_now: new Date(now).toISOString(), events: [said("a0", { did: "listen" }, { at: new Date(now - 2).toISOString() })] });
  equal(late.status, 200, late.text);
  field(await mia.post(path, { events: [] }), "events");
  field(await mia.post(path, { events: Array(101).fill(said("x", { did: "listen" })) }), "events");
  field(await mia.post(path, { events: [said("b", { did: "listen" }), { event: {} }] }), "events[1].key");
  field(await mia.post(path, { events: ["x"] }), "events[0]");
  equal((await mia.post(path, { events: [said("c", { did: "dance" })] })).status, 400);
  equal((await mia.post(path, { events: [said("d", { authority: { all: true } })] })).status, 400, "authority is the desk's");
  equal((await mia.post(`/v1/encounters/${none}/events`, { events: [said("e", { did: "listen" })] })).status, 404);
  const read = (await leo.get(`/v1/encounters/${encounter.id}`)).json;
  same(read.events.map((e) => e.number), read.events.map((_, i) => i + 1));
  ok(!read.events.some((e) => "state" in e));
});

await suite.test("the events of an encounter, by themselves", async () => {
  const whole = (await mia.get(`/v1/encounters/${encounter.id}`)).json.events;
  same((await mia.get(`/v1/encounters/${encounter.id}/events?limit=200`)).json.items, whole);
});

await suite.test("lists of encounters: live ones, the most heated first, by filters", async () => {
  equal((await leo.get("/v1/encounters?ended=false")).json.items.length, 1);
  equal((await leo.get("/v1/encounters?ended=true")).json.items.length, 0);
  equal((await leo.get(`/v1/encounters/by-heat?person=${mia.id}`)).json.items[0].id, encounter.id);
  field(await leo.get("/v1/encounters?ended=maybe"), "ended");
  field(await leo.get("/v1/encounters?site=here"), "site");
});

await suite.test("who looks at it is shown to both", async () => {
  same((await mia.put(`/v1/encounters/${encounter.id}/presence`)).json.presence, []);
  equal((await leo.put(`/v1/encounters/${encounter.id}/presence`)).json.presence[0].person, mia.id);
  equal((await mia.get(`/v1/encounters/${encounter.id}`)).json.presence.length, 2);
  equal((await leo.delete(`/v1/encounters/${encounter.id}/presence`)).status, 204);
});

await suite.test("may I give 45 EUR? one answers, who comes second is told, the next card changes", async () => {
  const over = await mia.post("/v1/remedies", { encounter: encounter.id, remedy: "refund", amount: 45, currency: "EUR" });
  equal(over.status, 403, over.text);
  equal(over.json.type, "/problems/over-authority");
  const asked = await mia.post("/v1/approvals", { site, encounter: encounter.id, remedy: "refund", asked: 45, currency: "EUR", reason: "ruined" });
  equal(asked.status, 201, asked.text);
  equal(asked.json.begun.begun, "asked");
  const id = asked.json.id;
  ok((await leo.get("/v1/approvals/to-answer?state=asked")).json.items.some((a) => a.id === id));
  equal((await mia.get("/v1/approvals?mine=true")).json.items[0].id, id);
  equal((await mia.post(`/v1/approvals/${id}/answer`, { grant: true })).status, 403);
  field(await leo.post(`/v1/approvals/${id}/answer`, {}), "grant");
  field(await leo.post(`/v1/approvals/${id}/answer`, { grant: true, amount: 30, currency: "USD" }), "currency");
  const answer = await leo.post(`/v1/approvals/${id}/answer`, { grant: true, words: "yes" });
  equal(answer.status, 200, answer.text);
  equal(answer.json.state, "granted");
  problem(await eva.post(`/v1/approvals/${id}/answer`, { grant: false }), 409, "answered");
  problem(await mia.post(`/v1/approvals/${id}/withdraw`, undefined), 409, "answered");
  const events = (await mia.get(`/v1/encounters/${encounter.id}`)).json.events;
  equal(events.at(-1).event.authority.refund, 45, JSON.stringify(events.at(-1).event));
  equal((await mia.get(`/v1/approvals/${id}`)).json.granted, 45);
});

await suite.test("given once: the same Idempotency-Key gives the same answer", async () => {
  const body = { encounter: encounter.id, remedy: "refund", amount: 45, currency: "EUR" };
  const headers = { "Idempotency-Key": "give-1" };
  const given = await mia.post("/v1/remedies", body, { headers });
  equal(given.status, 201, given.text);
  equal((await mia.post("/v1/remedies", body, { headers })).json.id, given.json.id);
  equal((await mia.post("/v1/remedies", { ...body, amount: 1 }, { headers })).status, 422);
  equal((await mia.get(`/v1/remedies?encounter=${encounter.id}`)).json.items.length, 1);
  field(await mia.get("/v1/remedies"), "case");
  equal((await mia.get(`/v1/remedies/${given.json.id}`)).json.amount, 45);
  field(await mia.post("/v1/remedies", { ...body, amount: 1.234 }), "amount");
  const extra = await eva.post("/v1/remedies", { encounter: encounter.id, remedy: "voucher", amount: 5, currency: "EUR", owed: true });
  equal(extra.status, 201, extra.text);
  equal((await eva.post(`/v1/remedies/${extra.json.id}/take-back`, undefined)).status, 201);
  equal((await eva.post(`/v1/remedies/${extra.json.id}/take-back`, undefined)).status, 409);
});

await suite.test("help: called, seen, on the way, arrived", async () => {
  const called = await mia.post("/v1/calls", { site, encounter: encounter.id, whom: "supervisor", where: "chair 2" });
  equal(called.status, 201, called.text);
  ok("telephone" in called.json.told);
  field(await mia.post("/v1/calls", { site, whom: "ghost" }), "whom");
  const { id } = called.json;
  equal((await leo.get("/v1/calls?ended=false")).json.items.length, 1);
  for (const step of ["seen", "on-the-way", "arrived"]) {
    const answer = await leo.post(`/v1/calls/${id}/${step}`, undefined);
    equal(answer.status, 200, `${step} ${answer.text}`);
  }
  equal((await mia.get(`/v1/calls/${id}`)).json.state, "arrived");
  const second = (await mia.post("/v1/calls", { site, whom: "colleague" })).json;
  equal((await mia.post(`/v1/calls/${second.id}/end`, undefined)).status, 200);
  equal((await leo.post(`/v1/calls/${none}/seen`, undefined)).status, 404);
});

await suite.test("handed over with three lines", async () => {
  const lines = await leo.get(`/v1/encounters/${encounter.id}/hand-over`);
  equal(lines.status, 200, lines.text);
  match(lines.json.text, /\n/);
  const read = (await leo.get(`/v1/encounters/${encounter.id}`)).json;
  const handed = await leo.post(`/v1/encounters/${encounter.id}/hand-over`, { person: leo.id }, seen(read));
  equal(handed.status, 200, handed.text);
  equal(handed.json.person, leo.id);
  equal((await leo.post(`/v1/encounters/${encounter.id}/hand-over`, { person: mia.id }, seen(read))).status, 412);
  const back = (await leo.post(`/v1/encounters/${encounter.id}/hand-over`, { person: mia.id }, seen(handed.json))).json;
  equal(back.person, mia.id);
});

await suite.test("it becomes a case, with its hand-over", async () => {
  const made = await mia.post("/v1/cases", { site, encounter: encounter.id, subject: "Ruined hair", wants: "money back" });
  equal(made.status, 201, made.text);
  record = made.json;
  equal(record.customer, customer.id);
  ok(record.hand_over.length > 0);
  problem(await mia.post("/v1/cases", { site, encounter: encounter.id, subject: "again" }), 409, "case-there");
  field(await mia.post("/v1/cases", { site }), "subject");
  field(await mia.post("/v1/cases", { site, subject: "x", state: "closed" }), "state");
});

await suite.test("it ends with thanks and a promise", async () => {
  field(await mia.post(`/v1/encounters/${encounter.id}/end`, {}), "outcome");
  const ended = await mia.post(`/v1/encounters/${encounter.id}/end`, { outcome: "satisfied", thanked: true, promise: "a free cut at the next visit" });
  equal(ended.status, 200, ended.text);
  promise = ended.json.promise;
  equal(promise.owner, mia.id);
  equal(promise.due_at, null);
  equal(ended.json.events.length, 3);
  problem(await mia.post(`/v1/encounters/${encounter.id}/end`, { outcome: "satisfied" }), 409, "encounter-ended");
  equal((await mia.get("/v1/encounters?ended=true")).json.items.length, 1);
});

await suite.test("the case: acknowledged, answered, closed, reopened, merged and back", async () => {
  const step = async (who, name, body) => {
    const answer = await who.post(`/v1/cases/${record.id}/${name}`, body, seen(record));
    equal(answer.status, 200, `${name} ${answer.text}`);
    return (record = answer.json);
  };
  record = (await mia.get(`/v1/cases/${record.id}`)).json;
  ok(record.remedies.length >= 1 && record.promises.length === 1);
  equal((await mia.get("/v1/cases?q=ruined")).json.items[0].id, record.id);
  equal((await mia.get(`/v1/cases?state=open&customer=${customer.id}`)).json.items.length, 1);
  equal((await mia.get("/v1/cases/by-deadline?respond_before=2099-01-01T00:00:00Z")).json.items.length, 1);
  field(await mia.get("/v1/cases?state=lost"), "state");
  equal((await mia.patch(`/v1/cases/${record.id}`, { cause: "new scissors" })).status, 428);
  record = (await mia.patch(`/v1/cases/${record.id}`, { cause: "new scissors" }, seen(record))).json;
  equal((await step(mia, "acknowledge")).state, "acknowledged");
  equal((await mia.post(`/v1/cases/${record.id}/acknowledge`, undefined, seen(record))).status, 409);
  equal((await step(mia, "respond")).state, "responded");
  field(await mia.post(`/v1/cases/${record.id}/close`, { outcome: "great" }, seen(record)), "outcome");
  equal((await step(mia, "close", { outcome: "satisfied" })).state, "closed");
  equal((await mia.post(`/v1/cases/${record.id}/reopen`, undefined, seen(record))).status, 403);
  equal((await step(leo, "reopen")).state, "open");
  const second = (await mia.post("/v1/cases", { site, subject: "The same again", customer: customer.id, owner: mia.id })).json;
  equal((await step(leo, "merge", { into: second.id })).merged_into, second.id);
  equal((await leo.get(`/v1/cases/${second.id}`)).json.merged[0].id, record.id);
  equal((await step(leo, "unmerge")).merged_into, null);
  await step(mia, "respond");
  await step(mia, "close", { outcome: "satisfied" });
  const result = (await mia.get(`/v1/cases/${record.id}/result`)).json;
  equal(result.costs.find((c) => c.currency === "EUR").conceded, 45);
  const asking = await eva.post(`/v1/cases/${second.id}/view/ask`, undefined);
  equal(asking.status, 200, asking.text);
  equal((await mia.put(`/v1/cases/${second.id}/view`, { view: "I told them" })).json.associate_view, "I told them");
});

await suite.test("the promise waits for them, is handed over and kept", async () => {
  const next = (await mia.post("/v1/encounters", { site, customer: customer.id, channel: "counter" })).json;
  equal(next.promises[0].id, promise.id);
  await mia.post(`/v1/encounters/${next.id}/end`, { outcome: "satisfied" });
  equal((await mia.get(`/v1/promises?mine=true&state=open`)).json.items.length, 1);
  promise = (await mia.post(`/v1/promises/${promise.id}/hand-over`, { person: leo.id }, seen(promise))).json;
  equal(promise.owner, leo.id);
  promise = (await leo.patch(`/v1/promises/${promise.id}`, { due_at: "2099-01-01T00:00:00Z" }, seen(promise))).json;
  equal((await leo.get("/v1/promises?due_before=2099-02-01T00:00:00Z")).json.items.length, 1);
  promise = (await leo.post(`/v1/promises/${promise.id}/keep`, undefined, seen(promise))).json;
  equal(promise.state, "kept");
  equal((await leo.post(`/v1/promises/${promise.id}/break`, undefined, seen(promise))).status, 409);
  const made = await mia.post("/v1/promises", { site, what: "call back", due_at: "2099-01-01T00:00:00Z" });
  equal(made.status, 201, made.text);
  field(await mia.post("/v1/promises", { site }), "what");
  equal((await mia.get(`/v1/promises/${made.json.id}`)).json.owner, mia.id);
  same((await mia.get("/v1/promises?q=calls")).json.items.map(({ id }) => id), [made.json.id]);
  equal((await mia.get("/v1/promises?q=flowers")).json.items.length, 0);
});

await suite.test("a refusal shows what it costs, is decided, appealed, lifted", async () => {
  const shown = (await leo.get(`/v1/refusals/shown?customer=${customer.id}&site=${site}`)).json;
  equal(shown.ground, "nothing");
  ok(shown.cost > 0);
  field(await leo.get("/v1/refusals/shown"), "customer");
  const body = { customer: customer.id, site, reason: "shouted", seen: shown.ground };
  field(await leo.post("/v1/refusals", { ...body, seen: "perhaps" }), "seen");
  equal((await mia.post("/v1/refusals", body)).status, 403);
  problem(await leo.post("/v1/refusals", { ...body, seen: "danger" }), 409, "look-again");
  const refusal = (await leo.post("/v1/refusals", body)).json;
  equal((await mia.get("/v1/refusals?lifted=false")).json.items[0].id, refusal.id);
  same((await mia.get("/v1/refusals?q=shouted")).json.items.map(({ id }) => id), [refusal.id]);
  equal((await mia.get("/v1/refusals?q=whispered")).json.items.length, 0);
  equal((await mia.post(`/v1/refusals/${refusal.id}/appeal`, { words: "I am sorry" })).status, 200);
  equal((await mia.post(`/v1/refusals/${refusal.id}/appeal`, { words: "again" })).status, 409);
  equal((await eva.post(`/v1/refusals/${refusal.id}/answer`, { lift: true })).status, 200);
  equal((await leo.post(`/v1/refusals/${refusal.id}/lift`, undefined)).status, 409);
  notEqual((await mia.get(`/v1/refusals/${refusal.id}`)).json.lifted_at, null);
});

await suite.test("an incident: prefilled, reported, followed", async () => {
  const filled = await mia.get(`/v1/encounters/${encounter.id}/incident`);
  equal(filled.status, 200, filled.text);
  const report = { site, encounter: encounter.id, what: "a chair was thrown", harm: "property", happened_at: new Date().toISOString() };
  let incident = (await mia.post("/v1/incidents", report)).json;
  equal(incident.number, 1);
  field(await mia.post("/v1/incidents", { ...report, harm: "huge" }), "harm");
  equal((await mia.get("/v1/incidents?q=chair")).json.items[0].id, incident.id);
  equal((await eva.get("/v1/incidents?q=table")).json.items.length, 0);
  incident = (await mia.patch(`/v1/incidents/${incident.id}`, { there: "two customers" }, seen(incident))).json;
  equal((await mia.post(`/v1/incidents/${incident.id}/follow`, { followed: "x" }, seen(incident))).status, 403);
  incident = (await leo.post(`/v1/incidents/${incident.id}/follow`, { followed: "the door was mended", settled: true }, seen(incident))).json;
  equal((await mia.get(`/v1/incidents/${incident.id}`)).json.followed, "the door was mended");
});

await suite.test("a debrief is its author's", async () => {
  const text = "That was hard; I would listen longer.";
  let debrief = (await mia.post("/v1/debriefs", { encounter: encounter.id, text })).json;
  equal((await mia.get(`/v1/debriefs/${debrief.id}`)).json.opened.text, text);
  equal((await mia.get("/v1/debriefs")).json.items.length, 1);
  ok([403, 404].includes((await boss.get(`/v1/debriefs/${debrief.id}`)).status));
  equal((await boss.get("/v1/debriefs")).json.items.length, 0);
  debrief = (await mia.put(`/v1/debriefs/${debrief.id}`, { text: "shorter" }, seen(debrief))).json;
  debrief = (await mia.post(`/v1/debriefs/${debrief.id}/share`, { with: leo.id, shared: "listen longer" }, seen(debrief))).json;
  const shown = (await leo.get(`/v1/debriefs/${debrief.id}`)).json;
  equal(shown.shared, "listen longer");
  equal(shown.opened, null);
  equal((await leo.get("/v1/debriefs/shared")).json.items.length, 1);
  field(await mia.post("/v1/debriefs", {}), "text");
  equal((await mia.delete(`/v1/debriefs/${debrief.id}`)).status, 204);
  equal((await mia.get("/v1/me/abuse-met")).status, 200);
  problem(await eva.get(`/v1/sites/${site}/abuse-met`), 403, "group-too-small");
});

await suite.test("I need a break: somebody covers, and afterwards nothing of it is kept", async () => {
  const asked = await mia.post("/v1/breaks", { site });
  equal(asked.status, 201, asked.text);
  const { id } = asked.json;
  equal((await mia.post("/v1/breaks", { site })).json.id, id);
  field(await mia.post("/v1/breaks", {}), "site");
  equal((await leo.get("/v1/breaks")).json.items[0].person, mia.id);
  equal((await mia.get("/v1/breaks?mine=true")).json.items.length, 1);
  problem(await mia.post(`/v1/breaks/${id}/cover`), 409, "own-break");
  equal((await leo.post(`/v1/breaks/${id}/cover`)).json.covered_by, leo.id);
  problem(await eva.post(`/v1/breaks/${id}/cover`), 409, "covered");
  equal((await mia.delete(`/v1/breaks/${id}`)).status, 204);
  equal((await leo.get("/v1/breaks")).json.items.length, 0);
  equal((await leo.delete(`/v1/breaks/${id}`)).status, 404);
  // One that nobody ended is over with the shift.
  equal((await mia.post("/v1/breaks", { site })).status, 201);
  const open = async () => {
    await new Promise((done) => setTimeout(done, 1100)); // who was let in is known for a second; only then is it seen that they are there
    return (await leo.get("/v1/breaks")).json.items?.length;
  };
  server.clock(11 * 3600e3);
  const before = await open();
  server.clock(12 * 3600e3 + 60e3);
  const after = await open();
  server.clock(0);
  equal(before, 1);
  equal(after, 0);
});

await suite.test("what is stored: exported, shown to staff, erased; holds", async () => {
  const out = (await eva.post(`/v1/customers/${customer.id}/export`, undefined)).json;
  ok(out.records.customers[0].name === "Matti" && out.records.cases.length > 0);
  const mine = (await mia.get(`/v1/people/${mia.id}/stored`)).json;
  ok(mine.records.people[0].login === "mia" && !mine.records.people[0].password_hash);
  equal((await mia.get(`/v1/people/${leo.id}/stored`)).status, 403);
  equal((await boss.put(`/v1/customers/${customer.id}/hold`, { hold: true })).status, 204);
  problem(await eva.post(`/v1/customers/${customer.id}/erase`, undefined), 409, "legal-hold");
  equal((await boss.put(`/v1/customers/${customer.id}/hold`, { hold: false })).status, 204);
  const erased = await eva.post(`/v1/customers/${customer.id}/erase`, undefined);
  equal(erased.status, 200, erased.text);
  ok(erased.json.cleared > 0);
  equal((await mia.get(`/v1/customers/${customer.id}`)).json.name, "");
  for (const path of ["cases", "incidents"]) {
    const { items } = (await eva.get(`/v1/${path}`)).json;
    equal((await boss.put(`/v1/${path}/${items[0].id}/hold`, { hold: true })).status, 204);
  }
});

await suite.test("all of it stands in the audit log, which holds", async () => {
  const { json } = await boss.get("/v1/audit?limit=3");
  equal(json.items.length, 3);
  ok(json.items[0].number > json.items[1].number);
  ok(!("hash" in json.items[0]));
  ok((await boss.get(`/v1/audit?limit=3&cursor=${json.next}`)).json.items[0].number < json.items[2].number);
  ok((await boss.get(`/v1/audit?action=promise.kept`)).json.items.length >= 1);
  const verdict = (await boss.get("/v1/audit/verdict")).json;
  equal(verdict.fault, "sound");
  ok(verdict.entries > 40);
  equal((await mia.get("/v1/audit")).status, 403);
  ok(!(await boss.get("/v1/audit?limit=200")).text.includes("Matti"));
});

await suite.test("a call reaches an open screen; what is over stays over", async () => {
  server.screens([leo.id]);
  const call = (await mia.post("/v1/calls", { site, whom: "supervisor" })).json;
  same((await mia.get(`/v1/calls/${call.id}`)).json.deliveries.map((d) => [d.way, d.to_person]), [["screen", leo.id]]);
  equal((await leo.post(`/v1/calls/${call.id}/delivered`, undefined)).json.state, "delivered");
  equal((await eva.post(`/v1/calls/${call.id}/delivered`, undefined)).status, 409, "not for her");
  equal((await leo.post(`/v1/calls/${call.id}/cannot`, undefined)).status, 200);
  await mia.post(`/v1/calls/${call.id}/end`, undefined);
  for (const step of ["seen", "on-the-way", "cannot", "arrived", "end"]) {
    const answer = await leo.post(`/v1/calls/${call.id}/${step}`, undefined);
    equal(answer.json.state, "ended", `${step} ${answer.text}`);
  }
});

await suite.test("what is done already is told so", async () => {
  const conflict = async (who, path, body, read) => {
    const answer = await who.post(path, body, read ? seen((await who.get(read)).json) : {});
    equal(answer.status, 409, `${path} ${answer.text}`);
  };
  const path = `/v1/cases/${record.id}`;
  equal((await leo.get(path)).json.state, "closed");
  for (const [step, body] of [["respond"], ["close", { outcome: "satisfied", cause: "it" }], ["unmerge"], ["merge", { into: record.id }]])
    await conflict(leo, `${path}/${step}`, body, path);
  const fresh = (await boss.post("/v1/cases", { site, subject: "Nobody's" })).json;
  await conflict(leo, `/v1/cases/${fresh.id}/reopen`, undefined, `/v1/cases/${fresh.id}`);
  const orphan = (await boss.patch(`/v1/cases/${fresh.id}`, { owner: null }, seen(fresh))).json;
  await conflict(eva, `/v1/cases/${orphan.id}/view/ask`);
  const over = (await mia.post("/v1/promises", { site, what: "flowers" })).json;
  equal((await mia.post(`/v1/promises/${over.id}/break`, undefined, seen(over))).json.state, "broken");
  await conflict(mia, `/v1/promises/${over.id}/keep`, undefined, `/v1/promises/${over.id}`);
  await conflict(mia, `/v1/promises/${over.id}/hand-over`, { person: leo.id }, `/v1/promises/${over.id}`);
  await conflict(mia, `/v1/encounters/${encounter.id}/hand-over`, { person: leo.id }, `/v1/encounters/${encounter.id}`);
  const question = (await mia.post("/v1/approvals", { site, case: fresh.id, remedy: "refund", asked: 99, currency: "EUR" })).json;
  equal((await mia.post(`/v1/approvals/${question.id}/withdraw`, undefined)).json.state, "withdrawn");
  const grant = (await eva.post("/v1/grants", { to: "site", site, remedy: "exchange" })).json;
  equal((await eva.post(`/v1/grants/${grant.id}/end`, {})).json.ends, grant.id);
  const someone = (await mia.post("/v1/customers", { site, name: "Loud" })).json;
  const refusal = (await leo.post("/v1/refusals", { site, customer: someone.id, reason: "loud", seen: "nothing" })).json;
  await conflict(eva, `/v1/refusals/${refusal.id}/answer`, { lift: true });
  equal((await leo.post(`/v1/refusals/${refusal.id}/lift`, undefined)).status, 200);
  equal((await mia.get(`/v1/sites/${site}`)).json.id, site);
  const shut = (await boss.get(`/v1/sites/${other.id}`)).json;
  await boss.patch(`/v1/sites/${other.id}`, { closed: true }, seen(shut));
  await conflict(boss, "/v1/encounters", { site: other.id, channel: "counter" });
});

await suite.test("a site's ways to reach somebody are its manager's to set up", async () => {
  const address = "https://guard.example/call?key=1";
  const body = { site, way: "webhook", level: "security", address };
  equal((await mia.post("/v1/ways", body)).status, 403);
  const made = await eva.post("/v1/ways", body);
  equal(made.status, 201, made.text);
  ok(made.json.signing.secret.startsWith("whsec_"));
  for (const more of [{ address: "ftp://guard.example/" }, { address: "https://a:b@guard.example/" }, { way: "email" }, { way: "command", address: "sh" }])
    field(await eva.post("/v1/ways", { ...body, ...more }), "address");
  field(await eva.post("/v1/ways", { ...body, level: "emergency" }), "level");
  field(await eva.post("/v1/ways", { ...body, to: "+358" }), "to");
  field(await eva.post("/v1/ways", { ...body, own: true }), "own");
  same((await eva.get(`/v1/ways?site=${site}`)).json.items.map((item) => item.id), [made.json.id]);
  equal((await mia.get("/v1/ways")).status, 403);
  const changed = await eva.patch(`/v1/ways/${made.json.id}`, { about: "The guard" }, seen(made.json));
  same([changed.status, changed.json.about, changed.json.address], [200, "The guard", address]);
  const renewed = await eva.post(`/v1/ways/${made.json.id}/secret`, undefined);
  ok(renewed.json.signing.secret !== made.json.signing.secret);
  equal((await eva.post(`/v1/ways/${made.json.id}/try`, undefined)).status, 202);
  equal((await eva.get(`/v1/ways/${made.json.id}`)).json.trials[0].state, "waiting", "nobody sends here");
  const mailbox = (await eva.post("/v1/ways", { ...body, way: "email", address: "guard@mall.example" })).json;
  equal(mailbox.signing, null);
  equal((await eva.post(`/v1/ways/${mailbox.id}/secret`, undefined)).status, 409);
  for (let i = 0; i < 18; i++) await eva.post("/v1/ways", { ...body, way: "email", address: `guard${i}@mall.example` });
  equal((await eva.post("/v1/ways", body)).status, 409);
  equal((await eva.delete(`/v1/ways/${made.json.id}`)).status, 204);
});

await suite.test("abuse that was met is counted for a group of five", async () => {
  for (const login of ["kai", "liu", "noa"]) await hire(boss, server.base, login, "associate", site);
  const met = await eva.get(`/v1/sites/${site}/abuse-met`);
  equal(met.status, 200, met.text);
  ok(met.json.people >= 5);
});

await suite.test("every success and every conflict that the description promises was seen above", async () => {
  const api = (await boss.get("/v1/openapi.json")).json;
  const others = /^\/(?!v1)|^\/v1\/(test|session|sessions|setup|tokens|device|devices|joins|live|openapi|signals|review|guard|coach|demo)\b|\/me\/(password|pin|totp|sealing-key)|password-reset|\/totp/;
  // A full encounter stands in limits.test.mjs.
  const missing = unheard(api, /^2|409/, others).filter((line) => line !== "POST /v1/encounters/{id}/events 409");
  if (missing.length) throw new Error(missing.join("; "));
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
