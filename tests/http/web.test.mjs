// The app as the program serves it: its files, its page for every place inside it, the engine and the playbook.
import { deepEqual as same, equal, match, notEqual, ok } from "node:assert/strict";
import { connect } from "node:net";
import { gunzipSync } from "node:zlib";
import { request } from "node:http";
import { start, Suite } from "./lib.mjs";
import { Amends } from "../../web/amends.mjs";

const suite = new Suite("web");
const server = await start();

/** One request as it is, nothing unpacked and nothing added. */
const ask = (path, { method = "GET", headers = {} } = {}) =>
  new Promise((done, failed) => {
    const asking = request(server.base + path, { method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    asking.on("error", failed);
    asking.end();
  });
const gzip = { "Accept-Encoding": "gzip, deflate, br" };

const index = await ask("/", { headers: gzip });
const withApp = index.headers["content-type"].startsWith("text/html");
const page = withApp ? gunzipSync(index.body).toString() : "";
const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
const part = parts.find((path) => path.startsWith("/app/"));
const engine = JSON.parse((await ask("/app/engine.json")).body);

async function withTheApp(name, body) {
  if (withApp) await suite.test(name, body);
}

await suite.test("without the app the program says so", async () => {
  equal(index.status, 200);
  if (withApp) return;
  match(index.body.toString(), /built without its app/);
  equal((await ask("/counter")).status, 404);
});

await withTheApp("its page: never kept unasked, and nothing but its own is loaded", async () => {
  const { headers } = index;
  equal(headers["content-type"], "text/html; charset=utf-8");
  equal(headers["content-encoding"], "gzip");
  equal(headers.vary, "Accept-Encoding");
  equal(headers["cache-control"], "no-cache");
  const policy = Object.fromEntries(headers["content-security-policy"].split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
  same(policy, {
    "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self'", "img-src": "'self' data:", "connect-src": "'self'",
    "manifest-src": "'self'", "worker-src": "'self'", "base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'",
  });
  equal(headers["x-content-type-options"], "nosniff");
  equal(headers["referrer-policy"], "no-referrer");
  equal(headers["cross-origin-opener-policy"], "same-origin");
  equal(headers["cross-origin-resource-policy"], "same-origin");
  equal(headers["permissions-policy"], "camera=(), geolocation=(), microphone=()");
  equal(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i.test(page), false, "nothing is written into the page");
  for (const path of parts) ok(path.startsWith("/"), `${path} is another's`);
});

await withTheApp("every place inside the app has its page", async () => {
  for (const path of ["/counter", "/board", "/cases/06ajgcx83ctqc", "/setup", "/index.html", "/a/b/c?d=e.f"]) {
    const answer = await ask(path, { headers: gzip });
    equal(answer.status, 200, path);
    ok(answer.body.equals(index.body), path);
  }
});

await withTheApp("what its page names is there, for good", async () => {
  ok(part, "the page names a part of the app");
  for (const path of parts) {
    const answer = await ask(path, { headers: gzip });
    equal(answer.status, 200, path);
    equal(answer.headers["cache-control"], path.startsWith("/app/") ? "public, max-age=31536000, immutable" : "no-cache", path);
  }
  for (const path of ["/manifest.webmanifest", "/icon.svg"]) equal((await ask(path)).status, 200, path);
});

await withTheApp("who does not take gzip gets it unpacked, under another ETag", async () => {
  const packed = await ask(part, { headers: gzip });
  for (const accepted of [undefined, "identity", "br", "gzip;q=0, deflate", "gzip; q=0.0"]) {
    const plain = await ask(part, { headers: accepted ? { "Accept-Encoding": accepted } : {} });
    equal(plain.status, 200);
    equal(plain.headers["content-encoding"], undefined, accepted);
    ok(plain.body.equals(gunzipSync(packed.body)));
    notEqual(plain.headers.etag, packed.headers.etag);
  }
  for (const accepted of ["GZIP", "*", "br;q=1.0, gzip;q=0.5"])
    equal((await ask(part, { headers: { "Accept-Encoding": accepted } })).headers["content-encoding"], "gzip", accepted);
});

await withTheApp("HEAD, If-None-Match and other methods", async () => {
  for (const path of ["/", part, "/manifest.webmanifest"]) {
    const [head, get] = [await ask(path, { method: "HEAD", headers: gzip }), await ask(path, { headers: gzip })];
    equal(head.status, 200);
    equal(head.body.length, 0);
    for (const name of ["content-length", "content-type", "content-encoding", "etag", "cache-control"]) equal(head.headers[name], get.headers[name], name);
    for (const etag of [get.headers.etag, `W/${get.headers.etag}`, `"other", ${get.headers.etag}`]) {
      const same = await ask(path, { headers: { ...gzip, "If-None-Match": etag } });
      equal(same.status, 304, etag);
      equal(same.body.length, 0);
      equal(same.headers.etag, get.headers.etag);
      equal(same.headers["cache-control"], get.headers["cache-control"]);
    }
    equal((await ask(path, { headers: { ...gzip, "If-None-Match": '"other"' } })).status, 200);
    for (const method of ["POST", "PUT", "DELETE"]) {
      const refused = await ask(path, { method });
      equal(refused.status, 405);
      equal(refused.headers.allow, "GET, HEAD");
    }
  }
});

await suite.test("what is not there stays a problem", async () => {
  for (const path of ["/v1", "/v1/", "/v1/nope", "/v1/cases/x/y", "/nope.html", "/app/nope.js", "/app/nope", "/app/", "/app", "/index.html/x.js", "/favicon.ico"]) {
    const answer = await ask(path, { headers: gzip });
    equal(answer.status, 404, path);
    equal(answer.headers["content-type"], "application/problem+json", path);
    equal(answer.headers["cache-control"], "no-store", path);
  }
});

/** A path as it is, which URLs would tidy up. */
const raw = (path) =>
  new Promise((done, failed) => {
    const line = connect(server.port, "127.0.0.1", () => line.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`));
    const parts = [];
    line.on("data", (part) => parts.push(part));
    line.on("end", () => done(Buffer.concat(parts).toString("latin1")));
    line.on("error", failed);
  });

await suite.test("no path leads out of the app", async () => {
  for (const path of ["/../../../../etc/passwd", "/app/../../etc/passwd", "/app/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/app/..%5c..%5cpasswd"]) {
    const answer = await raw(path);
    match(answer, /^HTTP\/1\.1 (200|404) /, path);
    ok(!answer.includes("root:"), path);
    if (answer.startsWith("HTTP/1.1 200")) match(answer, /Content-Type: text\/(html|plain)/, path);
  }
});

await suite.test("the engine and the playbook, named by what is in them", async () => {
  match(engine.image, /^\/app\/playbook-[0-9a-f]{16}\.img$/);
  match(engine.playbook, /^1-/);
  const told = await ask("/app/engine.json");
  equal(told.headers["cache-control"], "no-cache");
  const image = await ask(engine.image);
  equal(image.body.length, engine.bytes);
  equal(image.headers["cache-control"], "public, max-age=31536000, immutable");
  equal((await ask(engine.image, { headers: { "If-None-Match": image.headers.etag } })).status, 304);
  equal((await ask(engine.image, { method: "HEAD" })).headers["content-length"], String(engine.bytes));
  if (!engine.wasm) return;
  const wasm = await ask(engine.wasm, { headers: gzip });
  equal(wasm.headers["content-type"], "application/wasm");
  equal(wasm.headers["cache-control"], "public, max-age=31536000, immutable");
  const amends = await Amends.load(gunzipSync(wasm.body), image.body);
  const encounter = amends.encounter();
  ok(encounter.step({ start: { lang: "en" } }).acts.length > 0);
});

await suite.test("none of it is the API", async () => {
  const { paths } = JSON.parse((await ask("/v1/openapi.json")).body);
  for (const path of Object.keys(paths)) ok(!path.startsWith("/app") && path !== "/", path);
});

equal((await server.stop()).code, 0);
suite.end();
