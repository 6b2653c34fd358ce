// Starts the test server on a database of its own, and speaks to it with fetch.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.HTTP_SERVER ?? "build/tests/http/http-server";

/** A new database on PostgreSQL, where tests/store/with-postgres has started one. */
let databases = 0;
export function database() {
  const place = process.env.AMENDS_TEST_POSTGRES;
  if (!place) return undefined;
  const name = `http_${process.pid}_${databases++}`;
  execFileSync("psql", ["-q", `postgresql:///postgres?${place}`, "-c", `create database ${name}`]);
  return `postgresql:///${name}?${place}`;
}

/** A running server: its address, and a stop that waits for its end. */
export async function start({ env = {}, args = [], url = database() } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amends-http-"));
  const clock = join(folder, "clock");
  writeFileSync(clock, "0");
  const child = spawn(program, [url ?? `sqlite:${folder}/desk.db`, ...args], {
    stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, HTTP_CLOCK_FILE: clock, ...env },
  });
  const ended = new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  const line = await new Promise((done, failed) => {
    let text = "";
    child.stdout.on("data", (data) => { text += data; if (text.includes("\n")) done(text); });
    child.on("exit", () => failed(new Error("the server did not start")));
  });
  const { port, setup } = JSON.parse(line);
  const scheme = args.length ? "https" : "http";
  return {
    port, setup, url, base: `${scheme}://127.0.0.1:${port}`, child, folder,
    /** Moves the server's clock. */
    clock: (ms) => writeFileSync(clock, String(ms)),
    /** Who has a live screen open. */
    screens: (people) => writeFileSync(`${clock}.screens`, people.map((person) => `${person}\n`).join("")),
    async stop() {
      child.stdin.end();
      const how = await ended;
      rmSync(folder, { recursive: true });
      return how;
    },
  };
}

/** What was asked and answered: "POST /v1/cases 201". */
export const asked = new Set();
if (process.env.HTTP_ASKED) process.on("exit", () => appendFileSync(process.env.HTTP_ASKED, [...asked].map((line) => `${line}\n`).join("")));

/** Which answers of these statuses the description promises and nobody got. `skip`: paths of other tests. */
export function unheard(api, statuses, skip) {
  const missing = [];
  for (const [path, methods] of Object.entries(api.paths)) {
    if (skip.test(path)) continue;
    const pattern = path.replace(/\{\w+\}/g, "[0-9a-z]{13}");
    for (const [method, { responses }] of Object.entries(methods))
      for (const status of Object.keys(responses).filter((s) => statuses.test(s)))
        if (![...asked].some((line) => new RegExp(`^${method.toUpperCase()} ${pattern} ${status}$`).test(line)))
          missing.push(`${method.toUpperCase()} ${path} ${status}`);
  }
  return missing;
}

/** A body that is announced as longer than may be, and never sent: the status that comes at once. */
export function announceTooLong(base, method, path, type = "application/json", bytes = 262145) {
  return new Promise((done, failed) => {
    const asking = request(base + path, { method, headers: { "Content-Type": type, "Content-Length": bytes } }, (answer) => {
      asked.add(`${method} ${path} ${answer.statusCode}`);
      answer.destroy();
      done(answer.statusCode);
    });
    asking.on("error", failed);
    asking.flushHeaders();
  });
}

/** Somebody at a browser: cookies are kept, the CSRF token is sent with writes. */
export class Browser {
  constructor(base) {
    Object.assign(this, { base, cookies: {}, csrf: undefined });
  }
  async ask(method, path, { body, headers = {}, raw, csrf = true } = {}) {
    const all = { ...headers };
    const jar = Object.entries(this.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
    if (jar) all.Cookie = jar;
    if (this.csrf && csrf && method !== "GET") all["X-CSRF-Token"] = this.csrf;
    if (body !== undefined) all["Content-Type"] ??= "application/json";
    const answer = await fetch(this.base + path, {
      method, headers: all, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value) this.cookies[name] = value;
      else delete this.cookies[name];
    }
    asked.add(`${method} ${path.split("?")[0]} ${answer.status}`);
    const text = await answer.text();
    const type = answer.headers.get("content-type") ?? "";
    const json = type.includes("json") && text ? JSON.parse(text) : undefined;
    if (json?.csrf) this.csrf = json.csrf;
    return { status: answer.status, headers: answer.headers, text, json };
  }
  get(path, more) { return this.ask("GET", path, more); }
  post(path, body, more) { return this.ask("POST", path, { body, ...more }); }
  put(path, body, more) { return this.ask("PUT", path, { body, ...more }); }
  patch(path, body, more) { return this.ask("PATCH", path, { body, ...more }); }
  delete(path, more) { return this.ask("DELETE", path, more); }
}

export const owner = {
  organisation: "Corner shop", currency: "EUR", lang: "fi", zone: "Europe/Helsinki", trade: "salon",
  site: "Corner", emergency_number: "112", name: "Aino", login: "aino", password: "a long enough password",
};

/** Sets the desk up; gives the owner's browser, signed in. */
export async function setUp(server) {
  const browser = new Browser(server.base);
  const secret = server.setup.split("#")[1];
  const answer = await browser.post("/v1/setup", { secret, ...owner });
  if (answer.status !== 201) throw new Error(`set-up: ${answer.status} ${answer.text}`);
  return browser;
}

/** Somebody who begins to work: added, given a password, signed in. */
export async function hire(boss, base, login, role, site) {
  const added = await boss.post("/v1/people", { name: login, login, role, site });
  if (added.status !== 201) throw new Error(`hire: ${added.status} ${added.text}`);
  const { json } = await boss.post(`/v1/people/${added.json.id}/password-reset`, undefined);
  const browser = new Browser(base);
  await browser.post("/v1/session", { login, password: json.password });
  const password = `the password of ${login}`;
  const changed = await browser.put("/v1/me/password", { password: json.password, new: password });
  if (changed.status !== 204) throw new Error(`hire: ${changed.status} ${changed.text}`);
  return Object.assign(browser, { id: added.json.id, login, password });
}

/** Another organisation on the same server, and its owner. */
export async function otherOrganisation(base, login = "stranger") {
  const password = "the password of another";
  const { json } = await new Browser(base).post("/v1/test/organisations", { login, password });
  const browser = new Browser(base);
  const signed = await browser.post("/v1/session", { organisation: json.id, login, password });
  if (signed.status !== 201) throw new Error(`sign-in: ${signed.status} ${signed.text}`);
  return browser;
}

/** What is sent with a change of something that was read. */
export const seen = (json) => ({ headers: { "If-Match": `"${json.version}"` } });

/** Tests that count themselves, one after the other. */
export class Suite {
  constructor(name) {
    Object.assign(this, { name, passed: 0, failed: 0 });
  }
  async test(name, body) {
    try {
      await body();
      this.passed++;
    } catch (error) {
      this.failed++;
      console.log(`${this.name}, ${name}: ${error.stack.split("\n").slice(0, 12).join(" | ")}`);
    }
  }
  end() {
    console.log(`${this.name}: ${this.passed} passed, ${this.failed} failed`);
    if (this.failed > 0 || this.passed === 0) process.exitCode = 1;
  }
}
