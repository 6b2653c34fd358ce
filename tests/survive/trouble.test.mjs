// What happens outside: no space, no writing, a database that goes and comes back, damage. A clear answer, nothing lost, nothing kept
// for good, and all is well again without a restart.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";
import { amends, control, database, folder, held, killPostgres, opened, postgres, root, run, says, serve, shop, skip, sleep, sql, status, Suite, until } from "./lib.mjs";

const suite = new Suite(`survive-trouble${postgres ? "-postgres" : ""}`);
const big = "The coffee was cold and nobody came. ".repeat(30);

/** A problem with all its parts, and what it says. */
function problem(answer, code, type) {
  equal(answer.status, code, answer.text);
  equal(answer.headers.get("content-type"), "application/problem+json");
  equal(answer.json.type, `/problems/${type}`, answer.text);
  ok(answer.json.title && answer.json.detail && answer.json.request, answer.text);
  if (code === 503) match(answer.headers.get("retry-after"), /^\d+$/);
}

/** Writes until something else than success comes: that answer, and what was answered before. */
async function fill(browser, encounter, kept, most = 3000) {
  for (let i = 0; i < most; i++) {
    const key = `fill-${kept.length}`;
    const answer = await says(browser, encounter(kept.length), key, big);
    if (answer.status !== 200) return answer;
    kept.push(key);
  }
  throw new Error("it was never full");
}

/** A thousand requests while something is wrong leave no file open and no memory taken. `ask(i)` is one. */
async function thousandTimes(server, ask) {
  const rush = async (from, to) => { for (let i = from; i < to; i += 10) await Promise.all(Array.from({ length: 10 }, (_, j) => ask(i + j))); };
  await rush(0, 200); // connections, caches
  const before = held(server.pid);
  await rush(200, 1200);
  const after = held(server.pid);
  ok(after.files <= before.files + 30, `files: ${before.files}, then ${after.files}`);
  ok(after.resident <= before.resident + 6144, `resident kB: ${before.resident}, then ${after.resident}`);
}

/** Encounters that take 60 events each. */
async function encounters(people, count) {
  const ids = [];
  for (let i = 0; i < count; i++) ids.push((await opened(people.mia, people.site)).id);
  return (i) => ids[Math.floor(i / 60) % count];
}

/** Everything that was answered is there, once. */
async function allThere(browser, encounter, kept) {
  const found = [];
  for (const id of new Set(kept.map((_, i) => encounter(i)))) {
    const read = await browser.get(`/v1/encounters/${id}`);
    equal(read.status, 200, read.text);
    found.push(...read.json.events.map((event) => event.key).filter((key) => key.startsWith("fill-")));
  }
  const order = (a, b) => Number(a.slice(5)) - Number(b.slice(5));
  same(found.sort(order), [...kept].sort(order));
}

async function noSpace(server, people, takeSpace, giveSpace, there) {
  const kept = [], encounter = await encounters(people, 12);
  await takeSpace();
  const full = await fill(people.mia, encounter, kept);
  problem(full, 507, "disk-full");
  await thousandTimes(server, (i) => says(people.mia, encounter(kept.length), `no-${i}`, big).then((answer) => problem(answer, 507, "disk-full")));
  equal(await status(server, "/healthz"), 200);
  const ready = await people.mia.get("/readyz");
  same([ready.status, ready.json.writes], [200, "full"], ready.text);
  await allThere(people.mia, encounter, kept); // reading goes on
  if (there.through) { // a backup beside it finds no room either, and leaves nothing
    const copies = run(there, "backup", join(there.data, "copies"));
    equal(copies.status, 6, copies.said);
    match(copies.said, /full|No space/);
    same(readdirSync(`/proc/${server.pid}/root${there.data}`).includes("copies") ? readdirSync(`/proc/${server.pid}/root${there.data}/copies`) : [], []);
  }
  await giveSpace();
  const again = await until(async () => { const answer = await says(people.mia, encounter(kept.length), `fill-${kept.length}`, big); return answer.status === 200 && answer; });
  ok(again);
  kept.push(`fill-${kept.length}`);
  await allThere(people.mia, encounter, kept);
  equal((await people.mia.get("/readyz")).json.writes, "ok");
  const told = run(there, "verify");
  equal(told.status, 0, told.said);
}

