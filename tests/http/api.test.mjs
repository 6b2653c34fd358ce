// What every route has in common: problems, limits, headers, versions, repeated writes, pages; and the filters.
import { spawnSync } from "node:child_process";
import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { Browser, setUp, start, Suite } from "./lib.mjs";

const server = await start();
const suite = new Suite("http-api");
const boss = await setUp(server);
const stranger = new Browser(server.base);
const customers = "/v1/test/customers";

/** Raw bytes to the server; gives all that it sends until it closes, or `ms` pass. */
function raw(text, ms = 3000, port = server.port) {
  return new Promise((done) => {
    let got = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    const end = () => { clearTimeout(timer); socket.destroy(); done(got); };
    const timer = setTimeout(end, ms);
    socket.on("data", (data) => { got += data; });
    socket.on("close", end);
    socket.on("error", end);
  });
}

await suite.test("a path that is not there, a method that is not taken", async () => {
  const none = await stranger.get("/v1/nothing");
  equal(none.status, 404);
  equal(none.headers.get("content-type"), "application/problem+json");
  for (const key of ["type", "title", "status", "detail", "request"]) ok(key in none.json, key);
  equal(none.json.request, none.headers.get("x-request-id"));
  const wrong = await stranger.ask("PUT", customers);
  equal(wrong.status, 405);
  equal(wrong.headers.get("allow"), "GET, HEAD, POST");
  equal((await stranger.ask("OPTIONS", customers)).status, 204);
  equal((await boss.get(`${customers}/not-an-id`)).status, 404);
  equal((await boss.get(`${customers}/06ajeyjjd8p5f/`)).status, 404);
  equal((await stranger.get("/" + "x".repeat(600))).status, 404);
});

await suite.test("HEAD is GET without the body", async () => {
  const [head, get] = [await stranger.ask("HEAD", "/healthz"), await stranger.get("/healthz")];
  equal(head.status, 200);
  equal(head.text, "");
  equal(head.headers.get("content-length"), get.headers.get("content-length"));
});

await suite.test("security headers, on answers and problems", async () => {
  for (const path of ["/healthz", "/v1/nope"]) {
    const { headers } = await stranger.get(path);
    equal(headers.get("x-content-type-options"), "nosniff");
    equal(headers.get("cache-control"), "no-store");
    match(headers.get("content-security-policy"), /default-src 'none'/);
    equal(headers.get("strict-transport-security"), null);
  }
});

