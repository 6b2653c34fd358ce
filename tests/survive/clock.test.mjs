// The clock is set back, and forward, while people work: libfaketime (Debian's package of that name) stands between the server and the
// system. What only measures how long something takes goes by a clock that nobody sets, and is left alone.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { createHmac } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Browser, database, fakeClock, opened, postgres, run, says, serve, shop, skip, sleep, Suite, until } from "./lib.mjs";

const suite = new Suite(`survive-clock${postgres ? "-postgres" : ""}`);
if (!fakeClock) {
  skip("survive-clock", "libfaketime is not here");
  process.exit();
}
const HOUR = 3600;
const there = database(), file = join(there.data, "clock");
const set = async (seconds) => {
  writeFileSync(`${file}.new`, `${seconds < 0 ? "" : "+"}${seconds}`);
  renameSync(`${file}.new`, file);
  await sleep(20);
};
await set(0);
const env = { ...fakeClock, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: "1" };
let server = await serve(there, { env });
const people = await shop(server), encounter = (await opened(people.mia, people.site)).id;
const seconds = async () => Date.parse((await opened(people.mia, people.site)).created_at) / 1000 - Date.now() / 1000;

/** What an authenticator shows at a time. */
function code(secret, at) {
  let bits = "";
  for (const letter of secret.replace(/=+$/, "")) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2))), step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30)));
  const hash = createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1e6).padStart(6, "0");
}

await suite.test("the library does what it should", async () => {
  ok(Math.abs(await seconds()) < 2);
  await set(HOUR);
  ok(Math.abs(await seconds() - HOUR) < 2);
  await set(0);
});

await suite.test("set back in an encounter: what is said later stands later, nothing collides", async () => {
  const keys = ["desk:start"];
  for (const [i, at] of [0, HOUR, 0, -HOUR, -24 * HOUR, 0].entries()) {
    await set(at);
    for (let j = 0; j < 5; j++) {
      keys.push(`k${i}-${j}`);
      const told = await says(people.mia, encounter, keys.at(-1));
      equal(told.status, 200, told.text);
      equal(told.json.events[0].number, keys.length, "at its end");
    }
  }
  const { events } = (await people.mia.get(`/v1/encounters/${encounter}`)).json;
  same(events.map((event) => event.key), keys);
  equal(new Set(events.map((event) => event.id)).size, keys.length);
  ok(events.every((event, i) => i === 0 || event.at >= events[i - 1].at));
});

await suite.test("sessions hold over a clock that was set back, and end where it is set on", async () => {
  const other = new Browser(server.base);
  await set(0);
  equal((await other.post("/v1/session", { login: "mia", password: people.mia.password })).status, 201);
  await set(-30 * 24 * HOUR);
  await sleep(1100); // who was let in is known for a second
  equal((await other.get("/v1/session")).status, 200);
  await set(0);
  await sleep(1100);
  equal((await other.get("/v1/session")).status, 200);
  await set(31 * 24 * HOUR);
  await sleep(1100);
  equal((await other.get("/v1/session")).status, 401);
  await set(0);
});

await suite.test("a code of the authenticator is good once, also when its time comes again", async () => {
  const now = Date.now() / 1000;
  const begun = await people.leo.post("/v1/me/totp", { password: people.leo.password });
  ok(begun.status < 300, begun.text);
  const { secret } = begun.json;
  const confirmed = await people.leo.put("/v1/me/totp", { code: code(secret, now) });
  ok(confirmed.status < 300, confirmed.text);
  const signIn = (at) => new Browser(server.base).post("/v1/session", { login: "leo", password: people.leo.password, code: code(secret, at) });
  await set(60);
  equal((await signIn(now + 60)).status, 201);
  await set(0);
  equal((await signIn(now + 60)).status, 401, "of the time before");
  equal((await signIn(now)).status, 401, "used before");
  await set(120);
  equal((await signIn(now + 120)).status, 201, "and all goes on");
  await set(0);
});

await suite.test("a key is kept over a clock that was set back", async () => {
  const body = { encounter, remedy: "refreshment", what: "once" }, headers = { "Idempotency-Key": "clock-1" };
  const first = await people.mia.post("/v1/remedies", body, { headers });
  equal(first.status, 201, first.text);
  await set(-2 * HOUR);
  equal((await people.mia.post("/v1/remedies", body, { headers })).json.id, first.json.id);
  await set(0);
});

await suite.test("deadlines: a call that nobody sees and a question that nobody answers go on, set back or not", async () => {
  const jar = Object.entries(people.leo.cookies).map(([name, value]) => `${name}=${value}`).join("; "), end = new AbortController();
  const live = await fetch(`${server.base}/v1/live`, { headers: { Cookie: jar }, signal: end.signal }); // a screen that can be called
  equal(live.status, 200);
  const called = (await people.mia.post("/v1/calls", { site: people.site, encounter, whom: "supervisor" })).json;
  const asked = (await people.mia.post("/v1/approvals", { site: people.site, encounter, remedy: "refund", asked: 40, currency: "EUR", reason: "x" })).json;
  equal(asked.state, "asked", JSON.stringify(asked));
  await set(-6 * HOUR);
  if (called.state !== "nobody") // no screen and no way: then nothing waits
    await until(async () => (await people.mia.get(`/v1/calls/${called.id}`)).json.version > called.version, 12000);
  end.abort();
  await until(async () => { const { json } = await people.mia.get(`/v1/approvals/${asked.id}`); return (json.level !== asked.level || json.state !== "asked") && json; }, 12000);
  await set(0);
});

await suite.test("slow clients, a start and the audit log with a clock that was set back", async () => {
  await set(-HOUR);
  equal(run(there, "verify").status, 0);
  same(await server.stop(), { code: 0, signal: null });
  server = await serve(there, { env });
  people.mia.base = server.base;
  equal((await says(people.mia, encounter, "restarted")).status, 200);
  same(await server.stop(), { code: 0, signal: null });
  equal(run(there, "verify").status, 0);
});

suite.end();
process.exit();
