// What the program costs before anybody asks: its size, how long until it is ready, its memory while it waits.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { begin, median, owner, resident, serve, wait } from "./kit.mjs";

/** Milliseconds from the start of the process until /readyz has answered. */
async function ready(program, folder, port) {
  const from = performance.now();
  const server = await begin(program, ["serve", "--port", String(port), "--log-level", "warning", "--data", folder], /listening/, { AMENDS_CONFIG: "", AMENDS_DB: "" });
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const ms = performance.now() - from;
  if (answer.status !== 200) throw new Error(`readyz: ${answer.status}`);
  await answer.text();
  await server.end("SIGTERM");
  return ms;
}

/** The largest sections of the program, in megabytes. */
function sections(program) {
  const lines = execFileSync("size", ["-A", program], { encoding: "utf8" }).split("\n");
  const found = lines.map((line) => /^(\.\S+)\s+(\d+)/.exec(line)).filter(Boolean).map(([, name, size]) => [name, Number(size)]);
  return found.sort((a, b) => b[1] - a[1]).slice(0, 3).map(([name, size]) => `${name} ${(size / 1e6).toFixed(1)}`).join(", ");
}

export async function start(folder, { rounds, idle_s }) {
  const program = `${folder}/amends`;
  const data = mkdtempSync(join(tmpdir(), "amends-start-"));
  execFileSync(program, ["demo", "--lang", "en", "--data", data], { env: { ...process.env, AMENDS_CONFIG: "", AMENDS_DB: "" } });
  const free = await serve(program); // a port that is free now
  const { port } = free;
  await free.stop();
  const times = [];
  for (let round = 0; round < rounds; round++) times.push(await ready(program, data, port));
  rmSync(data, { recursive: true });
  times.sort((a, b) => a - b);
  const desk = await serve(program);
  const before = resident(desk.pid);
  await owner(desk, "open");
  await wait(idle_s * 1000);
  const idle = resident(desk.pid);
  await desk.stop();
  const of = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
  console.log("## Size, start and idle\n");
  console.log("| part | figure | to be under |");
  console.log("| --- | ---: | ---: |");
  console.log(`| the program's file (${sections(program)}) | ${(statSync(program).size / 1e6).toFixed(1)} MB | 24 MB |`);
  console.log(`| from the start of the process to an answer of /readyz, on the demo shop's database, ${rounds} times: least, median, 90 %, slowest | ${of(0)}, ${median(times).toFixed(0)}, ${of(0.9)}, ${of(1)} ms | 300 ms |`);
  console.log(`| resident when it has started; of this mapped files | ${before.all.toFixed(1)}, ${before.file.toFixed(1)} MB | 48 MB |`);
  console.log(`| resident ${idle_s} s after an owner was made (a password was hashed with 64 MiB); of this mapped files | ${idle.all.toFixed(1)}, ${idle.file.toFixed(1)} MB | 48 MB |`);
}
