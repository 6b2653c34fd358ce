// `amends serve --lan` as phones meet it: its own authority, the page that installs trust, joining, renewal; the business'
// own certificates; and what goes wrong.
import { execFileSync, spawnSync } from "node:child_process";
import { deepEqual as same, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:https";
import { Agent } from "node:https";
import { Suite } from "../http/lib.mjs";
import { ask, demo, folder, openssl, program, read, run, serve, signIn } from "./lib.mjs";

const suite = new Suite("serve-lan");
const data = demo("lan");
const lan = ["--data", data, "--lan", "--join-port", "0"];
const iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1";
const android = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/124.0 Mobile Safari/537.36";
let desk = await serve(...lan);
let page = `http://127.0.0.1:${new URL(desk.page).port}`;
const here = () => `https://127.0.0.1:${desk.port}`;
const ca = (await ask(`${page}/amends-ca.pem`)).text;

await suite.test("it says where it is, and whom devices are asked to trust", async () => {
  match(desk.said, /^amends: listening on (::|0\.0\.0\.0), port \d+: https:\/\/\S+$/m);
  ok(desk.said.includes(new X509Certificate(ca).fingerprint256));
  ok(!desk.said.includes("\x1b"), "no picture where there is no terminal");
});

await suite.test("the authority: ten years, for servers at local addresses alone; the certificate: 397 days, all names", async () => {
  const authority = openssl("x509", "-in", `${data}/lan/ca.crt`, "-noout", "-text");
  match(authority, /CA:TRUE, pathlen:0/);
  match(authority, /Name Constraints: critical[^]*IP:192\.168\.0\.0\/255\.255\.0\.0[^]*DNS:local\b/);
  const days = (pem) => { const c = new X509Certificate(pem); return (Date.parse(c.validTo) - Date.parse(c.validFrom)) / 86400e3; };
  equal(days(ca), 3651);
  const own = read(data, "lan/server.crt");
  equal(days(own), 397);
  match(new X509Certificate(own).subjectAltName, /DNS:localhost.*IP Address:127\.0\.0\.1/);
  for (const name of ["ca.key", "ca.crt", "server.key", "server.crt"]) equal(statSync(`${data}/lan/${name}`).mode & 0o777, 0o600, name);
});

await suite.test("over plain HTTP there is the page and the certificate, and nothing else", async () => {
  for (const path of ["/healthz", "/v1/session", "/v1/openapi.json", "/join", "/metrics", "/amends-ca.key", "/../lan/ca.key"])
    equal((await ask(page + path)).status, 404, path);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) equal((await ask(page, { method })).status, 405, method);
  equal((await ask(page, { method: "HEAD" })).status, 200);
  const der = await ask(`${page}/amends-ca.crt`);
  equal(der.headers["content-type"], "application/x-x509-ca-cert");
  match(der.headers["content-disposition"], /filename="amends-ca\.crt"/);
  same(der.bytes, new X509Certificate(ca).raw);
  const profile = await ask(`${page}/amends.mobileconfig`);
  equal(profile.headers["content-type"], "application/x-apple-aspen-config");
  same(Buffer.from(/<data>([^<]+)<\/data>/.exec(profile.text)[1], "base64"), der.bytes);
  match(profile.text, /com\.apple\.security\.root/);
  equal((await ask(`${page}/amends.mobileconfig`)).text, profile.text, "installed again it takes the same place");
});

await suite.test("the page speaks four languages and opens the words for the system that asks", async () => {
  const open = async (agent, lang) => {
    const { text } = await ask(`${page}/?lang=${lang}`, { headers: { "User-Agent": agent } });
    ok(text.includes(`<html lang="${lang}">`) && text.endsWith("</html>"));
    ok(text.includes(new X509Certificate(ca).fingerprint256) && !text.includes("{name}"));
    return [...text.matchAll(/<details id="(\w+)"( open)?>/g)].filter(([, , is]) => is).map(([, id]) => id);
  };
  for (const lang of ["en", "fi", "ru", "zh"]) {
    same(await open(iphone, lang), ["iphone"]);
    same(await open(android, lang), ["android"]);
    same(await open("curl/8", lang), ["computer"]);
  }
  match((await ask(page, { headers: { "Accept-Language": "fi-FI,fi;q=0.9" } })).text, /lang="fi"/);
});

await suite.test("the page leads to the desk under the same host, and never to a foreign one", async () => {
  const leads = async (host) => /data-desk="([^"]*)"/.exec((await ask(page, { headers: { Host: host } })).text)[1];
  equal(await leads("localhost:1"), `https://localhost:${desk.port}`);
  equal(await leads("[::1]:1"), `https://[::1]:${desk.port}`);
  for (const host of ["evil.example", "\"><script>", "localhost.evil.example:80"]) equal(await leads(host), desk.url, host);
});