/* ---- no space */

const mounts = spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]).status === 0;
if (!postgres) {
  if (!mounts) skip("survive-trouble, a small disk", "nothing may be mounted here, not even in a namespace");
  else await suite.test("a disk that is full", async () => {
    const there = database();
    const server = await serve(there, { through: ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"', there.data] });
    const filler = `/proc/${server.pid}/root${there.data}/filler`;
    there.through = ["nsenter", "-t", String(server.pid), "-U", "-m", "--preserve-credentials"]; // where that disk is seen
    const people = await shop(server);
    const takeSpace = () => {
      const file = openSync(filler, "w");
      try { for (;;) writeSync(file, Buffer.alloc(4096)); } catch (error) { equal(error.code, "ENOSPC"); } finally { closeSync(file); }
      truncateSync(filler, Math.max(0, statSync(filler).size - 200000)); // a little is left
    };
    await noSpace(server, people, takeSpace, () => rmSync(filler), there);
    same(await server.stop(), { code: 0, signal: null });
  });

  await suite.test("a file that may grow no further (RLIMIT_FSIZE)", async () => {
    const there = database(), server = await serve(there), people = await shop(server);
    const limit = (bytes) => equal(spawnSync("prlimit", ["--pid", String(server.pid), `--fsize=${bytes}:unlimited`]).status, 0);
    await noSpace(server, people, () => limit(statSync(`${there.file}-wal`).size + 100000), () => limit("unlimited"), there);
    same(await server.stop(), { code: 0, signal: null });
  });
}

const small = process.env.AMENDS_TEST_SMALL_DISK;
if (postgres && !small) skip("survive-trouble-postgres, a small disk", "nothing may be mounted here, not even in a namespace");
else if (postgres) await suite.test("a disk that is full", async () => {
  const there = database(), filler = join(small, "filler"), space = join(small, "space");
  mkdirSync(space);
  if (root) chownSync(space, ...["-u", "-g"].map((which) => Number(spawnSync("id", [which, "postgres"], { encoding: "utf8" }).stdout)));
  sql("postgres", `create tablespace small location '${space}'`);
  sql("postgres", `alter database ${there.name} set tablespace small`);
  const server = await serve(there), people = await shop(server);
  const takeSpace = () => {
    const file = openSync(filler, "w");
    try { for (;;) writeSync(file, Buffer.alloc(4096)); } catch (error) { equal(error.code, "ENOSPC"); } finally { closeSync(file); }
  };
  await noSpace(server, people, takeSpace, () => rmSync(filler), there);
  same(await server.stop(), { code: 0, signal: null });
});

/* ---- no writing */

/** What is there is read; nothing is written, however often it is tried; who watches is told. */
async function onlyReads(server, people, encounter) {
  problem(await says(people.mia, encounter.id, "k1"), 503, "read-only");
  const read = await people.mia.get(`/v1/encounters/${encounter.id}`);
  equal(read.json.events?.length, 1, read.text);
  await thousandTimes(server, () => says(people.mia, encounter.id, "k1").then((answer) => problem(answer, 503, "read-only")));
  const ready = await people.mia.get("/readyz");
  same([ready.status, ready.json.writes, await status(server, "/healthz")], [200, "readonly", 200]);
}

const nobody = root ? { uid: 65534, gid: 65534 } : undefined;
if (!postgres) await suite.test("a folder and a file that are read only", async () => {
  const there = database();
  if (root) chownSync(there.data, 65534, 65534);
  let server = await serve(there, { user: nobody });
  const people = await shop(server), encounter = await opened(people.mia, people.site);
  await server.stop();
  for (const name of readdirSync(there.data)) chmodSync(join(there.data, name), 0o444);
  chmodSync(there.data, 0o555);
  server = await serve(there, { user: nobody });
  for (const browser of [people.mia, people.boss]) browser.base = server.base;
  await onlyReads(server, people, encounter);
  chmodSync(there.data, 0o755);
  for (const name of readdirSync(there.data)) chmodSync(join(there.data, name), 0o644);
  await until(async () => (await says(people.mia, encounter.id, "k1")).status === 200, 15000);
  equal((await people.mia.get(`/v1/encounters/${encounter.id}`)).json.events.length, 2);
  same(await server.stop(), { code: 0, signal: null });
});
else await suite.test("a database that is read only", async () => {
  const there = database(), server = await serve(there), people = await shop(server), encounter = await opened(people.mia, people.site);
  const readOnly = (on) => {
    sql("postgres", `alter database ${there.name} set default_transaction_read_only = ${on}`);
    sql("postgres", `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${there.name}'`);
  };
  readOnly("on");
  await onlyReads(server, people, encounter);
  readOnly("off");
  await until(async () => (await says(people.mia, encounter.id, "k1")).status === 200, 15000);
  equal((await people.mia.get("/readyz")).json.writes, "ok");
  same(await server.stop(), { code: 0, signal: null });
});

/* ---- gone and back */

async function goneAndBack(take, giveBack) {
  const there = database(), server = await serve(there), people = await shop(server), encounter = await opened(people.mia, people.site);
  equal((await says(people.mia, encounter.id, "before")).status, 200);
  await take(there);
  problem(await until(async () => { const answer = await says(people.mia, encounter.id, "k1"); return answer.status !== 200 && answer; }), 503, "storage-away");
  problem(await people.mia.get(`/v1/encounters/${encounter.id}`), 503, "storage-away");
  problem(await people.mia.get("/readyz"), 503, "storage-away");
  equal(await status(server, "/healthz"), 200);
  await thousandTimes(server, () => says(people.mia, encounter.id, "k1").then((answer) => problem(answer, 503, "storage-away")));
  await giveBack(there);
  await until(async () => (await says(people.mia, encounter.id, "k1")).status === 200, 15000);
  same((await people.mia.get(`/v1/encounters/${encounter.id}`)).json.events.map((event) => event.key), ["desk:start", "before", "k1"]);
  equal(await status(server, "/readyz"), 200);
  equal(run(there, "verify").status, 0);
  same(await server.stop(), { code: 0, signal: null });
}

if (postgres) await suite.test("the database goes and comes back", () => goneAndBack(() => ok(control("stop")), () => ok(control("start"))));
else {
  const move = (from, to) => { for (const name of readdirSync(from)) if (name.startsWith("amends.db")) renameSync(join(from, name), join(to, name)); };
  await suite.test("the file goes and comes back", () => {
    const elsewhere = folder();
    return goneAndBack((there) => move(there.data, elsewhere), (there) => move(elsewhere, there.data));
  });
  const hold = async (file) => {
    const other = spawn("sqlite3", [file], { stdio: ["pipe", "pipe", "inherit"] });
    other.stdin.write("BEGIN EXCLUSIVE; SELECT 'held';\n");
    await new Promise((done) => other.stdout.once("data", done));
    return other;
  };
  await suite.test("another process holds the file for a while: writing waits, reading does not", async () => {
    const there = database(), server = await serve(there), people = await shop(server), encounter = await opened(people.mia, people.site);
    const other = await hold(there.file);
    const began = Date.now(), waiting = says(people.mia, encounter.id, "k1");
    equal((await people.mia.get(`/v1/encounters/${encounter.id}`)).status, 200);
    ok(Date.now() - began < 1000);
    await sleep(500);
    other.stdin.end("COMMIT;\n");
    equal((await waiting).status, 200);
    ok(Date.now() - began >= 500);
    const again = await hold(there.file); // beyond ten seconds it is told
    problem(await says(people.mia, encounter.id, "k2"), 503, "storage-away");
    equal((await people.mia.get("/readyz")).json.writes, "away");
    again.stdin.end("COMMIT;\n");
    equal((await says(people.mia, encounter.id, "k2")).status, 200);
    same(await server.stop(), { code: 0, signal: null });
  });
}

/* ---- damage */

if (!postgres) {
  const ends = async (there, words) => {
    const error = await serve(there).then(async (server) => { await server.kill(); return new Error("it started"); }, (failed) => failed);
    equal(error.code, 6, error.message);
    match(error.message, words);
  };
  await suite.test("a file that is no database, one that was cut, one with pages of another", async () => {
    const there = database(), server = await serve(there), people = await shop(server), encounter = await opened(people.mia, people.site);
    for (let i = 0; i < 40; i++) await says(people.mia, encounter.id, `k${i}`, big);
    await server.stop();
    const good = readFileSync(there.file);
    const damaged = async (bytes, words) => {
      writeFileSync(there.file, bytes);
      await ends(there, words);
      same(readFileSync(there.file), bytes, "it touches nothing");
    };
    await damaged(Buffer.from("This is no database. ".repeat(200)), /cannot be opened: .*(not a database)/);
    await damaged(good.subarray(0, 3 * 4096 + 100), /damaged|malformed/);
    await damaged(Buffer.concat([good.subarray(0, 4096), Buffer.alloc(good.length - 4096, 0x5a)]), /damaged|malformed/);
    equal(run(there, "verify").status, 6);
    equal(run(there, "backup", join(there.data, "copies")).status, 6);
    writeFileSync(there.file, good);
    equal(run(there, "verify").status, 0);
  });

  await suite.test("pages are damaged while it runs: told; the good file put back is used again", async () => {
    const there = database(), server = await serve(there), people = await shop(server), encounter = await opened(people.mia, people.site);
    for (let i = 0; i < 60; i++) await says(people.mia, encounter.id, `k${i}`, big);
    const copies = join(there.data, "copies");
    const made = run(there, "backup", copies);
    equal(made.status, 0, made.said);
    // Everything but the first page, as it stands in the file.
    equal(spawnSync("sqlite3", [there.file, "PRAGMA wal_checkpoint(TRUNCATE)"]).status, 0);
    const file = openSync(there.file, "r+"), pages = statSync(there.file).size / 4096;
    for (let page = 1; page < pages; page++) writeSync(file, Buffer.alloc(4096, 0x5a), 0, 4096, page * 4096);
    closeSync(file);
    await until(async () => (await people.mia.get("/readyz")).status !== 200);
    problem(await people.mia.get(`/v1/encounters/${encounter.id}`), 500, "storage-damaged");
    problem(await people.mia.get("/readyz"), 500, "storage-damaged");
    equal(await status(server, "/healthz"), 200);
    await thousandTimes(server, () => people.mia.get(`/v1/encounters/${encounter.id}`).then((answer) => problem(answer, 500, "storage-damaged")));
    match(server.log, /SQLite 11|malformed/);
    mkdirSync(join(there.data, "old"));
    for (const name of readdirSync(there.data)) if (name.startsWith("amends.db")) renameSync(join(there.data, name), join(there.data, "old", name));
    copyFileSync(join(copies, readdirSync(copies)[0]), join(there.data, "new"));
    renameSync(join(there.data, "new"), there.file);
    equal((await until(async () => { const answer = await people.mia.get(`/v1/encounters/${encounter.id}`); return answer.status === 200 && answer; })).json.events.length, 61);
    equal((await says(people.mia, encounter.id, "after")).status, 200);
    equal(run(there, "verify").status, 0);
    same(await server.stop(), { code: 0, signal: null });
  });
}

suite.end();
process.exit();
