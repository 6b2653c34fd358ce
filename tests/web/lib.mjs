// The app in a real browser against the real program: a demo shop on SQLite, Debian's Chromium, people who sign in.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Suite } from "../http/lib.mjs";

export { Suite };
const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../..");
const modules = createRequire(join(root, "web/package.json"));
const { chromium } = modules("playwright-core");
const program = process.env.AMENDS ?? join(root, "build/amends");
export const axeSource = modules.resolve("axe-core/axe.min.js");

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
});

/** A desk with the demo shop (or an empty one) of its own; stop() ends it, start() begins it again on the same port. */
export async function desk({ lang = "en", demo = true, args = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amends-web-")), port = await freePort();
  const kept = join(tmpdir(), `amends-web-demo-${lang}-${process.ppid}`);
  if (demo) {
    if (!existsSync(kept)) execFileSync(program, ["demo", "--lang", lang, "--data", kept], { env: { ...process.env, AMENDS_CONFIG: "", AMENDS_DB: "" } });
    cpSync(kept, folder, { recursive: true });
  }
  const one = {
    folder, port, base: `http://127.0.0.1:${port}`, url: `http://127.0.0.1:${port}`, child: undefined, said: "",
    async start() {
      const child = spawn(program, ["serve", "--data", folder, "--port", String(port), "--log-level", "warning", ...args],
        { env: { ...process.env, AMENDS_CONFIG: "", AMENDS_DB: "" }, stdio: ["ignore", "pipe", "pipe"] });
      one.child = child;
      child.stdout.on("data", (text) => { one.said += text; });
      child.stderr.on("data", (text) => { one.said += text; });
      for (let tries = 0; ; tries++) {
        if (await fetch(`${one.base}/readyz`).then((answer) => answer.ok, () => false)) break;
        if (child.exitCode !== null || tries > 2400) throw new Error(`the desk did not start: ${one.said}`);
        await new Promise((done) => setTimeout(done, 25));
      }
    },
    /** What the program printed, once it has printed it. */
    async printed(pattern) {
      for (let tries = 0; tries < 400; tries++) {
        const found = pattern.exec(one.said);
        if (found) return found[0];
        await new Promise((done) => setTimeout(done, 25));
      }
      throw new Error(`${pattern} was not printed: ${one.said}`);
    },
    kill: (signal = "SIGKILL") => new Promise((done) => { one.child.once("exit", done); one.child.kill(signal); }),
    async stop() {
      if (one.child.exitCode === null && one.child.signalCode === null) await one.kill("SIGTERM");
      one.front?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await one.start();
  // While the app is being worked on, another folder's build can stand in front of the program.
  if (process.env.AMENDS_WEB_DIR) {
    const { serveApp } = await import(join(root, "web/dev.mjs"));
    one.front = await serveApp(process.env.AMENDS_WEB_DIR, one.base);
    one.url = `http://127.0.0.1:${one.front.address().port}`;
  }
  return one;
}

/** Debian's Chromium; the one without windows, which needs half the time, where it is there. */
export function browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync), args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** A page of somebody's own browser, which fails the test at the first error in it. `keeps`: with the service worker, which fetches
 * the whole app and the engine once more, so that it opens without the desk. */
export async function open(from, at, { size = phone, lang = "en", dark = false, login, password = "amends-demo", path = "/", keeps = false, ...more } = {}) {
  const context = await from.newContext({ serviceWorkers: keeps ? "allow" : "block", viewport: size, locale: lang, colorScheme: dark ? "dark" : "light", hasTouch: size === phone, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000); // a test waits for what it awaits, also on a busy machine
  page.trouble = [];
  page.on("pageerror", (error) => page.trouble.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !/status of (401|4\d\d|503)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_SOCKET_NOT_CONNECTED|ERR_INCOMPLETE_CHUNKED/.test(message.text())) page.trouble.push(message.text()); });
  if (login) {
    const answer = await context.request.post(`${at.url}/v1/session`, { data: { login, password } });
    if (answer.status() !== 201) throw new Error(`sign-in of ${login}: ${answer.status()} ${await answer.text()}`);
  }
  await page.goto(at.url + path);
  return page;
}

/** Goes to another screen as a link of the app does, which is not loaded anew, and waits until what it reads is there. */
export async function visit(page, at, path) {
  await page.evaluate((href) => {
    if (new URL(href).pathname === location.pathname) return;
    for (const heading of document.querySelectorAll("h1")) heading.dataset.left = "";
    const link = Object.assign(document.createElement("a"), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, at.url + path);
  await page.locator("h1:not([data-left])").first().waitFor({ state: "attached" });
  await page.waitForFunction(() => !document.querySelector(".loading, h1[data-left]"));
}

/** Waits until the device keeps at least this text for the form of that name: a reload then brings it back. */
export async function kept(page, form, text) {
  const there = () => page.evaluate(({ name, least }) => new Promise((done) => {
    const opening = indexedDB.open("amends");
    opening.onsuccess = () => {
      const asking = opening.result.transaction("rows").objectStore("rows").getAll();
      asking.onsuccess = () => {
        opening.result.close();
        done(asking.result.some((row) => row.kind === "draft" && row.name.split(" ")[0] === name && row.sealed.byteLength > least));
      };
    };
  }), { name: form, least: new TextEncoder().encode(text).length });
  for (const end = Date.now() + 30_000; !(await there()); await page.waitForTimeout(20)) if (Date.now() > end) throw new Error(`${form} is not kept`);
}
