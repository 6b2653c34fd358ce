// Beside Request Tracker 5 (Debian's, SQLite, REST2): make a case, add a message, list, search, open, over HTTP, as many
// in both, the same client, one after the other. Prints Markdown.
//   bench/desk/rt.mjs FOLDER [--count N] [--rounds N] [--install]
// FOLDER: where amends was built. --install: fetches Debian's packages of Request Tracker 5 first, as root.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../../tests/http/lib.mjs";
import { Line, machine, ms, percentile, serve, table } from "./kit.mjs";
import { sentences } from "./shop.mjs";

const [folder, ...rest] = process.argv.slice(2);
const option = (name, usual) => Number(rest.includes(name) ? rest[rest.indexOf(name) + 1] : usual);
const packages = ["request-tracker5", "rt5-db-sqlite", "rt5-standalone", "starlet"];
const rtServer = "/usr/share/request-tracker5/libexec/rt-server", setUpDatabase = "/usr/sbin/rt-setup-database-5";
if (!folder) {
  console.error("usage: bench/desk/rt.mjs FOLDER [--count N] [--rounds N] [--install]");
  process.exit(2);
}
const missing = () => [rtServer, setUpDatabase].filter((path) => !existsSync(path));
if (missing().length && rest.includes("--install"))
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
if (missing().length) {
  console.error(`Missing (Debian's package names): ${packages.join(" ")}. --install fetches them.`);
  process.exit(1);
}

const count = option("--count", 1000), rounds = option("--rounds", 100);
const place = mkdtempSync(join(tmpdir(), "amends-rt-"));
const said = sentences("en");
const subject = (number) => `${["Refund", "Late delivery", "Broken on arrival", "Wrong bill"][number % 4]}: KX${100 + (number * 7) % 400} A${10000000 + number}`;
const text = (number) => `${said[number % said.length]} ${said[(number * 31) % said.length]}`;

