// Live events to many screens of one process: memory, and how long until all have one event. Prints Markdown.
//   bench/live/live.mjs FOLDER [COUNT]...     FOLDER: where http-server and bench-live were built
import { spawn } from "node:child_process";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [folder, ...counts] = process.argv.slice(2);
if (!folder) {
  console.error("usage: bench/live/live.mjs FOLDER [COUNT]...");
  process.exit(2);
}
process.env.HTTP_SERVER = `${folder}/tests/http/http-server`;
const client = `${folder}/bench/bench-live`;
const { setUp, start } = await import("../../tests/http/lib.mjs");
const rounds = 15;

const limit = Number(execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }));
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
const ticks = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).reduce((sum, n) => sum + Number(n), 0);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function measure(count) {
  const server = await start({ env: { LIVE_PER_PERSON: "100000", HTTP_CONNECTIONS: String(count + 100) } });
  const boss = await setUp(server);
  const [site] = (await boss.get("/v1/test/sites")).json.items;
  const may = (await boss.get("/v1/test/permissions")).json;
  const tokens = [];
  for (let i = 0; i < 50; i++) tokens.push((await boss.post("/v1/test/listeners", { role: i % 3, site: site.id })).json.token);
  const before = resident(server.child.pid);
  const body = JSON.stringify({ kind: "case.made", site: site.id, permission: may["case.see"], subject: site.id });
  const screens = spawn(client, [server.port, count, rounds, body, ...tokens].map(String), { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: screens.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "open") throw new Error("the screens could not open");
  const open = resident(server.child.pid);
  const [began, spent] = [Date.now(), ticks(server.child.pid)];
  await wait(20000); // a heartbeat and a look at the sessions are in it
  const idle = (ticks(server.child.pid) - spent) / ((Date.now() - began) / 10);
  screens.stdin.write("\n");
  const { value } = await lines.next();
  const after = resident(server.child.pid);
  screens.kill();
  const { code } = await server.stop();
  if (code !== 0) throw new Error(`the server ended with ${code}`);
  const beside = JSON.parse(execFileSync(client, ["beside", count, rounds, 150].map(String), { encoding: "utf8" }));
  return { count, before, open, after, idle, beside, ...JSON.parse(value) };
}

console.log(`${rounds} events each, one after the other, from the request that writes it to the last screen; middle of them, and the slowest.`);
console.log("Beside it: a loop in C that writes as many bytes to as many sockets, and stores nothing.\n");
console.log("| screens | resident before | with all open | after the events | per screen | idle | half have it | all have it | slowest | the loop: all |");
console.log("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const count of counts.length ? counts.map(Number) : [2000, 10000]) {
  if (limit < count + 200) {
    console.log(`\nSKIPPED: ${count} screens, only ${limit} files may be open.`);
    continue;
  }
  const it = await measure(count);
  const mb = (value) => `${value.toFixed(1)} MB`;
  console.log(`| ${count} | ${mb(it.before)} | ${mb(it.open)} | ${mb(it.after)} | ${((it.after - it.before) * 1024 / count).toFixed(1)} KB | ${it.idle.toFixed(1)} % of a core | ${it.half_ms} ms | ${it.all_ms} ms | ${it.all_most_ms} ms | ${it.beside.all_ms} ms |`);
}
