// A desk with a million cases beside one with ten thousand: lists, searches and records over HTTP, the same requests to
// both, one after the other. Prints Markdown; ends with 1 where a p95 is more than twice as long.
//   bench/desk/million.mjs FOLDER sqlite|postgres [--quick] [--rounds N] [--few N] [--many N] [--writing N] [--tries N]
//     [--keep DIRECTORY]
// FOLDER: where amends and bench-desk-fill were built. PostgreSQL: within tests/store/with-postgres.
// --quick: ten thousand and a hundred thousand. --writing: so many new cases a second on each meanwhile. --tries: the
// fastest of so many counts, so that other work on the machine disturbs less. --keep: files are left there, and taken from there the next time.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Line, machine, ms, percentile, serve, table } from "./kit.mjs";
import { questions } from "./questions.mjs";
import { setUpShop, writeTexts } from "./shop.mjs";

const [folder, engine, ...rest] = process.argv.slice(2);
const option = (name, usual) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : usual);
const quick = rest.includes("--quick");
const postgres = process.env.AMENDS_TEST_POSTGRES;
if (!folder || !["sqlite", "postgres"].includes(engine) || (engine === "postgres" && !postgres)) {
  console.error("usage: bench/desk/million.mjs FOLDER sqlite|postgres [--quick] [--rounds N] [--few N] [--many N] [--writing N] [--tries N] [--keep DIRECTORY]");
  if (engine === "postgres") console.error("postgres: run it as tests/store/with-postgres node bench/desk/million.mjs …");
  process.exit(2);
}
const few = Number(option("--few", 10000)), many = Number(option("--many", quick ? 100000 : 1000000));
const rounds = Number(option("--rounds", quick ? 100 : 300));
const writing = Number(option("--writing", 0));
const tries = Number(option("--tries", 3));
const kept = option("--keep");
const place = kept ?? mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), "amends-million-"));
const program = join(folder, "amends"), filler = join(folder, "bench/bench-desk-fill");
const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(0)} s`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;

/** A shop without cases, as a file; who may ask it. */
async function base() {
  const path = join(place, "base.db"), who = join(place, "who.json");
  if (existsSync(who)) return JSON.parse(readFileSync(who, "utf8"));
  mkdirSync(join(place, "data"), { recursive: true });
  const server = await serve(program, { db: `sqlite:${path}`, data: join(place, "data") });
  const shop = await setUpShop(server);
  await server.stop();
  writeTexts(join(place, "texts"));
  writeFileSync(who, JSON.stringify(shop));
  return shop;
}

const psql = (database, sql) => execFileSync("psql", ["-qAt", `postgresql:///${database}?${postgres}`, "-c", sql], { encoding: "utf8" }).trim();

/** A database with so many cases: where it is, and what it took. */
function fill(count) {
  const path = join(place, `${count}.db`);
  const began = Date.now();
  const had = existsSync(path);
  if (!had) {
    cpSync(join(place, "base.db"), path);
    execFileSync(filler, ["cases", `sqlite:${path}`, String(count), join(place, "texts")], { stdio: ["ignore", "ignore", "inherit"] });
  }
  const filled = had ? "found there" : seconds(began);
  if (engine === "sqlite") return { url: `sqlite:${path}`, filled, size: statSync(path).size };
  const copying = Date.now(), name = `million_${count}`, url = `postgresql:///${name}?${postgres}`;
  psql("postgres", `CREATE DATABASE ${name}`);
  execFileSync(program, ["migrate", "--db", url, "--data", join(place, "data")], { stdio: ["ignore", "ignore", "inherit"] });
  execFileSync(filler, ["copy", path, url], { stdio: "inherit" });
  if (!kept) rmSync(path);
  return { url, filled: `${filled}, then copied in ${seconds(copying)}`, size: Number(psql(name, `SELECT pg_database_size('${name}')`)) };
}

/** A server on it, and a connection for each who asks. */
async function open(count, shop) {
  const database = fill(count);
  const data = join(place, `data-${count}`);
  cpSync(join(place, "data"), data, { recursive: true });
  const server = await serve(program, { db: database.url, data });
  const as = {};
  for (const name of ["boss", "mia", "leo"]) as[name] = new Line(server.base, { Cookie: shop[name] });
  return { count, ...database, server, as };
}

