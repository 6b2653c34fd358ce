// Calls for help reach somebody: the program itself, real receivers. Many sites at once on one desk, each with its own story.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Browser, database, hire, setUp, Suite } from "./lib.mjs";
import { hooks, mailbox, opened, verify } from "./receivers.mjs";

const UNSEEN = 6;
const program = process.env.AMENDS ?? join(dirname(process.env.HTTP_SERVER ?? "build/tests/http/http-server"), "../../amends");
const suite = new Suite("http-deliver");
const folder = mkdtempSync(join(tmpdir(), "amends-http-"));
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(holds, ms = 8000) {
  for (const end = Date.now() + ms; ; await wait(30)) {
    const value = await holds();
    if (value || Date.now() > end) return ok(value, `waited in vain: ${holds}`) ?? value;
  }
}

const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
  "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert], { stdio: "ignore" });
const mail = await mailbox({ key: readFileSync(key), cert: readFileSync(cert), user: "desk", password: "pass word", refuse: ["gone@example.org"] });
const hook = await hooks({ "/soon": [500, 200], "/hang": "hang", "/no": 404, "/busy": 500, "/moved": 302, "/twice": ["hang", 200], "/late": 500 });

const secure = await hooks({}, { key: readFileSync(key), cert: readFileSync(cert) });

/** A script of the server's: says what it was told, or never ends. */
function script(name, text) {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
  return join(folder, name);
}
/** What a script wrote, when its line is there. */
const written = (name) => existsSync(join(folder, name)) && readFileSync(join(folder, name), "utf8").endsWith("\n") && readFileSync(join(folder, name), "utf8");
const ring = script("ring", `{ echo "$@"; env; cat; } >${folder}/rung.part && mv ${folder}/rung.part ${folder}/rung`);
const hang = script("hang", `sleep 300 & echo $! $$ >${folder}/hung; wait`);
const sms = script("sms", `echo "$1" "$AMENDS_TEXT" >>${folder}/sent; exit 0`);

const settings = join(folder, "amends.yaml");
writeFileSync(settings, `call-unseen: ${UNSEEN}
call-commands:
  - bell=${ring} --line {whom}
  - hang=${hang}
  - sms=${sms} {to}
smtp-url: smtp://localhost:${mail.port}
smtp-user: desk
smtp-password: pass word
smtp-from: desk@shop.example
delivery-ca: ${cert}
url: https://desk.example
second-factor: never
log-level: error
`);

/** The program on a database of its own, or on `db`. */
async function serve(name, db = database(), more = []) {
  const data = join(folder, name);
  const args = ["serve", "--config", settings, "--data", data, "--port", "0", "--workers", "4", ...(db ? ["--db", db] : []), ...more];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, http_proxy: "http://127.0.0.1:1" } });
  const ended = new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  let text = "";
  await new Promise((done, failed) => {
    child.stdout.on("data", (part) => {
      text += part;
      if (/port \d+: .*\n/.test(text)) setTimeout(done, 50);
    });
    ended.then(() => failed(new Error("the program did not start")));
  });
  const base = `http://127.0.0.1:${/port (\d+):/.exec(text)[1]}`;
  return {
    base, db, setup: /(\/setup#\S+)/.exec(text)?.[1], child,
    kill: () => { child.kill("SIGKILL"); return ended; },
    stop: () => { child.kill("SIGTERM"); return ended; },
    again: () => serve(name, db, more),
  };
}

const desk = await serve("first");
const boss = await setUp(desk);
const made = async (browser, path, body, status = 201) => {
  const answer = await browser.post(path, body);
  equal(answer.status, status, answer.text);
  return answer.json;
};
/** A site of its own. */
const site = async (name, more = {}, browser = boss) => (await made(browser, "/v1/sites", { name, lang: "en", trade: "salon", emergency_number: "112", ...more })).id;
const way = (site, way, address, more = {}, browser = boss) => made(browser, "/v1/ways", { site, way, level: "security", address, ...more });
const person = (site, name, more = {}) => made(boss, "/v1/people", { name, login: name, role: "supervisor", site, ...more });
const call = (site, more = {}, browser = boss) => made(browser, "/v1/calls", { site, whom: "security", where: "till 3", note: "a secret note", ...more });
const look = async (id, browser = boss) => (await browser.get(`/v1/calls/${id}`)).json;
const acts = async (encounter) => (await boss.get(`/v1/encounters/${encounter.id}`)).json.events.at(-1).card.acts;
const ways = (json) => json.deliveries.map(({ way, state }) => `${way} ${state}`);

