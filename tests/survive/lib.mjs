// The program itself (`amends serve`) on a database of its own, and what may be done to it: killed, started again, given less room.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Browser, hire, setUp } from "../http/lib.mjs";

export { Browser, Suite } from "../http/lib.mjs";

export const amends = resolve(process.env.AMENDS ?? "build/amends");
export const postgres = process.env.AMENDS_TEST_POSTGRES;
export const engine = postgres ? "PostgreSQL" : "SQLite";
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const root = process.getuid() === 0;

export function skip(what, why) {
  console.log(`${what}: SKIPPED, ${why}`);
}

/** A folder that goes with this process. */
const folders = [];
export function folder() {
  const made = mkdtempSync(join(tmpdir(), "amends-survive-"));
  folders.push(made);
  return made;
}
const children = new Set();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

export const sql = (database, text) =>
  execFileSync("psql", ["-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", `postgresql:///${database}?${postgres}`, "-c", text], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** PostgreSQL stops at once, as in a crash ("stop"), or starts. */
export const control = (what) => spawnSync(process.env.AMENDS_TEST_POSTGRES_CONTROL, [what]).status === 0;
/** Its postmaster and everything below it, killed outright. */
export function killPostgres() {
  const data = join(process.env.AMENDS_TEST_POSTGRES_CONTROL, "..", "data");
  const pid = Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  const all = [pid, ...below(pid)];
  for (const one of all) try { process.kill(one, "SIGKILL"); } catch { /* it has just ended */ }
  return pid;
}
/** One of its backends that serves somebody: the server then restarts all of them. */
export function killBackend(database) {
  const pid = Number(sql("postgres", `select pid from pg_stat_activity where datname = '${database}' limit 1`));
  if (pid > 0) try { process.kill(pid, "SIGKILL"); } catch { /* it has just ended */ }
}
const below = (pid) => readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** A database that nobody has used. */
let databases = 0;
export function database() {
  const data = folder();
  if (!postgres) return { data, options: ["--data", data], file: join(data, "amends.db") };
  const name = `survive_${process.pid}_${databases++}`;
  sql("postgres", `create database ${name}`);
  return { data, name, options: ["--data", data, "--db", `postgresql:///${name}?${postgres}`] };
}

/** A command of the program, on that database, with `there.env` besides: status and what it said. */
export function run(there, command, ...more) {
  const [program, ...args] = [...(there.through ?? []), amends, ...command.split(" "), ...there.options, ...more];
  const done = spawnSync(program, args, { encoding: "utf8", env: quiet(there.env) });
  return { status: done.status, said: done.stdout + done.stderr };
}
/** What libfaketime (Debian's package of that name) needs beside the time; undefined where it is not here. */
const library = ["x86_64", "aarch64"].map((cpu) => `/usr/lib/${cpu}-linux-gnu/faketime/libfaketimeMT.so.1`).find(existsSync);
// Its guess at how long a wait on such a clock lasts is wrong with this glibc.
export const fakeClock = library && { LD_PRELOAD: library, FAKETIME_DONT_FAKE_MONOTONIC: "1", FAKETIME_FORCE_MONOTONIC_FIX: "0" };

const quiet = (env = {}) => ({ ...process.env, AMENDS_CONFIG: "", ...env });

/** `amends serve`. `through`: a command that runs it (prlimit …). Resolves when it listens; fails with what it said where it ends. */
export async function serve(there, { through = [], env = {}, options = [], user } = {}) {
  const [program, ...args] = [...through, amends, "serve", "--port", "0", "--log-level", "error", ...there.options, ...options];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: quiet(env), ...user });
  const server = { child, pid: child.pid, log: "", said: "" };
  children.add(child);
  child.stderr.on("data", (data) => { server.log += data; });
  server.ended = new Promise((done) => child.on("exit", (code, signal) => { children.delete(child); done({ code, signal }); }));
  await new Promise((done, failed) => {
    child.stdout.on("data", (data) => {
      server.said += data;
      if (/ port \d+: http\S+\n/.test(server.said)) done();
    });
    server.ended.then((how) => setTimeout(() => failed(Object.assign(new Error(`it ended: ${JSON.stringify(how)} ${server.log}`), how)), 20));
  });
  await sleep(5); // the link of the first start comes in the same breath
  server.port = Number(/port (\d+):/.exec(server.said)[1]);
  server.base = `http://127.0.0.1:${server.port}`;
  server.setup = /#(\S+)/.exec(server.said)?.[0];
  server.kill = (signal = "SIGKILL") => { child.kill(signal); return server.ended; };
  server.stop = () => server.kill("SIGTERM");
  return server;
}

/** Sets the desk up: the owner, a site, an associate (mia) and a supervisor (leo), signed in. */
export async function shop(server) {
  const boss = await setUp(server);
  const site = (await boss.get("/v1/sites")).json.items[0].id;
  const mia = await hire(boss, server.base, "mia", "associate", site);
  const leo = await hire(boss, server.base, "leo", "supervisor", site);
  return { boss, mia, leo, site };
}

/** The same people at a server that was started again. */
export function moved(people, server) {
  for (const browser of Object.values(people)) if (browser instanceof Browser) browser.base = server.base;
}

export const opened = async (browser, site) => {
  const answer = await browser.post("/v1/encounters", { site, channel: "counter", lang: "en" });
  if (answer.status !== 201) throw new Error(`opening: ${answer.status} ${answer.text}`);
  return answer.json;
};
export const says = (browser, encounter, key, text = "The coffee was cold.") =>
  browser.post(`/v1/encounters/${encounter}/events`, { events: [{ key, event: { from: "customer", text } }] });

/** Open files and resident kilobytes of a process. */
export const held = (pid) => ({
  files: readdirSync(`/proc/${pid}/fd`).length,
  resident: Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]),
});

/** Asks again until it is so. */
export async function until(what, ms = 10000) {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await Promise.resolve().then(what).catch(() => undefined);
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(30);
  }
}

export const status = (server, path) => fetch(server.base + path).then((answer) => answer.status);
export { existsSync, mkdirSync, join };