/** All requests of one question, one after the other. */
async function ask(side, question, round) {
  let took = 0, rows = 0, bytes = 0;
  for (const path of question.paths(side.known, round)) {
    const answer = await side.as[question.as].ask("GET", path);
    if (answer.status !== 200) throw new Error(`${question.name}, ${side.count}: ${path}: ${answer.status} ${answer.body}`);
    took += answer.ms;
    bytes += answer.body.length;
    if (round < 0) rows += JSON.parse(answer.body).items?.length ?? 1;
  }
  return { took, rows, bytes };
}

async function fastest(side, question, round) {
  let best = await ask(side, question, round);
  for (let i = 1; i < tries; i++) {
    const other = await ask(side, question, round);
    if (other.took < best.took) best = other;
  }
  return best;
}

/** Makes cases, so many a second, until it is stopped; gives how long each took. */
function write(side, site) {
  const line = new Line(side.server.base, side.as.boss.headers), took = [];
  let stopped = false;
  const done = (async () => {
    const { csrf } = (await line.json("GET", "/v1/session")).json;
    for (let i = 0; !stopped; i++) {
      const { ms } = await line.json("POST", "/v1/cases", { json: { site, subject: `Written meanwhile ${i}`, happened: "It came late, and nobody said why." }, headers: { "X-CSRF-Token": csrf } });
      took.push(ms);
      await new Promise((next) => setTimeout(next, Math.max(0, 1000 / writing - ms)));
    }
    line.close();
  })();
  return { took, stop: async () => (stopped = true, await done) };
}

async function measure(sides, asked) {
  const found = asked.map(() => sides.map(() => ({ ms: [], rows: 0, bytes: 0 })));
  for (let round = -10; round < rounds; round++)
    for (const [i, question] of asked.entries())
      for (const side of round % 2 ? [0, 1] : [1, 0]) {
        const { took, rows, bytes } = await fastest(sides[side], question, round);
        const one = found[i][side];
        if (round < 0) [one.rows, one.bytes] = [one.rows + rows / 10, one.bytes + bytes / 10];
        else one.ms.push(took);
      }
  return found;
}

let failed = 0;
const sides = [];
try {
  const shop = await base();
  for (const count of [few, many]) sides.push(await open(count, shop));
  const asked = questions(shop);
  for (const side of sides) side.known = await asked.learn(side.as.boss, side.count);
  if (engine === "sqlite") for (const side of sides) execFileSync("sh", ["-c", `cat "${side.url.slice(7)}" >/dev/null`]);
  console.log(`${engine === "sqlite" ? "SQLite" : "PostgreSQL"}; ${machine()}; ${rounds} rounds${tries > 1 ? `, the fastest of ${tries} counts` : ""}.`);
  for (const side of sides) console.log(`${side.count} cases: filled in ${side.filled}, ${megabytes(side.size)}.`);
  console.log("");
  const writers = writing ? sides.map((side) => write(side, shop.sites[0])) : [];
  const found = await measure(sides, asked.all);
  for (const [i, writer] of writers.entries()) {
    await writer.stop();
    console.log(`${sides[i].count} cases: ${writer.took.length} more were made meanwhile, p50 / p95 / p99 ${[0.5, 0.95, 0.99].map((share) => ms(percentile(writer.took, share))).join(" / ")} ms.\n`);
  }
  const rows = asked.all.map((question, i) => {
    const [a, b] = found[i], at = (one, share) => percentile(one.ms, share);
    const ratio = at(b, 0.95) / at(a, 0.95);
    if (ratio > 2) failed++;
    const triple = (one) => [0.5, 0.95, 0.99].map((share) => ms(at(one, share))).join(" / ");
    return [question.name, `${a.rows.toFixed(0)}, ${b.rows.toFixed(0)}`, triple(a), triple(b), (at(b, 0.5) / at(a, 0.5)).toFixed(2), `${ratio.toFixed(2)}${ratio > 2 ? " **over 2**" : ""}`];
  });
  table(["", "records", `${few}: p50 / p95 / p99 ms`, `${many}: p50 / p95 / p99 ms`, "ratio p50", "ratio p95"], rows);
} finally {
  for (const side of sides) {
    for (const line of Object.values(side.as)) line.close();
    await side.server.stop();
  }
  if (!kept) rmSync(place, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
