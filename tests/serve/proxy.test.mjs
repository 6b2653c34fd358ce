// The desk behind nginx and behind Caddy, as examples/proxy sets them up, run by nobody in particular on free ports.
import { spawn, spawnSync } from "node:child_process";
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { createServer } from "node:net";
import { Suite } from "../http/lib.mjs";
import { ask, demo, folder, openssl, read, serve, signIn } from "./lib.mjs";

const free = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); });
});
const nobody = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};
const there = (name) => spawnSync("sh", ["-c", `PATH=$PATH:/usr/sbin; command -v ${name}`], { encoding: "utf8" }).stdout.trim();

/** The example with what is this test's own in it; each must stand there as it is replaced here. */
function example(name, ...pairs) {
  let text = readFileSync(`examples/proxy/${name}`, "utf8");
  for (const [from, to] of pairs) {
    ok(text.includes(from), `${name} does not say ${from}`);
    text = text.replaceAll(from, to);
  }
  return text;
}

const kinds = {
  nginx(at, port, plain, desk) {
    const own = example("nginx.conf", ["server 127.0.0.1:8080", `server 127.0.0.1:${desk}`], ["listen 443 ssl", `listen 127.0.0.1:${port} ssl`],
      ["    listen [::]:443 ssl http2;\n", ""], ["listen 80", `listen 127.0.0.1:${plain}`], ["    listen [::]:80;\n", ""],
      ["/etc/letsencrypt/live/shop.example/fullchain.pem", `${at}/crt`], ["/etc/letsencrypt/live/shop.example/privkey.pem", `${at}/key`]);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${at}/${name};`).join(" ");
    writeFileSync(`${at}/conf`, `daemon off; pid ${at}/pid; error_log ${at}/log; events {} http { access_log off; ${temporary}\n${own}}\n`);
    return ["-p", at, "-e", `${at}/log`, "-c", `${at}/conf`];
  },
  caddy(at, port, plain, desk) {
    const own = example("Caddyfile", ["shop.example {", `https://shop.example:${port} {\n\tbind 127.0.0.1\n\ttls ${at}/crt ${at}/key`], ["127.0.0.1:8080 {", `127.0.0.1:${desk} {`]);
    writeFileSync(`${at}/conf`, `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${port}\n}\n${own}`);
    return ["run", "--adapter", "caddyfile", "--config", `${at}/conf`];
  },
};