await suite.test("a real client trusts it with the authority's certificate, and not without", async () => {
  equal((await ask(`${here()}/healthz`, { ca })).status, 200);
  equal((await ask(`${desk.url}/healthz`, { ca })).status, 200);
  await rejects(ask(`${here()}/healthz`), /self.signed|unable to verify/i);
  const file = `${folder("ca")}/ca.pem`;
  writeFileSync(file, ca);
  equal(execFileSync("curl", ["-sS", "--cacert", file, `https://localhost:${desk.port}/healthz`]).toString(), '{"status":"ok"}');
  notEqual(spawnSync("curl", ["-sS", `https://localhost:${desk.port}/healthz`]).status, 0);
});

await suite.test("who steals the authority can be no website to anybody", async () => {
  const at = folder("stolen");
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=bank.example", "-keyout", `${at}/key`, "-out", `${at}/csr`);
  const signed = (name) => {
    writeFileSync(`${at}/ext`, `subjectAltName=${name}\n`);
    openssl("x509", "-req", "-in", `${at}/csr`, "-CA", `${data}/lan/ca.crt`, "-CAkey", `${data}/lan/ca.key`, "-days", "30", "-extfile", `${at}/ext`, "-out", `${at}/crt`);
    return { key: read(at, "key"), cert: read(at, "crt") };
  };
  for (const [name, servername, fits] of [["DNS:bank.example", "bank.example", false], ["DNS:till.local", "till.local", true]]) {
    const server = createServer(signed(name), (_, answer) => answer.end("in"));
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const asked = ask(`https://127.0.0.1:${server.address().port}/`, { ca, servername });
    if (fits) equal((await asked).text, "in");
    else await rejects(asked, /permitted subtree/);
    server.close();
  }
});