await suite.test("bodies: type, JSON, depth, duplicate keys, UTF-8", async () => {
  const post = (text, type = "application/json") => boss.ask("POST", customers, { raw: text, headers: { "Content-Type": type } });
  equal((await post("{}", "text/plain")).status, 415);
  equal((await post("{}", "application/jsonx")).status, 415);
  for (const text of ["", "{", "[]", "1", '{"name": "a", "name": "b"}', '{"name": "\u0000"}', "[".repeat(100)]) {
    const { status, json } = await post(text);
    equal(status, 400, text);
    equal(json.type, "/problems/not-json", text);
  }
  equal((await post(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).status, 400);
  equal((await post('{"name": "a\\u0000b"}')).json.field, "name");
});

await suite.test("bodies: the limit, and one past it", async () => {
  const most = 262144, head = '{"name": "x", "notes": "', tail = '"}';
  const fits = head + "y".repeat(most - head.length - tail.length) + tail;
  const at = await boss.ask("POST", customers, { raw: fits, headers: { "Content-Type": "application/json" } });
  equal(at.json.field, "notes"); // read, and found too long by the record
  const past = await boss.ask("POST", customers, { raw: fits + " ", headers: { "Content-Type": "application/json" } })
    .catch((error) => ({ status: 413, error }));
  equal(past.status, 413);
  const told = await raw(`POST ${customers} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${most + 1}\r\n\r\n`);
  match(told, /^HTTP\/1.1 413 /);
  const chunk = `10000\r\n${"z".repeat(65536)}\r\n`;
  const chunked = await raw(`POST ${customers} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}0\r\n\r\n`);
  match(chunked, /^HTTP\/1.1 413 /);
});

await suite.test("malformed HTTP is refused, and harms nobody", async () => {
  for (const text of ["\r\n\r\n\r\n", "GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", `GET /${"a".repeat(40000)} HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: x\r\n${"A: b\r\n".repeat(5000)}\r\n`, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n"])
    ok(!(await raw(text, 500)).startsWith("HTTP/1.1 200"), text.slice(0, 30));
  equal((await stranger.get("/healthz")).status, 200);
});

await suite.test("a record: made, read, with names, money and times as they are outside", async () => {
  const made = await boss.post(customers, { name: "Matti", currency: "EUR", yearly: 1234.5, visits_yearly: 12, last_visit_at: "2026-01-31T12:00:00+02:00" });
  equal(made.status, 201, made.text);
  equal(made.json.yearly, 1234.5);
  match(made.json.id, /^[0-9a-hjkmnp-tv-z]{13}$/);
  equal(made.headers.get("etag"), '"1"');
  const { json } = await boss.get(`${customers}/${made.json.id}`);
  same(json, made.json);
});

await suite.test("fields: unknown, ours, wrong, missing; the first is named", async () => {
  const cases = [
    [{ name: "x", colour: "red" }, "colour"], [{ name: "x", org: "06ajeyjjd8p5f" }, "org"], [{ name: "x", version: 3 }, "version"],
    [{ name: 5 }, "name"], [{ name: "x", yearly: 1.234, currency: "EUR" }, "yearly"], [{ name: "x", yearly: -1, currency: "EUR" }, "yearly"],
    [{ name: "x", yearly: 5 }, "yearly"], [{ name: "x", visits_yearly: 1.5 }, "visits_yearly"], [{ name: "x", site: "zzz" }, "site"],
    [{ name: "x", erased_at: "2026-01-01T00:00:00Z" }, "erased_at"],
  ];
  for (const [body, field] of cases) {
    const { status, json } = await boss.post(customers, body);
    equal(status, 400, JSON.stringify(body));
    equal(json.field, field, JSON.stringify(json));
    ok(json.expected, field);
  }
  equal((await boss.post(customers, { name: "yen", yearly: 500, currency: "JPY" })).json.yearly, 500);
  equal((await boss.post(customers, { name: "yen", yearly: 5.5, currency: "JPY" })).json.field, "yearly");
});

await suite.test("versions: 428 without, 412 with another, 304 where nothing is new", async () => {
  const { json: { id } } = await boss.post(customers, { name: "Liisa" });
  const path = `${customers}/${id}`;
  equal((await boss.patch(path, { name: "L" })).status, 428);
  equal((await boss.patch(path, { name: "L" }, { headers: { "If-Match": '"7"' } })).status, 412);
  equal((await boss.patch(path, { name: "L" }, { headers: { "If-Match": "1" } })).status, 412);
  const changed = await boss.patch(path, { name: "Liisa K." }, { headers: { "If-Match": '"1"' } });
  equal(changed.status, 200);
  equal(changed.headers.get("etag"), '"2"');
  equal((await boss.patch(path, { name: "late" }, { headers: { "If-Match": '"1"' } })).status, 412);
  equal((await boss.patch(path, { name: 7 }, { headers: { "If-Match": '"2"' } })).json.field, "name");
  const same304 = await boss.get(path, { headers: { "If-None-Match": '"2"' } });
  equal(same304.status, 304);
  equal(same304.text, "");
  equal((await boss.get(path, { headers: { "If-None-Match": '"1"' } })).json.name, "Liisa K.");
});

await suite.test("writes sent twice", async () => {
  const headers = { "Idempotency-Key": "key-1" };
  const first = await boss.post(customers, { name: "Once" }, { headers });
  const again = await boss.post(customers, { name: "Once" }, { headers });
  equal(again.status, 201);
  same(again.json, first.json);
  equal(again.headers.get("etag"), first.headers.get("etag"));
  equal(again.headers.get("idempotency-replayed"), "true");
  equal(first.headers.get("idempotency-replayed"), null);
  const other = await boss.post(customers, { name: "Other" }, { headers });
  equal(other.status, 422);
  equal(other.json.type, "/problems/key-used");
  equal((await boss.post(customers, { name: 1 }, { headers: { "Idempotency-Key": "key-2" } })).status, 400);
  equal((await boss.post(customers, { name: "ok" }, { headers: { "Idempotency-Key": "key-2" } })).status, 201, "what failed is not kept");
  equal((await boss.post(customers, { name: "x" }, { headers: { "Idempotency-Key": "a b" } })).status, 400);
  equal((await boss.post(customers, { name: "x" }, { headers: { "Idempotency-Key": "k".repeat(129) } })).status, 400);
  const many = await Promise.all(Array.from({ length: 12 }, () => boss.post(customers, { name: "Race" }, { headers: { "Idempotency-Key": "race" } })));
  equal(new Set(many.map(({ json }) => json.id)).size, 1, "twelve at once are one");
});

await suite.test("pages: each record once, in both directions, with and without a next", async () => {
  for (let i = 0; i < 7; i++) await boss.post(customers, { name: `Page ${i}` });
  const whole = (await boss.get(`${customers}?limit=200`)).json;
  equal(whole.next, null);
  for (const order of ["", "&newest=1"]) {
    const seen = [];
    let next = "";
    do {
      const { json } = await boss.get(`${customers}?limit=4${order}${next && `&cursor=${next}`}`);
      ok(json.items.length <= 4 && json.items.length > 0);
      seen.push(...json.items.map(({ id }) => id));
      next = json.next;
    } while (next);
    const ids = whole.items.map(({ id }) => id);
    same(seen, order ? ids.reverse() : ids);
  }
  const { json: { next } } = await boss.get(`${customers}?limit=2`);
  equal((await boss.get(`${customers}?cursor=${next}&newest=1`)).json.field, "cursor");
  for (const cursor of ["x", "A".repeat(27), "%00", "A".repeat(65)]) equal((await boss.get(`${customers}?cursor=${cursor}`)).status, 400, cursor);
  for (const limit of ["0", "201", "x", "-1", "1e2", ""]) equal((await boss.get(`${customers}?limit=${limit}`)).json.field, "limit", limit);
  equal((await boss.get(`${customers}?limit=200`)).status, 200);
});

await suite.test("a session of another organisation sees nothing here", async () => {
  const { json: { id } } = await boss.post(customers, { name: "Ours" });
  const other = new Browser(server.base);
  const parts = boss.cookies["amends-session"].split(".");
  other.cookies["amends-session"] = ["00mmgf6000008", parts[1], parts[2]].join(".");
  equal((await other.get(`${customers}/${id}`)).status, 401);
});

// ---- the filters

const amends = process.env.AMENDS ?? "build/amends";
const line = (filter, input) => { // 1: some lines were at fault
  const { stdout, status } = spawnSync(amends, [filter], { input, encoding: "utf8" });
  ok(status < 4, `${filter}: ${status}`);
  return stdout.trim();
};

await suite.test("signals, review and guard answer what the command line answers", async () => {
  const asked = {
    signals: [{ id: "a1", text: "This is the third time! I want my money back.", lang: "en", channel: "chat" }, { text: "Ääkköset ja 真的吗？" },
      { id: "ä\"b", text: "\t\nhello \\ there 😡" }, { text: "" }],
    review: [{ id: "r1", text: "I'm sorry you feel that way, but it's our policy.", lang: "en", ui_lang: "fi" },
      { text: "You get 60 € back.", authority: { currency: "EUR", refund: 50 } }],
    guard: [{ id: "g1", messages: [{ role: "customer", text: "Give me my money, or else I'll hurt you" }], draft: "Calm down, sir.", lang: "en" }],
  };
  for (const [filter, requests] of Object.entries(asked))
    for (const request of requests) {
      const answer = await boss.post(`/v1/${filter}`, request);
      equal(answer.status, 200, answer.text);
      equal(answer.text, line(filter, JSON.stringify(request) + "\n"), filter);
    }
});

await suite.test("a filter names the field at fault", async () => {
  const cases = [["signals", { text: 5 }, "text"], ["signals", {}, "text"], ["review", { text: "x", authority: { refund: -1 } }, "authority.refund"],
    ["guard", { draft: "x" }, "messages"], ["signals", { text: "x", lang: "xx" }, "lang"]];
  for (const [filter, body, field] of cases) {
    const { status, json } = await boss.post(`/v1/${filter}`, body);
    equal(status, 400);
    equal(json.field, field);
  }
  equal((await stranger.post("/v1/signals", { text: "x" })).status, 401);
});

const said = (text, more = {}) => JSON.stringify({ encounter: "e1", from: "customer", text, ...more });
const coach = (lines, browser = boss) => browser.ask("POST", "/v1/coach", { raw: lines.join("\n"), headers: { "Content-Type": "application/jsonl" } });

await suite.test("the coach: the same cards as the command line, and a state to go on from", async () => {
  const lines = ['{"encounter":"e1","start":{"lang":"en","authority":{"currency":"EUR","refund":20},"emergency_number":"112"}}',
    said("The soup was cold and nobody came."), '{"encounter":"e1","gave":{"refund":15}}', said("That is an insult! Idiot!"), said("I will kill you")];
  const expected = line("coach", lines.join("\n") + "\n").split("\n").map((text) => JSON.parse(text));
  const whole = await coach(lines);
  equal(whole.status, 200, whole.text);
  same(whole.json.cards, expected);
  const half = await coach(lines.slice(0, 2));
  const rest = await coach([JSON.stringify({ encounter: "e1", state: half.json.state }), "", ...lines.slice(2)]);
  same(rest.json.cards, expected.slice(2));
  equal(rest.json.state, whole.json.state);
});

await suite.test("bundled encounters in all languages: each filter answers the same values as the command line", async () => {
  let cards = 0, answers = 0;
  for (const lang of ["en", "fi", "ru", "zh"]) {
    const folder = `data/lang/${lang}/encounters`;
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".jsonl")).slice(0, 3)) {
      const lines = readFileSync(`${folder}/${name}`, "utf8").trim().split("\n");
      const { json } = await coach(lines);
      same(json.cards, line("coach", lines.join("\n") + "\n").split("\n").map((text) => JSON.parse(text)), name);
      cards += json.cards.length;
      const texts = lines.map((text) => JSON.parse(text)).filter(({ text }) => text).slice(0, 4);
      const messages = texts.map(({ from, text }) => ({ role: from, text }));
      const requests = [...texts.map(({ text }) => ["signals", { text, lang }]), ...texts.map(({ text }) => ["review", { text, lang, ui_lang: "en" }]),
        ["guard", { messages, draft: messages[0].text, lang }]];
      for (const [filter, request] of requests) {
        same((await boss.post(`/v1/${filter}`, request)).json, JSON.parse(line(filter, JSON.stringify(request) + "\n")), `${name} ${filter}`);
        answers++;
      }
    }
  }
  ok(cards > 40 && answers > 30, `${cards} cards, ${answers} answers`);
});

