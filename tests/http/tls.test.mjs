// Over TLS, and where there are more connections than may be.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { owner, setUp, start, Suite } from "./lib.mjs";

const suite = new Suite("http-tls");
const folder = mkdtempSync(join(tmpdir(), "amends-tls-"));
const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
  "-keyout", key, "-out", certificate], { stdio: "ignore" });
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0"; // its own certificate: who signed it is not what is tested
process.removeAllListeners("warning");
const server = await start({ args: [certificate, key] });

await suite.test("cookies are Secure and bound to the host, HSTS is sent", async () => {
  const browser = await setUp(server);
  ok("__Host-amends-session" in browser.cookies);
  equal((await browser.get("/v1/session")).status, 200);
  const answer = await fetch(`${server.base}/v1/session`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ login: owner.login, password: owner.password }),
  });
  const [cookie] = answer.headers.getSetCookie();
  for (const part of ["; Secure", "HttpOnly", "SameSite=Strict", "Path=/"]) ok(cookie.includes(part), cookie);
  ok(!/domain/i.test(cookie));
  ok(answer.headers.get("strict-transport-security"));
});

await suite.test("live events come over TLS too, and a stop ends them", async () => {
  const second = await start({ args: [certificate, key], env: { LIVE_BEAT_MS: "300", LIVE_POLL_MS: "200" } });
  const browser = await setUp(second);
  const headers = { Cookie: Object.entries(browser.cookies).map(([name, value]) => `${name}=${value}`).join("; ") };
  const may = (await browser.get("/v1/test/permissions")).json;
  const answer = await fetch(`${second.base}/v1/live`, { headers });
  let text = "";
  const read = (async () => { for await (const part of answer.body.pipeThrough(new TextDecoderStream())) text += part; })();
  const until = async (holds) => { for (let i = 0; i < 200 && !holds(); i++) await new Promise((done) => setTimeout(done, 10)); ok(holds(), text); };
  await until(() => text.startsWith("retry: "));
  equal((await browser.post("/v1/test/notices", { kind: "over.tls", permission: may["case.see"] })).status, 204);
  const heard = until(() => text.includes('"over.tls"') && text.includes("\n:\n")).catch((error) => error);
  const wrong = await heard;
  const stopped = second.stop();
  await read.catch(() => {});
  same(await stopped, { code: 0, signal: null });
  if (wrong) throw wrong;
});

await suite.test("old TLS is refused", async () => {
  const run = (...version) => {
    try {
      return execFileSync("openssl", ["s_client", "-connect", `127.0.0.1:${server.port}`, ...version], { input: "", stdio: ["pipe", "pipe", "ignore"] }).toString();
    } catch {
      return "";
    }
  };
  ok(/Protocol *: *TLSv1\.[23]|New, TLSv1\.[23]/.test(run("-tls1_2")));
  ok(!/Cipher is [A-Z]*_?(AES|ECDHE)/.test(run("-tls1_1")));
});

same(await server.stop(), { code: 0, signal: null });
rmSync(folder, { recursive: true });

const few = await start({ env: { HTTP_CONNECTIONS: "8" } });
await suite.test("more connections than may be: turned away, and served again when there is room", async () => {
  const open = () => new Promise((done) => {
    const socket = connect(few.port, "127.0.0.1");
    let closed = false;
    socket.on("close", () => { closed = true; });
    socket.on("error", () => {});
    setTimeout(() => done({ socket, closed: () => closed }), 100);
  });
  const sockets = [];
  for (let i = 0; i < 30; i++) sockets.push(await open());
  ok(sockets.filter(({ closed }) => !closed()).length < 30 || !(await Promise.race([fetch(`${few.base}/healthz`).then(() => true, () => false),
    new Promise((done) => setTimeout(() => done(false), 500))])), "all thirty were taken");
  for (const { socket } of sockets) socket.destroy();
  await new Promise((done) => setTimeout(done, 300));
  equal((await fetch(`${few.base}/healthz`)).status, 200);
});
same(await few.stop(), { code: 0, signal: null });
suite.end();