/** What the caller's screen hears. */
const heard = [];
{
  const headers = { Cookie: Object.entries(boss.cookies).map(([name, value]) => `${name}=${value}`).join("; ") };
  const live = get(`${desk.base}/v1/live`, { headers }, (answer) => {
    answer.setEncoding("utf8");
    answer.on("data", (text) => { for (const [, json] of text.matchAll(/^data: (\{.*\})$/gm)) heard.push(JSON.parse(json)); });
    answer.on("error", () => {});
  });
  live.on("error", () => {});
}
const events = (id) => heard.filter(({ subject }) => subject === id).map(({ kind }) => kind);

const stories = [];
const story = (name, body) => stories.push(suite.test(name, body));

story("a webhook is signed; what fails is asked again under the same id", async () => {
  const here = await site("Signed");
  const { signing, id } = await way(here, "webhook", `${hook.base}/soon`, { about: "the mall's guard" });
  match(signing.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  ok(!(await boss.get(`/v1/ways/${id}`)).text.includes(signing.secret));
  const asked = await call(here);
  equal(asked.state, "called");
  ok(!asked.told.telephone);
  await until(() => hook.of("/soon").length === 2);
  const [first, second] = hook.of("/soon");
  ok(verify(signing.secret, first) && verify(signing.secret, second));
  ok(!verify(signing.secret, { ...first, body: first.body.replace("till", "Till") }));
  equal(first.headers["webhook-id"], second.headers["webhook-id"]);
  equal(first.body, second.body);
  ok(second.at - first.at >= 900);
  const { type, timestamp, data } = first.json;
  equal(type, "call.called");
  equal(timestamp, asked.created_at);
  same([data.call, data.whom, data.site, data.where, data.by, data.link],
    [asked.id, "security", "Signed", "till 3", "Aino", `https://desk.example/calls/${asked.id}`]);
  ok(!first.body.includes("secret note"));
  await until(async () => (await look(asked.id)).state === "delivered");
  same(ways(await look(asked.id)), ["webhook done"]);
  await until(() => events(asked.id).length === 3);
  same(events(asked.id), ["call.made", "call.trouble", "call.delivered"]);
});

story("over TLS its certificate counts, and its name", async () => {
  const here = await site("TLS");
  const { signing } = await way(here, "webhook", `${secure.base}/tls`);
  await way(here, "webhook", `https://127.0.0.1:${secure.port}/tls/other-name`);
  const asked = await call(here, { whom: "emergency" });
  await until(async () => (await look(asked.id)).deliveries.every(({ state }) => state !== "waiting"));
  same(ways(await look(asked.id)), ["webhook done", "webhook failed"]);
  same(secure.got.map(({ url }) => url), ["/tls"]);
  ok(verify(signing.secret, secure.got[0]));
});

story("a new secret signs from then on; a trial calls nobody; a way can be switched off and taken away", async () => {
  const here = await site("Trial");
  const added = await way(here, "webhook", `${hook.base}/trial`);
  const { signing, version } = (await boss.post(`/v1/ways/${added.id}/secret`)).json;
  const trial = await boss.post(`/v1/ways/${added.id}/try`);
  equal(trial.status, 202, trial.text);
  await until(() => hook.of("/trial").length === 1);
  const [message] = hook.of("/trial");
  equal(message.json.type, "way.tried");
  ok(verify(signing.secret, message) && !verify(added.signing.secret, message));
  await until(async () => (await boss.get(`/v1/ways/${added.id}`)).json.trials[0].state === "done");
  equal((await boss.patch(`/v1/ways/${added.id}`, { off: true }, { headers: { "If-Match": `"${version}"` } })).status, 200);
  const asked = await call(here);
  same([asked.state, asked.told.nobody, asked.told.telephone, asked.told.number], ["nobody", true, true, "112"]);
  equal((await boss.delete(`/v1/ways/${added.id}`)).status, 204);
  equal((await boss.get(`/v1/ways/${added.id}`)).status, 404);
});

story("a command is only one of the server's, and is told the facts without a shell", async () => {
  const here = await site("Bell $(touch /tmp/no)");
  for (const address of ["/bin/sh", "sh", "../ring", "bell; true"]) {
    const answer = await boss.post("/v1/ways", { site: here, way: "command", level: "security", address });
    equal(answer.status, 400, answer.text);
    equal(answer.json.field, "address");
    match(answer.json.expected, /bell hang sms$/);
  }
  await way(here, "command", "bell", { to: "line 2" });
  const asked = await call(here, { where: "`id` \"$HOME\"\nSECOND=1" });
  await until(() => existsSync(join(folder, "rung")));
  const text = readFileSync(join(folder, "rung"), "utf8");
  match(text, /^--line security\n/);
  ok(text.includes("AMENDS_SITE=Bell $(touch /tmp/no)\n") && text.includes(`AMENDS_CALL=${asked.id}\n`) && text.includes("AMENDS_TO=line 2\n"));
  ok(!/^(HOME|http_proxy|AMENDS_CONFIG)=/m.test(text), text);
  const json = JSON.parse(text.slice(text.lastIndexOf('{"data"')));
  equal(json.data.where, "`id` \"$HOME\"\nSECOND=1");
  await until(async () => (await look(asked.id)).state === "delivered");
});

story("a command that hangs is killed with all that it started, and nobody else waits for it", async () => {
  const here = await site("Hang");
  await way(here, "command", "hang");
  const asked = await call(here);
  const pids = (await until(() => written("hung"))).trim().split(" ").map(Number);
  const alive = (pid) => { try { return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8")); } catch { return false; } };
  equal(pids.length, 2);
  ok(pids.every(alive));
  await until(() => !pids.some(alive), UNSEEN * 1000);
  await until(async () => /killed/.test((await look(asked.id)).deliveries[0].trouble ?? ""));
});

story("what will not be otherwise is said at once, and the next one is called: a person, by e-mail", async () => {
  const here = await site("Салон", { lang: "ru" });
  await way(here, "webhook", `${hook.base}/no`);
  await person(here, "boris", { email: "boris@example.org" });
  const asked = await call(here, { where: "стол 5\r\nBcc: evil@example.org\r\n\r\n.\r\n" });
  const [letter] = await until(() => mail.to("boris@example.org").length === 1 && mail.to("boris@example.org"));
  ok(letter.at - Date.parse(asked.created_at) < UNSEEN * 1000 - 500, "not by the clock");
  same([letter.tls, letter.user, letter.from, letter.to], [true, "desk", "desk@shop.example", ["boris@example.org"]]);
  const { names, subject, text } = opened(letter.raw);
  same(names, ["From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted"]);
  equal(subject, "Нужна помощь: Салон");
  match(text, /^Помощи просит Aino\.\nКого зовут: охрану\nГде: Салон, стол 5/);
  ok(text.includes(`https://desk.example/calls/${asked.id}`) && !text.includes("secret note"));
  ok(/^[\x20-\x7e\r\n]*$/.test(letter.raw));
  const seen = await until(async () => { const json = await look(asked.id); return json.state === "delivered" && json; });
  same(ways(seen), ["webhook failed", "email done"]);
  same([seen.told.could_not, seen.told.telephone, seen.told.number], [true, true, "112"]);
  await until(() => events(asked.id).length === 4);
  same(events(asked.id), ["call.made", "call.not_reached", "call.telephone", "call.delivered"]);
  equal(hook.of("/no").length, 1);
});

story("a mailbox that is not there, a redirect, an address that is not public: each is said at once; the card changes", async () => {
  const here = await site("Nobody");
  await way(here, "email", "gone@example.org");
  await way(here, "webhook", `${hook.base}/moved`);
  await way(here, "webhook", "http://10.255.255.1/x");
  await way(here, "webhook", "https://[fd00::1]/x");
  const encounter = await made(boss, "/v1/encounters", { site: here, channel: "counter" });
  await made(boss, `/v1/encounters/${encounter.id}/events`, { events: [{ key: "1", event: { observed: "violence" } }] }, 200);
  const asked = await call(here, { encounter: encounter.id });
  const seen = await until(async () => { const json = await look(asked.id); return json.state === "nobody" && json; });
  same(ways(seen), ["email failed", "webhook failed", "webhook failed", "webhook failed"]);
  same(seen.deliveries.map(({ trouble }) => trouble),
    ["the mail server said 550", "the answer was 302", "webhooks may not go to this address", "webhooks may not go to this address"]);
  same([seen.told.nobody, seen.told.telephone, seen.told.number], [true, true, "112"]);
  await until(() => events(asked.id).includes("call.nobody"));
  equal(events(asked.id).filter((kind) => kind === "call.nobody").length, 1);
  equal(hook.of("/elsewhere").length, 0);
  ok((await acts(encounter)).includes("call_emergency"));
});

story("nobody sees it: the next one is called, the caller telephones; the wait has a clock and a card", async () => {
  const here = await site("Wait", { telephone: "+358 9 1" });
  await person(here, "sofia", { telephone: "+358 40 1" });
  await way(here, "command", "sms", { own: true });
  const helper = await hire(boss, desk.base, "leo", "supervisor", here);
  const encounter = await made(boss, "/v1/encounters", { site: here, channel: "counter" });
  const before = await acts(encounter);
  const asked = await call(here, { whom: "supervisor", encounter: encounter.id });
  const waiting = await acts(encounter);
  ok(waiting.includes("wait_care") && !before.includes("wait_care"), `${before} ${waiting}`);
  equal(Date.parse(asked.next_at) - Date.parse(asked.created_at), UNSEEN * 1000, "the clock");
  match(await until(() => written("sent")), /^\+358 40 1 Aino asks for help\.\n/);
  const headers = { Cookie: Object.entries(helper.cookies).map(([name, value]) => `${name}=${value}`).join("; ") };
  const leo = get(`${desk.base}/v1/live`, { headers }, (answer) => answer.on("error", () => {}));
  leo.on("error", () => {});
  const next = await until(async () => { const json = await look(asked.id); return json.round === 2 && json; }, UNSEEN * 1000 + 3000);
  const late = Date.now() - Date.parse(asked.created_at) - UNSEEN * 1000;
  ok(late > -100 && late < 2500, `${late} ms`);
  same(ways(next), ["command done", "screen waiting"]);
  same([next.told.telephone, next.told.number], [true, "+358 9 1"]);
  await until(() => events(asked.id).includes("call.telephone"));
  equal((await helper.post(`/v1/calls/${asked.id}/delivered`)).status, 200);
  for (const [step, state] of [["seen", "seen"], ["on-the-way", "on_the_way"], ["arrived", "arrived"]])
    equal((await helper.post(`/v1/calls/${asked.id}/${step}`)).json.state, state);
  leo.destroy();
  same(ways(await look(asked.id)), ["command done", "screen done"]);
  ok((await look(asked.id)).told.telephone === false);
});

story("an emergency shows the number, goes to all, and pretends to call nobody", async () => {
  const here = await site("Emergency");
  await way(here, "email", "guard@example.org");
  const asked = await call(here, { whom: "emergency" });
  same([asked.told.telephone, asked.told.number], [true, "112"]);
  const [letter] = await until(() => mail.to("guard@example.org").length === 1 && mail.to("guard@example.org"));
  match(opened(letter.raw).text, /calls no emergency service: a person has to telephone/);
});

story("a receiver that hangs is cut off, asked again, and never asked late", async () => {
  const here = await site("Slow");
  await way(here, "webhook", `${hook.base}/hang`);
  const asked = await call(here);
  const gone = await site("Gone");
  await way(gone, "webhook", "http://127.0.0.1:1/");
  const second = await call(gone);
  await until(async () => (await look(second.id)).state === "nobody", UNSEEN * 1000 + 2000);
  const tried = (await look(second.id)).deliveries[0];
  ok(tried.attempts >= 3 && tried.state === "failed", JSON.stringify(tried));
  await until(async () => (await look(asked.id)).state === "nobody", UNSEEN * 1000 + 2000);
  await wait(1500);
  const requests = hook.of("/hang");
  ok(requests.length >= 2, `${requests.length} requests`);
  ok(requests.every(({ at }) => at <= Date.parse(asked.created_at) + UNSEEN * 1000 + 50));
});

story("erasing a customer empties what waits and what was delivered", async () => {
  const here = await site("Erase");
  await way(here, "webhook", `${hook.base}/busy`);
  const customer = await made(boss, "/v1/customers", { site: here, name: "Dora" });
  const encounter = await made(boss, "/v1/encounters", { site: here, channel: "counter", customer: customer.id });
  const asked = await call(here, { encounter: encounter.id, where: "behind Dora" });
  await until(() => hook.of("/busy").length === 1);
  await made(boss, `/v1/encounters/${encounter.id}/end`, { outcome: "unsatisfied" }, 200);
  const erased = await boss.post(`/v1/customers/${customer.id}/erase`);
  ok(erased.status < 300, erased.text);
  const count = hook.of("/busy").length;
  await wait(3500);
  equal(hook.of("/busy").length, count);
  const { text, json } = await boss.get(`/v1/calls/${asked.id}`);
  ok(!text.includes("Dora"));
  same([json.deliveries[0].state, json.deliveries[0].body], ["too_late", ""]);
});

story("killed in the middle: what is still due is taken up under the same id", async () => {
  const crashed = await serve("second");
  const owner = await setUp(crashed);
  const here = await site("Crash", {}, owner);
  await way(here, "webhook", `${hook.base}/twice`, {}, owner);
  const asked = await call(here, {}, owner);
  await until(() => hook.of("/twice").length === 1);
  await crashed.kill();
  const back = await crashed.again();
  owner.base = back.base;
  await until(async () => (await look(asked.id, owner)).state === "delivered", UNSEEN * 1000);
  const [first, second, ...more] = hook.of("/twice");
  same([first.headers["webhook-id"], more.length], [second.headers["webhook-id"], 0]);
  ok(second.at < Date.parse(asked.created_at) + UNSEEN * 1000);
  same(await back.stop(), { code: 0, signal: null });
});

story("away until it is too late: it is never sent, and its caller hears that nobody came", async () => {
  const crashed = await serve("third");
  const owner = await setUp(crashed);
  const here = await site("Late", {}, owner);
  await way(here, "webhook", `${hook.base}/late`, {}, owner);
  const asked = await call(here, {}, owner);
  await until(() => hook.of("/late").length === 1);
  await crashed.kill();
  await wait(Date.parse(asked.created_at) + UNSEEN * 1000 + 300 - Date.now());
  hook.answers["/late"] = 200;
  const back = await crashed.again();
  owner.base = back.base;
  await until(async () => (await look(asked.id, owner)).state === "nobody");
  await until(async () => (await look(asked.id, owner)).deliveries[0].state === "too_late");
  await wait(700);
  equal(hook.of("/late").length, 1);
  match(await (await fetch(`${back.base}/metrics`)).text(), /^amends_deliveries_late_total 1$/m);
  await back.stop();
});

if (process.env.AMENDS_TEST_POSTGRES)
  story("two processes on one database send each once", async () => {
    const one = await serve("fourth");
    const owner = await setUp(one);
    const other = await serve("fourth", one.db);
    const through = new Browser(other.base);
    Object.assign(through, { cookies: owner.cookies, csrf: owner.csrf });
    const all = [];
    for (let i = 0; i < 6; i++) {
      const here = await site(`Both ${i}`, {}, owner);
      await way(here, "webhook", `${hook.base}/both/${i}`, {}, owner);
      all.push(call(here, {}, owner), call(here, {}, through));
    }
    const calls = await Promise.all(all);
    for (const { id } of calls) await until(async () => (await look(id, owner)).state === "delivered");
    await wait(700);
    const ids = hook.got.filter(({ url }) => url.startsWith("/both/")).map(({ headers }) => headers["webhook-id"]);
    equal(ids.length, calls.length);
    equal(new Set(ids).size, calls.length);
    /* A screen that is open with the other process is called too. */
    const here = await site("Across", {}, owner);
    const helper = await hire(owner, other.base, "leo", "supervisor", here);
    const headers = { Cookie: Object.entries(helper.cookies).map(([name, value]) => `${name}=${value}`).join("; ") };
    const live = get(`${other.base}/v1/live`, { headers }, (answer) => answer.on("error", () => {}));
    live.on("error", () => {});
    await wait(2500);
    const asked = await call(here, {}, owner);
    same(ways(asked.deliveries ? asked : await look(asked.id, owner)), ["screen waiting"]);
    await Promise.all([one.stop(), other.stop()]);
  });

await Promise.all(stories);

await suite.test("figures name ways and results, no person; the log of actions holds", async () => {
  const text = await (await fetch(`${desk.base}/metrics`)).text();
  const count = (way, result) => Number(new RegExp(`amends_deliveries_total\\{way="${way}",result="${result}"\\} (\\d+)`).exec(text)[1]);
  ok(count("webhook", "done") >= 2 && count("webhook", "again") >= 3 && count("webhook", "failed") >= 3, text);
  ok(count("email", "done") === 2 && count("email", "failed") === 1 && count("command", "done") === 2, text);
  match(text, /^amends_deliveries_under_way 0$/m);
  ok(!/boris|example\.org|Aino/.test(text));
});

same(await desk.stop(), { code: 0, signal: null });
hook.close();
secure.close();
mail.close();
rmSync(folder, { recursive: true });
suite.end();