const freePort = () => new Promise((done) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Request Tracker with settings and a database of its own. It sends no mail: what it would send goes to a file. */
async function startRt() {
  const port = await freePort();
  const settings = join(place, "RT_SiteConfig.pm");
  mkdirSync(join(place, "none"));
  writeFileSync(settings, `Set($rtname, 'bench'); Set($Organization, 'bench'); Set($WebDomain, '127.0.0.1'); Set($WebPort, ${port}); Set($WebPath, '');
Set($DatabaseType, 'SQLite'); Set($DatabaseName, '${place}/rt.db'); Set($MailCommand, 'testfile');
Set($LogToSyslog, undef); Set($LogToSTDERR, 'critical'); Set(%FullTextSearch, Enable => 1, Indexed => 0);\n1;\n`);
  const env = { ...process.env, RT_SITE_CONFIG: settings, RT_SITE_CONFIG_DIR: join(place, "none"), TMPDIR: place };
  execFileSync(setUpDatabase, ["--action", "init", "--dba", ""], { env, stdio: ["ignore", "ignore", "ignore"] });
  const child = spawn(rtServer, ["--host", "127.0.0.1", "--port", String(port), "--max-workers", "2", "--max-keepalive-reqs", "100000", "--max-reqs-per-child", "100000", "--keepalive-timeout", "60"],
    { env, stdio: "ignore", detached: true });
  // A session, as ours: a token would be checked with bcrypt at each request, which takes a third of a second.
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${base}/NoAuth/Login.html`, { method: "POST", body: new URLSearchParams({ user: "root", pass: "password" }), redirect: "manual" }).catch(() => undefined);
    const cookie = answer?.headers.getSetCookie().at(-1)?.split(";")[0];
    const line = cookie && new Line(base, { Cookie: cookie, Referer: `${base}/` });
    if (line && (await line.ask("GET", "/REST/2.0/rt")).status === 200) return { line, stop: () => process.kill(-child.pid, "SIGTERM") };
    line?.close();
    if (tries > 120) {
      process.kill(-child.pid, "SIGTERM");
      throw new Error("Request Tracker does not answer");
    }
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** What each is asked. A message to a case is what a customer says in its encounter, which is answered with a card. */
function ofRt(line) {
  const fields = "fields=Subject,Status,Owner,Queue,Created,LastUpdated,Due,Priority";
  const list = (query, more = "") => line.json("GET", `/REST/2.0/tickets?query=${encodeURIComponent(query)}&orderby=id&order=DESC&per_page=50&${fields}${more}`);
  return {
    make: async (number) => {
      const answer = await line.json("POST", "/REST/2.0/ticket", { json: { Queue: "General", Subject: subject(number), Content: text(number), ContentType: "text/plain" } });
      return { ...answer, id: answer.json.id };
    },
    say: (id, number) => line.json("POST", `/REST/2.0/ticket/${id}/correspond`, { json: { Content: text(number), ContentType: "text/plain" } }),
    list: () => list("Status = '__Active__'"),
    search: (word) => list(`Subject LIKE '${word}'`),
    whole: (word) => list(`Subject LIKE '${word}' OR Content LIKE '${word}'`),
    open: (id) => line.json("GET", `/REST/2.0/ticket/${id}`),
    count: (answer) => answer.json.items.length,
  };
}

async function ofAmends(line, site, csrf) {
  const write = { "X-CSRF-Token": csrf };
  const { json } = await line.json("POST", "/v1/encounters", { json: { site, channel: "email", lang: "en" }, headers: write });
  let encounter = json.id, said = 0;
  return {
    make: async (number) => {
      const answer = await line.json("POST", "/v1/cases", { json: { site, subject: subject(number), happened: text(number) }, headers: write });
      return { ...answer, id: answer.json.id };
    },
    say: async (id, number) => {
      if (++said % 20 === 0) encounter = (await line.json("POST", "/v1/encounters", { json: { site, channel: "email", lang: "en" }, headers: write })).json.id;
      return line.json("POST", `/v1/encounters/${encounter}/events`, { json: { events: [{ key: `m${number}-${said}`, event: { from: "customer", text: text(number) } }] }, headers: write });
    },
    list: () => line.json("GET", "/v1/cases?state=open"),
    search: (word) => line.json("GET", `/v1/cases?q=${word}`),
    whole: (word) => line.json("GET", `/v1/cases?q=${word}`),
    open: (id) => line.json("GET", `/v1/cases/${id}`),
    count: (answer) => answer.json.items.length,
  };
}

let server, rt;
try {
  rt = await startRt();
  server = await serve(join(folder, "amends"), { db: `sqlite:${place}/desk.db`, data: join(place, "data") });
  const boss = await setUp(server);
  const site = (await boss.get("/v1/sites")).json.items[0].id;
  const cookie = Object.entries(boss.cookies).map(([name, value]) => `${name}=${value}`).join("; ");
  const both = [await ofAmends(new Line(server.base, { Cookie: cookie }), site, boss.csrf), ofRt(rt.line)];
  const ids = [[], []];
  const began = Date.now();
  for (let number = 0; number < count; number++)
    for (const side of [0, 1]) ids[side].push((await both[side].make(number)).id);
  console.error(`${count} in both after ${((Date.now() - began) / 1000).toFixed(0)} s`);
  const rows = [
    ["make a case", (one, round, side) => one.make(count + round)],
    ["add a message", (one, round, side) => one.say(ids[side][round % count], round)],
    ["list: the first fifty that are open", (one) => one.list()],
    ["search the subjects for a word that five in two thousand have", (one, round) => one.search(`KX${100 + (round * 7) % 400}`)],
    ["search the subjects for a word that a quarter have", (one) => one.search("Refund")],
    ["search all that was said for a word", (one) => one.whole("manager")],
    ["open a case", (one, round, side) => one.open(ids[side][(round * 17) % count])],
  ];
  const measured = [];
  for (const [name, ask] of rows) {
    const took = [[], []], found = [0, 0];
    for (let round = -3; round < rounds; round++)
      for (const side of round % 2 ? [0, 1] : [1, 0]) {
        const answer = await ask(both[side], round + 3, side);
        if (round >= 0) took[side].push(answer.ms);
        if (answer.json?.items) found[side] = both[side].count(answer);
      }
    measured.push([name, found.join(", "), ...took.map((all) => [0.5, 0.95, 0.99].map((share) => ms(percentile(all, share))).join(" / ")),
      (percentile(took[1], 0.5) / percentile(took[0], 0.5)).toFixed(0), (percentile(took[1], 0.95) / percentile(took[0], 0.95)).toFixed(0)]);
  }
  const version = execFileSync("dpkg-query", ["-W", "-f", "${Version}", "request-tracker5"], { encoding: "utf8" });
  console.log(`Request Tracker ${version}, SQLite, Starlet with two workers; ${machine()}; ${count} cases in both, ${rounds} rounds.\n`);
  table(["", "found", "Amends: p50 / p95 / p99 ms", "Request Tracker: p50 / p95 / p99 ms", "times as long, p50", "p95"], measured);
} finally {
  await server?.stop();
  rt?.line.close();
  rt?.stop();
  rmSync(place, { recursive: true, force: true });
}
process.exit(0);
