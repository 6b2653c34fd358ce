// Bodies and requests that nobody should send, and keys that come twice: each has its answer, nothing is stored, nothing stays open.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { database, held, opened, postgres, run, says, serve, shop, status, Suite } from "./lib.mjs";

const suite = new Suite(`survive-bodies${postgres ? "-postgres" : ""}`);
const there = database(), server = await serve(there), people = await shop(server), encounter = (await opened(people.mia, people.site)).id;
const path = `/v1/encounters/${encounter}/events`;
const event = (key) => ({ key, event: { from: "customer", text: "The coffee was cold." } });
const good = JSON.stringify({ events: [event("good")] });
const inside = (value) => `{"events":[{"key":"k","event":${value}}]}`;
const raw = (text) => Buffer.from(text, "latin1");
const deep = (depth) => "[".repeat(depth) + "]".repeat(depth);

/** [what is sent, status, end of the type, where (part of the detail or field)] */
const bodies = {
  "no JSON": ["{events", 400, "not-json", /byte 7/],
  "something behind it": [`${good}x`, 400, "not-json", /end of file expected/],
  "nothing": ["", 400, "not-json", /byte 0/],
  "a list": ["[]", 400, "not-json", /object was expected/],
  "bad UTF-8": [raw(inside('{"from":"customer","text":"\xff\xfe"}')), 400, "not-json", /byte \d+.*UTF-8 was expected/],
  "overlong UTF-8": [raw(inside('{"from":"customer","text":"\xc0\x80"}')), 400, "not-json", /UTF-8 was expected/],
  "half a character": [inside('{"from":"customer","text":"\\ud800"}'), 400, "not-json", /Unicode/],
  "a NUL byte": [raw(inside('{"from":"customer","text":"a\0b"}')), 400, "not-json", /NUL byte stands at byte/],
  "a NUL that is written": [inside('{"from":"customer","text":"a\\u0000b"}'), 400, "event", /NUL/],
  "a NUL in a key": ['{"events":[{"key":"a\\u0000b","event":{"did":"listen"}}]}', 400, "field", /events\[0\]\.key/],
  "a NUL in a name": ['{"ev\\u0000ents":[]}', 400, "not-json", /NUL/],
  "a thousand levels": [deep(1000), 400, "not-json", /deeper than 16 levels/],
  "a hundred thousand levels": [deep(100000), 400, "not-json", /deeper than 16 levels/],
  "levels inside": [inside(deep(20)), 400, "not-json", /deeper than 16 levels/],
  "a name twice": ['{"events":[],"events":[]}', 400, "not-json", /twice/],
  "a name twice inside": ['{"events":[{"key":"a","key":"b","event":{"did":"listen"}}]}', 400, "not-json", /twice/],
  "400 digits": [inside(`{"gave":{"refund":${"9".repeat(400)}}}`), 400, "not-json", /overflow/],
  "1e999": [inside('{"gave":{"refund":1e999}}'), 400, "not-json", /overflow/],
  "an amount of a billion billions": [inside('{"gave":{"refund":1e18}}'), 400, "event", /refund.*expected/],
  "a negative amount": [inside('{"gave":{"refund":-1}}'), 400, "event", /refund.*expected/],
  "NaN": [inside('{"gave":{"refund":NaN}}'), 400, "not-json", /NaN/],
  "a byte order mark": [`\ufeff${good}`, 400, "not-json", /byte 3/],
  "a field of nobody": ['{"events":[],"colour":"red"}', 400, "field", /colour/],
  "a day that is none": ['{"events":[{"key":"k","at":"2026-02-30T00:00:00Z","event":{"did":"listen"}}]}', 400, "field", /events\[0\]\.at/],
  "300 kB": [inside(`{"from":"customer","text":"${"x".repeat(300000)}"}`), 413, "too-long", /at most 262144 bytes/],
};
const types = {
  "plain text": [{ "Content-Type": "text/plain" }, /application\/json was expected/],
  "a form": [{ "Content-Type": "application/x-www-form-urlencoded" }, /application\/json was expected/],
  "gzip": [{ "Content-Type": "application/json", "Content-Encoding": "gzip" }, /without Content-Encoding was expected/],
};

function problem(answer, code, type, where) {
  equal(answer.status, code, answer.text);
  equal(answer.headers.get("content-type"), "application/problem+json");
  equal(answer.json.type, `/problems/${type}`, answer.text);
  ok(answer.json.title && answer.json.detail && answer.json.request, answer.text);
  match(`${answer.json.field ?? ""} ${answer.json.detail}`, where);
}
const send = (body, headers = { "Content-Type": "application/json" }) => people.mia.post(path, undefined, { raw: body, headers });

for (const [name, [body, code, type, where]] of Object.entries(bodies))
  await suite.test(`a body: ${name}`, async () => problem(await send(body), code, type, where));
for (const [name, [headers, where]] of Object.entries(types))
  await suite.test(`a type: ${name}`, async () => problem(await send(name === "gzip" ? gzipSync(good) : good, headers), 415, "type", where));

/* ---- below JSON */

