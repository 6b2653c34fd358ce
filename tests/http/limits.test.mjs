// Each limit of docs/design/http.md: what is at it is taken, what is one past it is refused and told which. (Those of connections stand
// in tls.test.mjs, of live streams in live.test.mjs, of sign-in in signin.test.mjs, of headers that drip in api.test.mjs.)
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { connect } from "node:net";
import { Browser, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-limits");
const boss = await setUp(server);
const site = (await boss.get("/v1/sites")).json.items[0].id;
const filled = (length) => "ä".repeat(Math.floor(length / 2)) + "x".repeat(length % 2);

await suite.test("the length of a text is that of its field, in characters", async () => {
  const api = (await boss.get("/v1/openapi.json")).json;
  const most = (record, field) => api.components.schemas[record].properties[field].maxLength;
  for (const [path, record, field, more] of [["/v1/customers", "customer_new", "name", { site }], ["/v1/customers", "customer_new", "notes", { site }],
    ["/v1/cases", "case_new", "subject", { site }], ["/v1/promises", "promise_new", "what", { site }],
    ["/v1/incidents", "incident_new", "what", { site, harm: "none", happened_at: "2026-01-01T00:00:00Z" }]]) {
    const length = most(record, field);
    ok(length > 0, `${record}.${field}`);
    const base = field === "name" || field === "notes" ? { name: "x" } : {};
    const at = await boss.post(path, { ...base, ...more, [field]: "ä".repeat(length) });
    equal(at.status, 201, `${path} ${field}: ${at.text}`);
    const past = await boss.post(path, { ...base, ...more, [field]: "ä".repeat(length + 1) });
    same([past.status, past.json.field], [400, field], `${path} ${field}: ${past.text.slice(0, 300)}`);
  }
});

await suite.test("a text for the filters: 64 KiB", async () => {
  equal((await boss.post("/v1/signals", { text: filled(65536) })).status, 200);
  const past = await boss.post("/v1/signals", { text: filled(65537) });
  same([past.status, past.json.field], [400, "text"]);
});

await suite.test("words to search for: 200 bytes", async () => {
  equal((await boss.get(`/v1/customers?q=${"a".repeat(200)}`)).status, 200);
  equal((await boss.get(`/v1/customers?q=${"a".repeat(201)}`)).status, 400);
});

await suite.test("an Idempotency-Key: 128 characters", async () => {
  equal((await boss.post("/v1/cases", { site, subject: "k" }, { headers: { "Idempotency-Key": "k".repeat(128) } })).status, 201);
  equal((await boss.post("/v1/cases", { site, subject: "k" }, { headers: { "Idempotency-Key": "k".repeat(129) } })).json.field, "Idempotency-Key");
});

await suite.test("a page: 50 records where nobody says, 200 at most", async () => {
  for (let i = 0; i < 52; i++) await boss.post("/v1/test/customers", { name: `C${i}` });
  equal((await boss.get("/v1/customers")).json.items.length, 50);
  equal((await boss.get("/v1/customers?limit=200")).status, 200);
  equal((await boss.get("/v1/customers?limit=201")).json.field, "limit");
});

await suite.test("lines for the coach: 4,096 events, 4 MiB", async () => {
  const coach = (raw) => boss.ask("POST", "/v1/coach", { raw, headers: { "Content-Type": "application/jsonl" } }).catch(() => ({ status: 413 }));
  equal((await coach("\n".repeat(4096))).status, 200);
  const past = await coach("\n".repeat(4097));
  equal(past.status, 413);
  match(past.json.detail, /4096 lines/);
  equal((await coach(" ".repeat(4194304))).status, 200);
  equal((await coach(" ".repeat(4194305))).status, 413);
});

await suite.test("events: 100 in one call, 1,000 in one encounter", async () => {
  const { json: { id } } = await boss.post("/v1/encounters", { site, channel: "counter" });
  const tell = (from, count) => boss.post(`/v1/encounters/${id}/events`,
    { events: Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, event: { did: "listen" } })) });
  same([(await tell(0, 101)).json.field, (await tell(0, 0)).json.field], ["events", "events"]);
  let count = 1; // the start
  while (count + 100 <= 1000) {
    const answer = await tell(count, 100);
    equal(answer.status, 200, answer.text);
    count += 100;
  }
  equal((await tell(count, 99)).status, 200);
  const past = await tell(count + 99, 1);
  same([past.status, past.json.type], [409, "/problems/encounter-full"], past.text);
  equal((await boss.get(`/v1/encounters/${id}`)).json.events.length, 1000);
});

await suite.test("headers: 16 KiB", async () => {
  const status = (length) => new Promise((done) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nA: ${"b".repeat(length)}\r\n\r\n`));
    let got = "";
    socket.on("data", (data) => { got += data; });
    socket.on("close", () => done(Number(got.slice(9, 12))));
    socket.on("error", () => done(0));
  });
  equal(await status(8000), 200);
  ok([413, 431, 0].includes(await status(16384)), "one that is longer");
});

await suite.test("requests that wait for a worker: more are told to come again", async () => {
  const small = await start({ env: { HTTP_WORKERS: "1", HTTP_WAITING: "2" } });
  const browser = new Browser(small.base);
  const answers = await Promise.all(Array.from({ length: 8 }, () => browser.get("/v1/test/slow?ms=300")));
  const statuses = answers.map(({ status }) => status);
  ok(statuses.filter((status) => status === 200).length >= 2, String(statuses));
  const refused = answers.filter(({ status }) => status === 503);
  ok(refused.length >= 3, String(statuses));
  equal(refused[0].json.type, "/problems/busy");
  ok(Number(refused[0].headers.get("retry-after")) >= 1);
  equal((await browser.get("/v1/test/slow?ms=1")).status, 200, "and then there is room again");
  await small.stop();
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