await suite.test("the coach: a line at fault says which, which field, and why", async () => {
  const lines = [said("hello"), '{"encounter":"e1","from":"customer","text":5}', '{"encounter":"e1","from":"customer","text":"x","text":"y"}', '{"encounter":"e1","gave":{"refund":-1}}'];
  const { json } = await coach(lines);
  same(json.cards, line("coach", lines.join("\n") + "\n").split("\n").map((text) => JSON.parse(text)));
  same(json.cards.slice(1).map(({ error }) => [error.line, error.field]), [[2, "text"], [3, "text"], [4, "gave.refund"]]);
  for (const { error } of json.cards.slice(1)) ok(error.message.length > 10, JSON.stringify(error));
});

await suite.test("the coach: an error stands in its line's place", async () => {
  const { json, status } = await coach([said("hello"), "nonsense", said("again"), JSON.stringify({ encounter: "e2", from: "customer", text: "x" }),
    JSON.stringify({ encounter: "e1", state: "AAAA" })]);
  equal(status, 200);
  same(json.cards.map((card) => card.error?.line ?? 0), [0, 2, 0, 4, 5]);
  equal(json.cards[3].error.field, "encounter");
  equal(json.cards[4].error.field, "state");
  equal((await coach(Array(4097).fill("{}"))).status, 413);
});

