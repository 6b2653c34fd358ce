// A stop under load, backups while people write, restoring, what is damaged, and the way from one engine to the other and back.
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { amends, Browser, database, folder, opened, postgres, run, says, serve, shop, sleep, Suite } from "./lib.mjs";

const suite = new Suite(`survive-keeping${postgres ? "-postgres" : ""}`);
const there = database();
let server = await serve(there);
const people = await shop(server);
const written = []; // what was answered: [encounter, key]
let writing = true;

async function write(name) {
  const browser = Object.assign(new Browser(server.base), { cookies: { ...people.mia.cookies }, csrf: people.mia.csrf });
  let encounter;
  for (let i = 0; writing; i++)
    try {
      if (i % 20 === 0) encounter = (await opened(browser, people.site)).id;
      const answer = await says(browser, encounter, `${name}-${i}`);
      if (answer.status === 200) written.push([encounter, `${name}-${i}`]);
      else equal(answer.status, 503, answer.text);
    } catch (error) {
      if (error.cause) return; // nobody listens any more
      throw error;
    }
}

/** What of `kept` is not in that database. */
async function missing(where, kept) {
  const reader = await serve(where), browser = Object.assign(new Browser(reader.base), { cookies: { ...people.boss.cookies }, csrf: people.boss.csrf });
  const found = new Map();
  for (const id of new Set(kept.map(([encounter]) => encounter))) {
    const { json } = await browser.get(`/v1/encounters/${id}`);
    found.set(id, (json.events ?? []).map((event) => event.key));
  }
  await reader.stop();
  return kept.filter(([encounter, key]) => found.get(encounter).filter((one) => one === key).length !== 1);
}

const backups = folder(), taken = [];
await suite.test("backups while people write; then a stop that finishes what it has", async () => {
  const writers = [0, 1, 2, 3].map((i) => write(`w${i}`));
  for (let i = 0; i < 2; i++) {
    await sleep(300);
    const before = written.length, child = spawn(amends, ["backup", join(backups, String(i)), ...there.options], { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, AMENDS_CONFIG: "" } });
    let said = "";
    child.stdout.on("data", (data) => { said += data; });
    equal(await new Promise((done) => child.on("exit", done)), 0);
    ok(written.length > before, "it did not wait");
    taken.push({ path: /^(\S+): checked/m.exec(said)[1], before });
  }
  // Passwords are looked at one after the other: some of these wait in the server when the signal comes.
  const signingIn = [0, 1, 2, 3, 4, 5].map(() => new Browser(server.base).post("/v1/session", { login: "leo", password: people.leo.password }));
  await sleep(120);
  const stopped = server.stop();
  same((await Promise.all(signingIn)).map((answer) => answer.status), [201, 201, 201, 201, 201, 201]);
  same(await stopped, { code: 0, signal: null });
  writing = false;
  await Promise.all(writers);
  ok(written.length > 50, `${written.length} writes`);
  same(await missing(there, written), []);
  equal(run(there, "verify").status, 0);
});

await suite.test("each backup is of one instant, and whole", async () => {
  for (const { path, before } of taken) {
    const copy = database(), told = run(copy, "restore", path);
    equal(told.status, 0, told.said);
    equal(run(copy, "verify").status, 0);
    same(await missing(copy, written.slice(0, before)), []);
    equal(run(copy, "restore", path).status, 6, "not over what is there");
  }
});

await suite.test("a damaged backup is refused, says where, and leaves nothing", async () => {
  const { path } = taken[1], copy = database(), spoilt = join(folder(), "spoilt");
  const refused = (words) => {
    const told = run(copy, "restore", spoilt);
    equal(told.status, 6, told.said);
    match(told.said, words);
    rmSync(spoilt, { recursive: true, force: true });
  };
  if (!postgres) {
    const good = readFileSync(path);
    const write = (bytes) => writeFileSync(spoilt, bytes);
    write(Buffer.concat([good.subarray(0, 8192), Buffer.alloc(4096 * 20, 0x5a), good.subarray(8192 + 4096 * 20)]));
    refused(/malformed|damaged|integrity/);
    write(good.subarray(0, good.length / 2 | 0));
    refused(/malformed|damaged|integrity/);
    write(Buffer.from("This is no database. ".repeat(500)));
    refused(/not a database/);
    ok(!existsSync(copy.file));
  } else {
    const spoil = (change) => { cpSync(path, spoilt, { recursive: true }); change(); };
    const events = readdirSync(path).find((name) => /event.*jsonl$/.test(name)), file = join(spoilt, events);
    spoil(() => writeFileSync(file, readFileSync(file, "utf8").replace("coffee", "toffee")));
    refused(new RegExp(`${events}.*SHA-256|${events}`));
    spoil(() => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size - 100)));
    refused(new RegExp(events));
    spoil(() => rmSync(file));
    refused(new RegExp(events));
    spoil(() => writeFileSync(join(spoilt, "manifest.json"), readFileSync(join(spoilt, "manifest.json")).subarray(0, 200)));
    refused(/manifest/);
    spoil(() => rmSync(join(spoilt, "manifest.json")));
    refused(/manifest/);
  }
  equal(run(copy, "restore", path).status, 0, "the good one, in the same place");
  equal(run(copy, "verify").status, 0);
});

/** Every file of a folder, and what is in it. */
const contents = (path) => Object.fromEntries(readdirSync(path, { recursive: true }).filter((name) => statSync(join(path, name)).isFile() && name !== "manifest.json").sort().map((name) => [name, readFileSync(join(path, name), "utf8")]));
const manifest = (path) => JSON.parse(readFileSync(join(path, "manifest.json"), "utf8"));

if (postgres) await suite.test("from SQLite to PostgreSQL and back, byte for byte", async () => {
  const files = folder(), lite = (name) => ({ options: ["--data", join(files, name)] });
  equal(run(lite("first"), "demo").status, 0);
  equal(run(lite("first"), "export", join(files, "a")).status, 0);
  const between = database();
  let told = run(between, "import", join(files, "a"));
  equal(told.status, 0, told.said);
  equal(run(between, "verify").status, 0);
  equal(run(between, "export", join(files, "b")).status, 0);
  told = run(lite("second"), "import", join(files, "b"));
  equal(told.status, 0, told.said);
  equal(run(lite("second"), "verify").status, 0);
  equal(run(lite("second"), "export", join(files, "c")).status, 0);
  const [a, b, c] = ["a", "b", "c"].map((name) => contents(join(files, name)));
  ok(Object.keys(a).length > 20);
  for (const other of [b, c]) for (const name of new Set([...Object.keys(a), ...Object.keys(other)])) ok(a[name] === other[name], name);
  const plain = ({ files: list, organisations }) => ({ list, organisations });
  same(plain(manifest(join(files, "b"))), plain(manifest(join(files, "a"))));
});

suite.end();
process.exit();