/** Starts it; gives its address and its stop. */
async function proxy(name, at, desk) {
  const [port, plain] = [await free(), await free()];
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=shop.example",
    "-addext", "subjectAltName=DNS:shop.example", "-keyout", `${at}/key`, "-out", `${at}/crt`);
  const args = kinds[name](at, port, plain, desk);
  for (const file of ["", "/key", "/crt", "/conf"]) if ("uid" in nobody) chownSync(at + file, nobody.uid, nobody.gid);
  const child = spawn(there(name), args, { ...nobody, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: at, XDG_DATA_HOME: at, XDG_CONFIG_HOME: at } });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  let complained = "";
  child.stderr.on("data", (data) => { complained += data; });
  const ended = new Promise((done) => child.on("exit", done));
  const lookup = (host, { all }, found) => (all ? found(null, [{ address: "127.0.0.1", family: 4 }]) : found(null, "127.0.0.1", 4));
  const url = `https://shop.example:${port}`, how = { ca: read(at, "crt"), lookup };
  for (let i = 0; ; i++) {
    const answer = await ask(`${url}/healthz`, how).catch(() => undefined);
    if (answer?.status === 200) break;
    if (i === 200 || child.exitCode !== null) throw new Error(`${name} does not start: ${complained}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { url, how, plain, async stop() { child.kill("SIGTERM"); await ended; process.off("exit", kill); } };
}

async function tests(name) {
  const suite = new Suite(`serve-${name}`);
  const at = folder(name);
  mkdirSync(`${at}/data`);
  const desk = await serve("--data", demo(`${name}-desk`), "--url", "https://shop.example", "--trusted-proxies", "127.0.0.1");
  const before = await proxy(name, at, desk.port);
  const go = (path, more = {}) => ask(before.url + path, { ...before.how, ...more });
  const { answer: signed, headers } = await signIn(before.url, before.how, "emily");
  const site = signed.json.memberships[0].site;
  const write = (path, body, more = {}) => go(path, { method: "POST", body, ...more, headers: { ...headers, ...more.headers } });

  await suite.test("the cookie is Secure and bound to the host", () => {
    match(signed.headers["set-cookie"][0], /^__Host-amends-session=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
    ok(signed.headers["strict-transport-security"]);
  });
  await suite.test("plain HTTP leads to TLS", async () => {
    const moved = await ask(`http://127.0.0.1:${before.plain}/v1/session`, { headers: { Host: "shop.example" } });
    ok([301, 308].includes(moved.status));
    match(moved.headers.location, /^https:\/\/shop\.example/);
  });
  await suite.test("live events come when they happen", async () => {
    let text = "", first;
    const stream = request(`${before.url}/v1/live`, { ...before.how, agent: false, headers: { Cookie: headers.Cookie } }, (answer) => {
      equal(answer.headers["content-type"], "text/event-stream");
      answer.on("data", (data) => { text += data; if (/"kind"/.test(text)) first ??= Date.now(); });
      answer.on("error", () => {});
    });
    stream.on("error", () => {});
    stream.end();
    const until = async (holds) => { for (let i = 0; i < 300 && !holds(); i++) await new Promise((done) => setTimeout(done, 10)); ok(holds(), text); };
    await until(() => text.includes("retry:"));
    const asked = Date.now();
    equal((await write("/v1/cases", { site, subject: "Told at once" })).status, 201);
    await until(() => first);
    stream.destroy();
    ok(first - asked < 2000, `${first - asked} ms`);
  });
  await suite.test("versions pass: ETag, If-None-Match, If-Match", async () => {
    const made = await write("/v1/cases", { site, subject: "A case" });
    const path = `/v1/cases/${made.json.id}`;
    const seen = await go(path, { headers });
    equal(seen.headers.etag, `"${seen.json.version}"`);
    equal((await go(path, { headers: { ...headers, "If-None-Match": seen.headers.etag } })).status, 304);
    const change = (version) => go(path, { method: "PATCH", body: { subject: "Changed" }, headers: { ...headers, "If-Match": version } });
    equal((await change(seen.headers.etag)).status, 200);
    equal((await change(seen.headers.etag)).status, 412);
  });
  await suite.test("the key of a write passes, and so does that it was answered already", async () => {
    const again = { headers: { "Idempotency-Key": "once" } };
    const [one, two] = [await write("/v1/cases", { site, subject: "Once" }, again), await write("/v1/cases", { site, subject: "Once" }, again)];
    equal(one.json.id, two.json.id);
    equal(two.headers["idempotency-replayed"], "true");
  });
  await suite.test("what is long passes, what is too long is told so", async () => {
    equal((await write("/v1/signals", { text: "x".repeat(200000) })).status, 400); // the desk's own limit of a text
    const cut = () => ({ status: 413 }); // told before all was sent, and then hung up on
    // The desk answers before all is read, and hangs up: a proxy that is still sending may see only that, and say 502.
    const isCut = ({ status }) => ok([413, 502].includes(status), `${status}`);
    isCut(await write("/v1/cases", { site, subject: "x".repeat(300000) }).catch(cut));
    const coach = (size) => go("/v1/coach", { method: "POST", headers: { ...headers, "Content-Type": "application/jsonl" }, raw: `${" ".repeat(size)}\n` });
    equal((await coach(3 << 20)).status, 200);
    isCut(await coach(5 << 20).catch(cut));
  });
  await suite.test("counters are not for outside", async () => equal((await go("/metrics")).status, 403));
  await suite.test("the desk sees who asks, whatever they say of themselves", async () => {
    const guess = (localAddress, more) => go("/v1/device", { method: "POST", body: { code: "ZZZZZZZZ" }, localAddress, headers: more });
    const statuses = [];
    for (let i = 0; i < 25 && !statuses.includes(429); i++) statuses.push((await guess("127.0.0.2")).status);
    ok(statuses.includes(429), statuses.join(" "));
    equal((await guess("127.0.0.3")).status, 401, "another one does not wait for them");
    equal((await guess("127.0.0.2", { "X-Forwarded-For": "192.0.2.77" })).status, 429);
  });
  await before.stop();
  same(await desk.stop(), { code: 0, signal: null });
  suite.end();
}

for (const name of Object.keys(kinds))
  if (there(name)) await tests(name);
  else console.log(`serve-${name}: SKIPPED, ${name} is not here`);
