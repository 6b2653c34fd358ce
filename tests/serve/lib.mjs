// Starts the program itself, as an operator does, and speaks to it over TLS as a phone does.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const program = process.env.AMENDS ?? "build/amends";
const env = { ...process.env, AMENDS_CONFIG: "", AMENDS_SECOND_FACTOR: "never" };

/** A folder that goes when the test ends. */
const folders = [];
process.on("exit", () => { for (const path of folders) rmSync(path, { recursive: true, force: true }); });
export function folder(name) {
  folders.push(mkdtempSync(join(tmpdir(), `amends-${name}-`)));
  return folders.at(-1);
}

/** A data folder with the demo shop in it, copied from one that is made once. */
let shop;
export function demo(name) {
  if (!shop) execFileSync(program, ["demo", "--data", (shop = folder("shop")), "--lang", "en"], { env, stdio: "ignore" });
  const path = folder(name);
  execFileSync("cp", ["-r", `${shop}/.`, path]);
  return path;
}

/** Runs a command to its end. */
export const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8", timeout: 20000 });
  return { status, text: stdout + stderr };
};

const running = new Set();
process.on("exit", () => { for (const child of running) child.kill("SIGKILL"); });

/** A running desk: what it said, where it is. */
export async function serve(...args) {
  const child = spawn(program, ["serve", "--port", "0", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const desk = { child, said: "", logged: "" };
  const ended = new Promise((done) => child.on("exit", (code, signal) => { running.delete(child); done({ code, signal }); }));
  child.stderr.on("data", (data) => { desk.logged += data; });
  await new Promise((done, failed) => {
    child.stdout.on("data", (data) => { desk.said += data; });
    const look = setInterval(() => { if (/info listening/.test(desk.logged)) { clearInterval(look); done(); } }, 10);
    ended.then(({ code }) => { clearInterval(look); failed(new Error(`it ended with ${code}: ${desk.logged}`)); });
  });
  desk.url = /^amends: listening on \S+, port \d+: (\S+)$/m.exec(desk.said)[1];
  desk.port = Number(/, port (\d+): /.exec(desk.said)[1]);
  desk.page = /^amends: phones and other devices join at (\S+)$/m.exec(desk.said)?.[1];
  desk.hup = async (line) => { // until the log says so
    const before = desk.logged.length;
    child.kill("SIGHUP");
    for (let i = 0; i < 300 && !desk.logged.slice(before).match(line); i++) await new Promise((done) => setTimeout(done, 10));
    if (!desk.logged.slice(before).match(line)) throw new Error(`no ${line} in: ${desk.logged.slice(before)}`);
  };
  desk.stop = () => { child.kill("SIGTERM"); return ended; };
  return desk;
}

/** One request, with its certificate checked; never by a connection that stands. */
export function ask(url, { method = "GET", headers = {}, body, raw, ...more } = {}) {
  return new Promise((done, failed) => {
    const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const all = { ...(text && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) }), ...headers };
    const asked = (url.startsWith("https:") ? secure : plain)(url, { method, headers: all, agent: false, ...more }, (answer) => {
      const parts = [];
      const serial = answer.socket.getPeerCertificate?.()?.serialNumber;
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const bytes = Buffer.concat(parts);
        const json = answer.headers["content-type"]?.includes("json") ? JSON.parse(bytes.toString()) : undefined;
        done({ status: answer.statusCode, headers: answer.headers, bytes, text: bytes.toString(), json, serial });
      });
    });
    asked.on("error", failed);
    asked.end(text);
  });
}

/** Somebody signed in: cookies and the CSRF token. */
export async function signIn(base, more = {}, login = "grace") {
  const answer = await ask(`${base}/v1/session`, { method: "POST", body: { login, password: "amends-demo" }, ...more });
  if (answer.status !== 201) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
  const cookie = answer.headers["set-cookie"].map((line) => line.split(";")[0]).join("; ");
  return { answer, headers: { Cookie: cookie, "X-CSRF-Token": answer.json.csrf } };
}

export const read = (...path) => readFileSync(join(...path));
export const openssl = (...args) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] }).toString();
