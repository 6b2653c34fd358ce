// Every text field of the desk's own description comes back letter by letter, as JSON and on the screens that show it: no script runs.
// What is no free text says the description (choices, dates, ids) or the desk itself, which refuses such text and names the field.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { browser, desk, open, phone, Suite } from "./lib.mjs";

const corpus = JSON.parse(readFileSync(new URL("./injection.json", import.meta.url), "utf8"));
const suite = new Suite("web-fields"), chromium = await browser(), at = await desk();
const described = await (await fetch(`${at.base}/v1/openapi.json`)).json();
const page = await open(chromium, at, { login: "grace", path: "/healthz", size: phone });
const emily = await open(chromium, at, { login: "emily", path: "/healthz" });
const daniel = await open(chromium, at, { login: "daniel", path: "/healthz" });
const noticed = [];
page.on("dialog", (dialog) => { noticed.push(dialog.message()); void dialog.dismiss(); });
page.on("request", (request) => { if (!request.url().startsWith(at.url) && !/^(blob|data):/.test(request.url())) noticed.push(request.url()); });

// Nothing of these is ever given out: secrets, and what somebody signs in with. The set-up fills records that others change.
const secret = /^(POST|PUT) \/v1\/(setup|session|session\/pin|device|me\/.*)$/;

