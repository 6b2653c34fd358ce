// `POST /v1/signals` beside the least that libmicrohttpd can do with the same parse, call of the library and dump.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { begin, load, median, owner, serve } from "./kit.mjs";

const connections = 32, texts = 64;

/** Texts of the corpus' customers, every so many, as bodies. */
function bodies() {
  const lines = readFileSync("data/corpus/en/customers.jsonl", "utf8").trim().split("\n");
  const step = Math.floor(lines.length / texts);
  return lines.filter((_, i) => i % step === 0).slice(0, texts)
    .map((line, i) => JSON.stringify({ id: `t${i}`, text: JSON.parse(line).text, channel: JSON.parse(line).channel }));
}

export async function signals(folder, { rounds, seconds }) {
  const threads = Math.max(2, availableParallelism());
  const requests = bodies().map((body) => ["*", "/v1/signals", body]);
  const desk = await serve(`${folder}/amends`, { threads });
  const { headers } = await owner(desk, "open");
  const minimal = await begin(`${folder}/bench/bench-minimal`, [String(threads)], /^(\d+)\n/);
  const sides = { desk: { port: desk.port, pid: desk.pid }, minimal: { port: Number(minimal.caught[1]), pid: minimal.pid } };
  const all = { desk: [], minimal: [] }, ratios = [];
  for (let round = 0; round < rounds; round++) {
    /* One after the other, beginning with the other one each time. The headers go to both, so that both read as much. */
    for (const side of round % 2 ? ["minimal", "desk"] : ["desk", "minimal"])
      all[side].push(await load(folder, sides[side], { connections, seconds, headers, requests }));
    ratios.push(all.desk[round].per_s / all.minimal[round].per_s);
  }
  await minimal.end();
  await desk.stop();
  const row = (name, runs) => {
    const of = (key) => median(runs.map(key));
    return `| ${name} | ${of((run) => run.per_s).toFixed(0)} | ${(of((run) => run.server_s / run.answered * 0.9) * 1e6).toFixed(1)} | ${of((run) => run.p50_ms).toFixed(2)} | ${of((run) => run.p99_ms).toFixed(2)} |`;
  };
  console.log("## POST /v1/signals beside a minimal handler\n");
  console.log(`${connections} kept connections, the next request follows the answer; ${texts} texts of the corpus, the language to be found; ${threads} threads each; ${rounds} runs of ${seconds} s of each, in turn; middle of them.\n`);
  console.log("| | requests/s | processor time of the server for each, µs | median ms | 99 % ms |");
  console.log("| --- | ---: | ---: | ---: | ---: |");
  console.log(row("amends serve", all.desk));
  console.log(row("minimal handler", all.minimal));
  console.log(`\nRequests/s, amends to minimal: ${median(ratios).toFixed(3)} (each run: ${ratios.map((ratio) => ratio.toFixed(3)).join(", ")}); to be at least 0.85.`);
}