await suite.test("a phone joins, from the QR code to the people who can switch", async () => {
  const boss = await signIn(here(), { ca });
  const { json: sites } = await ask(`${here()}/v1/sites`, { ca, headers: boss.headers });
  const made = await ask(`${here()}/v1/joins`, { ca, method: "POST", headers: boss.headers, body: { site: sites.items[0].id, name: "Phone" } });
  equal(made.status, 201, made.text);
  equal(made.json.print, new X509Certificate(ca).fingerprint256);
  const [, address, code] = /^(http:\/\/[^#]+)#(\w+)$/.exec(made.json.address);
  equal(address, `${desk.page}/`);
  const trust = await ask(address, { headers: { "User-Agent": iphone } });
  const to = /data-desk="([^"]*)"/.exec(trust.text)[1];
  const trusted = (await ask(`${address}amends-ca.pem`)).text; // what the phone now trusts
  const sign = await ask(`${to}/join`, { ca: trusted });
  match(sign.text, /<form/);
  equal(sign.headers["strict-transport-security"], undefined, "it would shut the plain page too");
  const joined = await ask(`${to}/v1/device`, { ca: trusted, method: "POST", body: { code } });
  equal(joined.status, 201, joined.text);
  const [cookie] = joined.headers["set-cookie"];
  match(cookie, /^__Host-amends-device=[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
  const people = await ask(`${to}/v1/device/people`, { ca: trusted, headers: { Cookie: cookie.split(";")[0] } });
  equal(people.status, 200);
  equal((await ask(`${to}/v1/device`, { ca: trusted, method: "POST", body: { code } })).json.type, "/problems/join-code");
});

await suite.test("a certificate that must be another is another, without a restart", async () => {
  const before = (await ask(`${here()}/healthz`, { ca })).serial;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const stands = () => new Promise((done, failed) => request(`${here()}/healthz`, { ca, agent }, (answer) => {
    const { localPort } = answer.socket;
    answer.resume().on("end", () => done(localPort));
  }).on("error", failed).end());
  const socket = await stands();
  rmSync(`${data}/lan/server.crt`);
  await desk.hup(/info certificate shown=/);
  const after = (await ask(`${here()}/healthz`, { ca })).serial;
  notEqual(after, before);
  equal(await stands(), socket, "a connection that stands stays");
  agent.destroy();
  equal((await desk.stop()).code, 0);
  desk = await serve(...lan);
  page = `http://127.0.0.1:${new URL(desk.page).port}`;
  equal((await ask(`${here()}/healthz`, { ca })).serial, after, "kept over a restart");
  equal((await ask(`${page}/amends-ca.pem`)).text, ca);
});

await suite.test("a new name gets into the certificate; what the authority was not made for is told", async () => {
  equal((await desk.stop()).code, 0);
  desk = await serve(...lan, "--lan-names", "till.local, 203.0.113.9, bank.example");
  equal(desk.url, `https://till.local:${desk.port}`);
  match(desk.said, /^amends: not at 203\.0\.113\.9, which/m);
  match(desk.said, /^amends: not at bank\.example, which/m);
  equal((await ask(`${here()}/healthz`, { ca, servername: "till.local" })).status, 200);
  ok(!new X509Certificate(read(data, "lan/server.crt")).subjectAltName.includes("203.0.113.9"));
  equal((await desk.stop()).code, 0);
});

await suite.test("on the first start the owner's link is one that other devices can open", async () => {
  const first = await serve("--data", folder("first"), "--lan", "--join-port", "0");
  ok(first.said.includes(`  ${first.url}/setup#`) && !first.url.includes("localhost"), first.said);
  equal((await first.stop()).code, 0);
});

await suite.test("on a terminal the code to scan is drawn", async () => {
  const { stdout } = spawnSync("script", ["-qfec", `timeout -s INT 2 ${program} serve --port 0 ${lan.join(" ")}`, "/dev/null"],
    { env: { ...process.env, AMENDS_CONFIG: "" }, encoding: "utf8" });
  const lines = stdout.split("\n").filter((line) => line.includes("\x1b[30;107m"));
  ok(lines.length >= 13, stdout);
  equal(new Set(lines.map((line) => line.trim().length)).size, 1);
  match(lines[1], /█▀▀▀▀▀█/);
});

// ---- what goes wrong

const fails = (args, status, ...words) => {
  const { status: ended, text } = run("serve", "--port", "0", ...args);
  equal(ended, status, text);
  for (const word of words) ok(text.includes(word), `${word}: ${text}`);
};
/** The data folder with something done to its authority. */
function spoilt(name, how) {
  const copy = folder("spoilt");
  mkdirSync(`${copy}/lan`);
  for (const file of readdirSync(`${data}/lan`)) copyFileSync(`${data}/lan/${file}`, `${copy}/lan/${file}`);
  how(`${copy}/lan/${name}`);
  return ["--data", copy, "--lan", "--join-port", "0"];
}

await suite.test("a damaged or missing authority is told and not made anew", () => {
  for (const [name, how, word] of [
    ["ca.key", (file) => truncateSync(file, 60), "is damaged"], ["ca.key", (file) => writeFileSync(file, "nonsense"), "is damaged"],
    ["ca.key", (file) => rmSync(file), "is missing"], ["ca.crt", (file) => rmSync(file), "is missing"],
    ["ca.crt", (file) => writeFileSync(file, "x"), "is damaged"],
    ["ca.key", (file) => copyFileSync(`${data}/lan/server.key`, file), "is not the key of ca.crt"],
  ]) fails(spoilt(name, how), 5, name, word, "join anew");
});

await suite.test("a certificate of the desk that is damaged is simply made anew", async () => {
  for (const name of ["server.crt", "server.key"]) {
    const again = await serve(...spoilt(name, (file) => truncateSync(file, 40)));
    equal((await ask(`https://127.0.0.1:${again.port}/healthz`, { ca })).status, 200);
    equal((await again.stop()).code, 0);
  }
});

await suite.test("a folder that cannot be written, ports and names that cannot be", async () => {
  const shut = folder("shut");
  symlinkSync("/proc", `${shut}/lan`);
  fails(["--data", shut, "--lan", "--join-port", "0"], 5, `${shut}/lan/lock cannot be written`);
  fails(["--data", data, "--lan", "--port", "8443", "--join-port", "8443"], 2, "join-port", "8443");
  fails([...lan, "--lan-names", "till_1, a b/c"], 2, "lan-names", "b/c");
  const other = await serve(...spoilt("lock", () => {}));
  fails(["--data", data, "--lan", "--join-port", new URL(other.page).port], 5, "join-port: cannot listen", "in use");
  fails([...lan, "--port", String(other.port)], 5, "cannot listen", "in use");
  equal((await other.stop()).code, 0);
});

// ---- the business' own certificate

const own = folder("own");
const file = (name) => `${own}/${name}`;
/** A certificate: NAME.crt and NAME.key, signed by `by`. */
function certificate(name, by, extension, ...days) {
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", `/CN=${name}`, "-keyout", file(`${name}.key`), "-out", file("csr"));
  writeFileSync(file("ext"), extension);
  const issuer = by ? ["-CA", file(`${by}.crt`), "-CAkey", file(`${by}.key`)] : ["-signkey", file(`${name}.key`)];
  openssl("x509", "-req", "-in", file("csr"), ...issuer, "-extfile", file("ext"), "-out", file(`${name}.crt`), ...(days.length ? days : ["-days", "90"]));
}
const authority = "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n";
const server = "subjectAltName=DNS:localhost,DNS:shop.example,IP:127.0.0.1\n";
certificate("root", null, authority);
certificate("middle", "root", authority);
certificate("leaf", "middle", server);
certificate("renewed", "middle", server);
certificate("stranger", "root", server);
certificate("late", "middle", server, "-days", "-1");
openssl("pkey", "-in", file("leaf.key"), "-aes256", "-passout", "pass:x", "-out", file("locked.key"));
const chain = (name, ...parts) => { writeFileSync(file(name), Buffer.concat(parts.map((part) => read(own, `${part}.crt`)))); return file(name); };
const with_ = (crt, key = "leaf.key") => ["--data", data, "--tls-certificate", crt, "--tls-key", file(key)];

await suite.test("a chain of one's own, for all devices of the network, renewed while the desk runs", async () => {
  const full = chain("full.pem", "leaf", "middle");
  copyFileSync(file("leaf.key"), file("used.key"));
  const ours = await serve(...with_(full, "used.key"), "--lan");
  const at = `https://127.0.0.1:${ours.port}`, root = read(own, "root.crt");
  equal(ours.page, undefined, "no trust is to be installed");
  equal(ours.url, `https://localhost:${ours.port}`);
  ok(!/warning/.test(ours.logged), ours.logged);
  const first = await ask(`${at}/healthz`, { ca: root });
  ok((await ask(`${at}/healthz`, { ca: root })).headers["strict-transport-security"]);
  const boss = await signIn(at, { ca: root });
  const site = (await ask(`${at}/v1/sites`, { ca: root, headers: boss.headers })).json.items[0].id;
  const made = await ask(`${at}/v1/joins`, { ca: root, method: "POST", headers: boss.headers, body: { site, name: "Phone" } });
  match(made.json.address, new RegExp(`^https://localhost:${ours.port}/join#\\w{8}$`));
  equal(made.json.print, "");
  chain("full.pem", "renewed", "middle");
  await ours.hup(/error certificate .*key of another certificate/); // the key is not there yet
  equal((await ask(`${at}/healthz`, { ca: root })).serial, first.serial, "the one until now stays");
  copyFileSync(file("renewed.key"), file("used.key"));
  await ours.hup(/info certificate shown=/);
  notEqual((await ask(`${at}/healthz`, { ca: root })).serial, first.serial);
  equal((await ours.stop()).code, 0);
});

await suite.test("a certificate for an address alone", async () => {
  certificate("number", "middle", "subjectAltName=IP:127.0.0.1\n");
  const ours = await serve(...with_(chain("number.pem", "number", "middle"), "number.key"));
  equal(ours.url, `https://127.0.0.1:${ours.port}`);
  equal((await ask(`${ours.url}/healthz`, { ca: read(own, "root.crt") })).status, 200);
  equal((await ours.stop()).code, 0);
});

await suite.test("what is wrong with a certificate is told where it stands", () => {
  const full = chain("full.pem", "leaf", "middle");
  fails(with_(full, "stranger.key"), 5, `tls-key: ${file("stranger.key")}: it is the key of another certificate`);
  fails(with_(chain("late.pem", "late", "middle"), "late.key"), 5, "tls-certificate", "certificate 1 (late) ended on ");
  fails(with_(chain("turned.pem", "middle", "leaf")), 5, "the chain is in the wrong order");
  fails(with_(chain("broken.pem", "leaf", "root")), 5, "certificate 2 of the chain (root) did not sign the one before it (leaf)");
  fails(with_(file("leaf.key")), 5, "it holds a key; the certificate was expected");
  fails(with_(full, "leaf.crt"), 5, "it holds a certificate; its key was expected");
  fails(with_(full, "locked.key"), 5, "protected by a password", "openssl pkey");
  writeFileSync(file("cut.pem"), read(own, "leaf.crt").subarray(0, 200));
  fails(with_(file("cut.pem")), 5, "no certificate can be read from it");
  writeFileSync(file("cut.key"), read(own, "leaf.key").subarray(0, 100));
  fails(with_(full, "cut.key"), 5, "no key can be read from it");
  fails(with_(file("nowhere.pem")), 5, "nowhere.pem: No such file");
  fails(["--data", data, "--tls-certificate", full], 2, "tls-certificate", "tls-key");
});

await suite.test("what should be looked at soon is a warning in the log", async () => {
  const warned = async (word, ...args) => {
    const running = await serve(...args);
    equal((await running.stop()).code, 0);
    match(running.logged, word);
  };
  await warned(/warning certificate .*it stands alone/, ...with_(chain("alone.pem", "leaf")));
  await warned(/warning certificate .*not good for till\.example/, ...with_(chain("full.pem", "leaf", "middle")), "--url", "https://till.example/");
  certificate("soon", "middle", server, "-days", "3");
  await warned(/warning certificate .*it ends on/, ...with_(chain("soon.pem", "soon", "middle"), "soon.key"));
});

suite.end();
