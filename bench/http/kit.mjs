// What the measurements over HTTP share: the program served over a database of its own, load, processor time.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../../tests/http/lib.mjs";

export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Seconds of processor time that a process has used, of all its threads. */
export function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Megabytes (10^6 bytes) of memory that a process has in use now, and those of them that are files. */
export function resident(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)[1]) * 1024 / 1e6;
  return { all: of("VmRSS"), file: of("RssFile") };
}

/** A process that prints a line matching `pattern` when it is there; what the pattern caught. */
export async function begin(command, args, pattern, env = {}) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, ...env } });
  const kill = () => child.kill("SIGKILL"); // where this script fails, nothing stays behind
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  let text = "";
  const caught = await new Promise((done, failed) => {
    child.stdout.on("data", (data) => {
      text += data;
      const match = pattern.exec(text);
      if (match) done(match);
    });
    child.on("exit", () => failed(new Error(`${command} did not start`)));
  });
  const end = (signal) => new Promise((done) => {
    child.on("exit", done);
    if (signal) child.kill(signal);
    else child.stdin.end();
  });
  return { child, pid: child.pid, caught, end };
}

/** `amends serve` with nothing set but the port and the log, over SQLite or the database of `url`. */
export async function serve(program, { url, threads } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amends-bench-"));
  const args = ["serve", "--port", "0", "--log-level", "warning", "--data", folder];
  if (url) args.push("--db", url);
  if (threads) args.push("--threads", String(threads));
  const server = await begin(program, args, url === "again" ? /listening/ : /port (\d+): (\S+)\n[^\n]*\n\s+(\S+)\n/, { AMENDS_CONFIG: "", AMENDS_DB: "" });
  const [, port, base, setup] = server.caught;
  return {
    ...server, port: Number(port), base, setup, folder,
    async stop() {
      const code = await server.end("SIGTERM");
      rmSync(folder, { recursive: true });
      if (code !== 0) throw new Error(`the server ended with ${code}`);
    },
  };
}

/** Its owner, signed in, and a token of theirs with these scopes. */
export async function owner(server, scopes) {
  const browser = await setUp(server);
  const { status, json, text } = await browser.post("/v1/tokens", { name: "bench", scopes });
  if (status !== 201) throw new Error(`token: ${status} ${text}`);
  return { browser, headers: `Authorization: Bearer ${json.token}\r\n` };
}

/** Sends the requests ([connection or "*", path, body]) with bench-load; what it tells, and the server's processor time. */
export async function load(folder, { port, pid }, { connections, seconds, rate = 0, headers = "", requests }) {
  const place = mkdtempSync(join(tmpdir(), "amends-load-"));
  writeFileSync(join(place, "requests"), requests.map((request) => `${request.join("\t")}\n`).join(""));
  const before = processorTime(pid);
  const child = spawn(`${folder}/bench/bench-load`, [port, connections, seconds, rate, headers, join(place, "requests")].map(String), { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (data) => { text += data; });
  const code = await new Promise((done) => child.on("close", done));
  rmSync(place, { recursive: true });
  if (code !== 0) throw new Error(`bench-load ended with ${code}`);
  const told = JSON.parse(text);
  if (told.failed > 0) throw new Error(`${told.failed} requests were not answered as they should`);
  return { ...told, server_s: processorTime(pid) - before };
}

/** The machine, as the page has it. */
export function machine() {
  const model = /^model name\s*: (.*)$/m.exec(readFileSync("/proc/cpuinfo", "utf8"))?.[1] ?? "unknown processor";
  const run = (...command) => { try { return execFileSync(command[0], command.slice(1), { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim(); } catch { return "unknown"; } };
  const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
  return `${model}, ${run("nproc")} cores, ${run("gcc", "--version").split("\n")[0]}, ${new Date().toISOString().slice(0, 10)}, commit ${run("git", "rev-parse", "--short", "HEAD")}, load ${load} at the start.`;
}