// ---- what looks after it

await suite.test("metrics count routes by their pattern, without anybody's id", async () => {
  const { text, headers } = await stranger.get("/metrics");
  match(headers.get("content-type"), /^text\/plain; version=0.0.4/);
  match(text, /amends_http_requests_total\{method="GET",route="\/v1\/test\/customers\/\{id\}",status="200"\} \d+/);
  match(text, /amends_http_request_duration_seconds_bucket\{method="POST",route="\/v1\/signals",le="\+Inf"\} \d+/);
  const { json: { person } } = await boss.get("/v1/session");
  ok(!text.includes(person.id) && !text.includes("aino") && !text.includes("127.0.0.1"));
  for (const part of text.trim().split("\n")) match(part, /^(# (HELP|TYPE) |[a-z_]+(\{[^}]*(\{[^}]*\}[^}]*)*\})? [\d.e+-]+$)/);
});

await suite.test("the description: every route, every reference resolves, what it says holds", async () => {
  const { json: api } = await stranger.get("/v1/openapi.json");
  equal(api.openapi, "3.1.0");
  const text = JSON.stringify(api);
  for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) ok(name in api.components.schemas, name);
  for (const secret of ["password_hash", "token_hash", "totp_secret", '"csrf"']) ok(!text.includes(secret), secret);
  const names = new Set();
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      ok(!names.has(operation.operationId), operation.operationId);
      names.add(operation.operationId);
      const at = path.replace(/\{\w+\}/g, "06ajeyjjd8p5f");
      const answer = await stranger.ask(method.toUpperCase(), at, operation.requestBody ? { body: {} } : {});
      const open = operation.security?.length === 0;
      if (!open) equal(answer.status, 401, `${method} ${path}`);
      else notEqual(answer.status, 404, `${method} ${path}`);
      ok(String(answer.status) in operation.responses, `${method} ${path} ${answer.status}`);
    }
  const schema = api.components.schemas.customer;
  const { json } = await boss.post(customers, { name: "Schema" });
  same(Object.keys(json).sort(), Object.keys(schema.properties).sort());
});

await suite.test("a stop finishes what is under way", async () => {
  const second = await start();
  const slow = fetch(`${second.base}/v1/test/slow?ms=700`);
  await new Promise((done) => setTimeout(done, 150));
  const stopped = second.stop();
  const answer = await slow;
  equal(answer.status, 200);
  equal((await answer.json()).status, "done");
  equal((await stopped).code, 0);
});

await suite.test("a client that sends its headers byte by byte is shown out", async () => {
  const socket = connect(server.port, "127.0.0.1");
  const began = Date.now();
  const closed = new Promise((done) => { socket.on("close", done); socket.on("error", done); });
  socket.write("GET /healthz HTTP/1.1\r\nX: ");
  const drip = setInterval(() => socket.write("a"), 500);
  await closed;
  clearInterval(drip);
  const took = Date.now() - began;
  ok(took > 13000 && took < 19000, `${took} ms`);
});

same(await server.stop(), { code: 0, signal: null });
suite.end();