/** Sends bytes; all that comes until it is closed or `ms` pass. */
const bare = (bytes, ms = 700) => new Promise((done) => {
  let got = "";
  const socket = connect(server.port, "127.0.0.1", () => socket.write(raw(bytes)));
  const end = () => { clearTimeout(timer); socket.destroy(); done(got); };
  const timer = setTimeout(end, ms);
  socket.on("data", (data) => { got += data; });
  for (const how of ["close", "error"]) socket.on(how, end);
});
const jar = Object.entries(people.mia.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: ${jar}\r\nX-CSRF-Token: ${people.mia.csrf}\r\nContent-Type: application/json\r\n`;
const chunk = (text) => `${text.length.toString(16)}\r\n${text}\r\n`;
const body = (key) => JSON.stringify({ events: [event(key)] });
const requests = {
  "in chunks": [`${head}Transfer-Encoding: chunked\r\n\r\n${chunk(body("c1").slice(0, 9))}${chunk(body("c1").slice(9))}0\r\n\r\n`, /^HTTP\/1.1 200/],
  "with trailers": [`${head}Transfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\n${chunk(body("c2"))}0\r\nX-A: b\r\nContent-Length: 5\r\nX-CSRF-Token: x\r\n\r\n`, /^HTTP\/1.1 200/],
  "chunks without a length": [`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc`, /^HTTP\/1.1 400/],
  "a chunk of more than there is": [`${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc`, /^HTTP\/1.1 413/],
  "chunks beyond the limit": [`${head}Transfer-Encoding: chunked\r\n\r\n${chunk("x".repeat(150000))}${chunk("x".repeat(150000))}0\r\n\r\n`, /^HTTP\/1.1 413[^]*too-long/],
  "two ends": [`${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n${chunk(body("c3"))}0\r\n\r\n`, /^HTTP\/1.1 400[^]*problems\/framing/],
  "two lengths": [`${head}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`, /^HTTP\/1.1 400[^]*problems\/framing/],
  "a coding of nobody": [`${head}Transfer-Encoding: gzip, chunked\r\n\r\n${chunk("x")}0\r\n\r\n`, /^HTTP\/1.1 400[^]*problems\/framing/],
  "a negative length": [`${head}Content-Length: -1\r\n\r\n`, /^HTTP\/1.1 400/],
  "a length of 20 digits": [`${head}Content-Length: 99999999999999999999\r\n\r\n`, /^HTTP\/1.1 413/],
  "too long by its own word": [`${head}Content-Length: 300000\r\n\r\nabc`, /^HTTP\/1.1 413[^]*too-long/],
  "too long, asked before": [`${head}Expect: 100-continue\r\nContent-Length: 900000\r\n\r\n`, /^HTTP\/1.1 413[^]*too-long/],
  "a header of 40 kB": [`${head}X-A: ${"y".repeat(40000)}\r\n\r\n`, /^HTTP\/1.1 431/],
  "5000 headers": [`${head}${"X-A: y\r\n".repeat(5000)}\r\n`, /^HTTP\/1.1 431/],
  "a path of 30 kB": [`GET /${"a".repeat(30000)} HTTP/1.1\r\nHost: x\r\n\r\n`, /^HTTP\/1.1 414/],
  "HTTP of another time": ["GET /healthz HTTP/7.3\r\nHost: x\r\n\r\n", /^HTTP\/1.1 505/],
  "no HTTP": ["\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n", /^(HTTP\/1.1 400|$)/],
};
for (const [name, [bytes, answer]] of Object.entries(requests))
  await suite.test(`a request: ${name}`, async () => match(await bare(bytes), answer));

await suite.test("a body that breaks off is nothing", async () => {
  await bare(`${head}Content-Length: 500\r\n\r\n{"events":[`, 50);
  equal(await status(server, "/healthz"), 200);
});

/* ---- twice */

await suite.test("a key with another request is told, with the same one it is one", async () => {
  const give = (what, key) => people.mia.post("/v1/remedies", { encounter, remedy: "refreshment", what }, { headers: { "Idempotency-Key": key } });
  const all = await Promise.all(Array.from({ length: 12 }, () => give("one", "same")));
  equal(new Set(all.map((answer) => answer.json.id)).size, 1, all.map((answer) => answer.status).join());
  equal(all.filter((answer) => answer.headers.get("idempotency-replayed") === "true").length, 11);
  problem(await give("another", "same"), 422, "key-used", /another method, path or body/);
  problem(await give("x", "k".repeat(129)), 400, "field", /Idempotency-Key.*128/);
});

await suite.test("an event twice is one; its key for another event is told", async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => says(people.mia, encounter, "same")));
  equal(new Set(all.map((answer) => answer.json.events[0].id)).size, 1);
  equal(all.filter((answer) => !answer.json.events[0].twice).length, 1);
  problem(await says(people.mia, encounter, "same", "Something else."), 409, "key-used", /event 1: another event has this key/);
});

/* ---- what it leaves */

await suite.test("a thousand of them and more leave no file open and no memory taken", async () => {
  const all = async (times) => {
    for (let i = 0; i < times; i++) {
      await Promise.all(Object.values(bodies).map(([text]) => send(text)));
      await Promise.all(Object.values(requests).filter(([, answer]) => !answer.source.includes("200")).map(([bytes]) => bare(bytes, 100)));
      for (let j = 0; j < 5; j++) await bare(`${head}Content-Length: 500\r\n\r\n{"events":[`, 5);
    }
  };
  await all(5);
  const before = held(server.pid);
  await all(25);
  const after = held(server.pid);
  ok(after.files <= before.files + 12, `files: ${before.files}, then ${after.files}`);
  ok(after.resident <= before.resident + 6144, `resident kB: ${before.resident}, then ${after.resident}`);
});

await suite.test("nothing of all that is stored, and all is well", async () => {
  const { events } = (await people.mia.get(`/v1/encounters/${encounter}`)).json;
  same(events.map((one) => one.key).sort(), ["c1", "c2", "desk:start", "same"].sort());
  equal(await status(server, "/readyz"), 200);
  same(await server.stop(), { code: 0, signal: null });
  equal(run(there, "verify").status, 0);
});

suite.end();
process.exit();
