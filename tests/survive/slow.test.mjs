// Clients that are slow on purpose: with their headers, with a body, in taking an answer, in reading live events. They are shown out in
// their time, nobody else waits for them, and nothing of them stays. Takes a good minute, most of it waiting.
import { equal, ok } from "node:assert/strict";
import { connect } from "node:net";
import { database, held, opened, serve, shop, sleep, status, Suite } from "./lib.mjs";

const suite = new Suite("survive-slow");
const there = database(), server = await serve(there), people = await shop(server);
for (let i = 0; i < 150; i++) await opened(people.mia, people.site);
const jar = Object.entries(people.mia.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
/** Connects, says the first words, then `drip` each half second; how long it lasted in seconds. */
const client = (first, drip, { deaf = false } = {}) => new Promise((done) => {
  const began = Date.now(), socket = connect(server.port, "127.0.0.1", () => socket.write(first));
  const timer = setInterval(() => drip && socket.write(drip), 500);
  const end = () => { clearInterval(timer); socket.destroy(); done((Date.now() - began) / 1000); };
  socket.on("close", end);
  socket.on("error", end);
  if (deaf) socket.pause();
  else socket.on("data", () => {});
});
const many = (count, ...how) => Promise.all(Array.from({ length: count }, () => client(...how)));
const post = `POST /v1/encounters HTTP/1.1\r\nHost: x\r\nCookie: ${jar}\r\nX-CSRF-Token: ${people.mia.csrf}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`;

const list = `GET /v1/encounters?limit=200 HTTP/1.1\r\nHost: x\r\nCookie: ${jar}\r\n\r\n`.repeat(40);

/* As many at once that break off: what the allocator keeps for the next ones is no leak. */
await Promise.all(Array.from({ length: 1020 }, (_, i) => new Promise((done) => {
  const socket = connect(server.port, "127.0.0.1", () => { socket.write(i < 20 ? list : post); socket.pause(); setTimeout(() => { socket.destroy(); done(); }, 1500); });
})));
await sleep(500);
const before = held(server.pid);

const slow = {
  headers: many(300, "GET /healthz HTTP/1.1\r\nX: ", "a"),
  silent: many(300, "", ""),
  bodies: many(300, post, " "),
  idle: many(100, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", ""),
};
/** A list again and again on one connection, and none of the answers is read. */
const deaf = many(20, list, "", { deaf: true });
let taken = 0;
for (const name in slow) slow[name].then(() => { taken++; });

await suite.test("meanwhile everybody else is served", async () => {
  await sleep(1000);
  let longest = 0;
  for (let i = 0; i < 100; i++) {
    const began = performance.now();
    equal((await people.mia.get("/v1/encounters?limit=5")).status, 200);
    longest = Math.max(longest, performance.now() - began);
  }
  ok(longest < 1500, `${longest} ms`);
  equal(taken, 0, "and the slow ones are still there");
});
const between = (times, from, to) => ok(times.every((time) => time > from && time < to), `${Math.min(...times)} to ${Math.max(...times)} s`);
await suite.test("headers may take 15 s", async () => { between(await slow.headers, 13, 20); between(await slow.silent, 13, 20); });
await suite.test("a connection may lie idle for 30 s", async () => between(await slow.idle, 27, 36));
await suite.test("a body may take 60 s", async () => between(await slow.bodies, 57, 66));
await suite.test("an answer must be taken within 60 s", async () => {
  const gone = held(server.pid).files;
  ok(gone <= before.files + 20, `files: ${before.files}, then ${gone}`);
});
await suite.test("nothing of them stays", async () => {
  const after = held(server.pid);
  ok(after.files <= before.files + 20, `files: ${before.files}, then ${after.files}`);
  ok(after.resident <= before.resident + 24576, `resident kB: ${before.resident}, then ${after.resident}`);
  equal((await server.stop()).code, 0);
});

suite.end();
process.exit();