const schema = (one) => (one?.$ref ? described.components.schemas[one.$ref.split("/").pop()] : one);
/** The text fields of what an operation takes, and how long each may be. */
function texts(method, path) {
  const { properties = {} } = schema(described.paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"]?.schema) ?? {};
  return Object.entries(properties).filter(([, { type, enum: choices, format, pattern }]) => [type].flat().includes("string") && !choices && !format && !pattern).map(([name, { maxLength }]) => [name, maxLength]);
}

let turn = 0;
/** Strings of the corpus that fit into a field, beginning with another one each time. */
function bad(most) {
  const from = turn++ % corpus.length;
  let text = "";
  for (const one of [...corpus.slice(from), ...corpus.slice(0, from)]) if (text.length + one.length < most) text += `${text && " "}${one}`;
  return text || corpus[from].slice(0, most);
}

const refused = "<img src=x onerror=globalThis.ran=1>";
const walked = new Set(), shown = new Map();
async function ask(who, method, path, body) {
  const { csrf } = await (await who.request.get(`${at.url}/v1/session`)).json();
  const etag = method === "GET" ? undefined : (await who.request.get(at.url + path.replace(/\/(acknowledge|respond|close|share|answer|appeal|follow)$/, ""))).headers().etag;
  const answer = await who.request.fetch(at.url + path, { method, ...(body && { data: body }), headers: { "X-CSRF-Token": csrf, ...(etag && { "If-Match": etag }) } });
  assert.equal(answer.headers()["x-content-type-options"], "nosniff");
  assert.match(answer.headers()["content-type"] ?? "none", answer.ok() ? /^application\/json|^none/ : /^application\/problem\+json/);
  return { status: answer.status(), said: answer.status() === 204 ? {} : await answer.json() };
}

/** Text of the corpus into each text field of an operation but those of `sent`, which the desk refuses it in; `on`: screens of it but of the `unseen`. */
async function write(who, operation, { id, with: sent = {}, read, on = [], unseen = [] } = {}) {
  const [method, path] = operation.split(" "), place = path.replace("{id}", id), fields = texts(method, path);
  const texted = Object.fromEntries(fields.filter(([name]) => !(name in sent)).map(([name, most]) => [name, bad(most)]));
  walked.add(operation);
  for (const [name, most] of fields.filter(([name]) => name in sent)) {
    const { status, said } = await ask(who, method, place, { ...texted, ...sent, [name]: refused.slice(0, most) });
    assert.ok(status === 400 && said.field === name, `${operation}: ${name} takes any text, so it has to be tried (${status} ${said.field})`);
  }
  const { status, said } = await ask(who, method, place, { ...texted, ...sent });
  assert.ok(status < 300, `${operation}: ${status} ${JSON.stringify(said)}`);
  const held = JSON.stringify((await ask(who, "GET", read ?? `${path.split("/").slice(0, 3).join("/")}/${said.id}`)).said);
  assert.ok(fields.every(([name]) => !sent[name] || held.includes(JSON.stringify(sent[name]))), `${operation}: ${held.slice(0, 1500)}`);
  for (const [name, text] of Object.entries(texted)) {
    assert.ok(held.includes(JSON.stringify(text)), `${operation}: ${name} is not in ${held.slice(0, 1500)}`);
    if (unseen.includes(name)) continue;
    for (const screen of on.map((one) => one.replace("{id}", said.id))) shown.set(screen, (shown.get(screen) ?? new Map()).set(`${path.split("/")[2]} ${name}`, text)); // what is written later takes its place
  }
  return said;
}

await suite.test("each text field gives back what was written", async () => {
  const { site } = (await ask(emily, "GET", "/v1/session")).said.memberships[0], me = (await ask(emily, "GET", "/v1/session")).said.person.id;
  const customer = await write(page, "POST /v1/customers");
  await write(page, "PATCH /v1/customers/{id}", { id: customer.id, on: ["/customers/{id}"] });
  const one = await write(emily, "POST /v1/cases", { with: { site, customer: customer.id, owner: me } });
  await write(emily, "PUT /v1/cases/{id}/view", { id: one.id });
  await write(emily, "PATCH /v1/cases/{id}", { id: one.id, on: ["/cases/{id}"] });
  await write(page, "POST /v1/remedies", { with: { case: one.id, remedy: "free_item" }, on: [`/cases/${one.id}`] });
  const approval = await write(emily, "POST /v1/approvals", { with: { site, case: one.id, remedy: "refund", asked: 77, currency: "GBP" } });
  await write(daniel, "POST /v1/approvals/{id}/answer", { id: approval.id, with: { grant: false } });
  const promise = await write(emily, "POST /v1/promises", { with: { site, case: one.id } });
  await write(emily, "PATCH /v1/promises/{id}", { id: promise.id, on: ["/promises/{id}", `/cases/${one.id}`] });
  for (const step of ["acknowledge", "respond"]) await ask(page, "POST", `/v1/cases/${one.id}/${step}`);
  await write(page, "POST /v1/cases/{id}/close", { id: one.id, with: { outcome: "partly" }, on: [`/cases/${one.id}`] });
  const met = await write(emily, "POST /v1/encounters", { with: { site, channel: "counter" } });
  await write(emily, "POST /v1/calls", { with: { site, encounter: met.id, whom: "supervisor" }, on: ["/board"] });
  await write(emily, "POST /v1/encounters/{id}/end", { id: met.id, with: { outcome: "partly" }, read: "/v1/promises" });
  const { ground } = (await ask(daniel, "GET", `/v1/refusals/shown?customer=${customer.id}&site=${site}`)).said;
  const refusal = await write(daniel, "POST /v1/refusals", { with: { site, customer: customer.id, seen: ground }, on: ["/refusals/{id}"] });
  await write(daniel, "POST /v1/refusals/{id}/appeal", { id: refusal.id, on: ["/refusals/{id}"] });
  await write(page, "POST /v1/refusals/{id}/answer", { id: refusal.id, with: { lift: false }, on: ["/refusals/{id}"] });
  const incident = await write(emily, "POST /v1/incidents", { with: { site, harm: "threat", happened_at: new Date().toISOString() } });
  await write(emily, "PATCH /v1/incidents/{id}", { id: incident.id, on: ["/incidents/{id}"] });
  await write(daniel, "POST /v1/incidents/{id}/follow", { id: incident.id, with: { settled: false }, on: ["/incidents/{id}"] });
  const debrief = await write(emily, "POST /v1/debriefs");
  await write(emily, "PUT /v1/debriefs/{id}", { id: debrief.id });
  const { person } = (await ask(page, "GET", "/v1/session")).said;
  await write(emily, "POST /v1/debriefs/{id}/share", { id: debrief.id, with: { with: person.id }, on: ["/me/debriefs"] });
  await write(page, "POST /v1/joins", { with: { site }, read: "/v1/devices" });
  const second = await write(page, "POST /v1/sites", { with: { zone: "Europe/London" } });
  await write(page, "PATCH /v1/sites/{id}", { id: second.id, with: { zone: "Europe/London" }, on: ["/sites"] });
  const way = await write(page, "POST /v1/ways", { with: { site: second.id, way: "webhook", level: "security", address: "https://guard.example/call", to: "" } });
  await write(page, "PATCH /v1/ways/{id}", { id: way.id, with: { address: "https://guard.example/call", to: "" }, on: [`/sites/${second.id}`] });
  const somebody = await write(page, "POST /v1/people", { with: { login: "<script>globalThis.ran=1</script>" } });
  await write(page, "PATCH /v1/people/{id}", { id: somebody.id, with: { login: "'><svg/onload=globalThis.ran=1>" }, on: ["/people/{id}"], unseen: ["email", "telephone"] });
  await write(page, "POST /v1/tokens", { with: { scopes: "open" }, read: "/v1/tokens", on: ["/me/signing-in"] });
  await write(page, "POST /v1/devices", { with: { site: second.id }, read: "/v1/devices" });
  await write(page, "PATCH /v1/organisation", { with: { zone: "Europe/London" }, read: "/v1/organisation" });
});

await suite.test("every operation that takes text was walked", () => {
  const all = Object.entries(described.paths).flatMap(([path, methods]) => Object.keys(methods).filter((method) => texts(method, path).length).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(all.filter((one) => !walked.has(one) && !secret.test(one)), []);
});

await suite.test("what the desk refuses is told in the person's language, without its own names", async () => {
  const there = await open(chromium, at, { login: "grace", lang: "fi", path: "/healthz", size: phone });
  await there.route(/\/v1\/customers$/, (route) => (route.request().method() === "POST"
    ? route.fulfill({ status: 400, contentType: "application/problem+json", body: JSON.stringify({ type: "/problems/field", title: "A field", status: 400, field: "last_visit_at", expected: "a time from 1970 to 9999", detail: "last_visit_at: a time" }) })
    : route.continue()));
  await there.goto(`${at.url}/customers/new`);
  await there.getByLabel("Nimi").fill("Aino");
  await there.locator("form button[type=submit]").click();
  await there.getByText(/ei kelpaa\. Anna päivä ja kellonaika\./).waitFor();
  await there.context().close();
});

await suite.test("screens show it as text: nothing of it runs or becomes an element", async () => {
  for (const [screen, fields] of shown) {
    await page.goto(at.url + screen);
    await page.locator("h1").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    const missing = () => page.evaluate((all) => all.filter(([, text]) => !document.body.textContent.includes(text)).map(([name]) => name), [...fields]);
    for (const end = Date.now() + 30_000; (await missing()).length > 0 && Date.now() < end; ) await page.waitForTimeout(50); // its parts come one after the other
    assert.deepEqual(await missing(), [], screen);
    const made = await page.evaluate(() => ({
      ran: globalThis.ran ?? Object.prototype.ran ?? null,
      elements: [...document.querySelectorAll("main :is(script, img, iframe, object, embed, video, math, style, link, base, meta, marquee, template, b, x, svg:not(.icon))")].map((one) => one.outerHTML.slice(0, 80)),
      handlers: [...document.querySelectorAll("body *")].filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || /^\s*javascript:/i.test(value))).map((one) => one.outerHTML.slice(0, 80)),
    }));
    assert.deepEqual(made, { ran: null, elements: [], handlers: [] }, screen);
  }
});

await suite.test("nothing was asked elsewhere, nothing went wrong unseen", () => assert.deepEqual([...noticed, ...page.trouble], []));
await chromium.close();
await at.stop();
suite.end();
