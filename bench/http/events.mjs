// Events of live encounters: each a step of the coach that is on disk before it is answered; beside a loop in C that writes
// as many rows of the same size to the same database.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { load, median, owner, serve } from "./kit.mjs";

const encounters = 200;

/** What people say, of the corpus' conversations, one after the other. */
function said() {
  return readFileSync("data/corpus/en/encounters.jsonl", "utf8").trim().split("\n")
    .map((line) => JSON.parse(line).events.filter((event) => event.text && ["customer", "staff"].includes(event.from))
      .map(({ from, text }) => ({ from, text })));
}

/** Opens encounters; gives the paths of their events. */
async function open(desk, headers, site) {
  const paths = [];
  for (let i = 0; i < encounters; i++) {
    const answer = await fetch(`${desk.base}/v1/encounters`, {
      method: "POST", body: JSON.stringify({ site, channel: "counter", lang: "en" }),
      headers: { "Content-Type": "application/json", Authorization: headers.slice(15).trim() } });
    if (answer.status !== 201) throw new Error(`open: ${answer.status} ${await answer.text()}`);
    paths.push(`/v1/encounters/${(await answer.json()).id}/events`);
  }
  return paths;
}

/** So many events of each encounter, each with its own key. */
function requestsOf(paths, each, talks, name) {
  const requests = [];
  paths.forEach((path, encounter) => {
    const talk = talks[encounter % talks.length];
    for (let i = 0; i < each; i++)
      requests.push([encounter, path, JSON.stringify({ events: [{ key: `${name}${i}`, event: talk[i % talk.length] }] })]);
  });
  return requests;
}

/** Writes and commits of the desk so far. */
async function committed(desk) {
  const text = await (await fetch(`${desk.base}/metrics`)).text();
  const of = (name) => Number(new RegExp(`^amends_store_${name}_total (\\d+)$`, "m").exec(text)[1]);
  return { writes: of("writes"), commits: of("commits") };
}

/** All of them as fast as they are answered, in turn with the loop; then at the pace of talk. */
async function measure(folder, url, { rounds, each, paced, seconds }) {
  const talks = said(), fast = [], loop = [], groups = [];
  const desk = await serve(`${folder}/amends`, { url });
  const { browser, headers } = await owner(desk, "open encounter.lead encounter.see");
  const site = (await browser.get("/v1/sites")).json.items[0].id;
  const paths = await open(desk, headers, site);
  const send = (count, name, rate) => load(folder, desk, { connections: encounters, seconds: 0, rate, headers, requests: requestsOf(paths, count, talks, name) });
  await send(2, "warm");
  const slow = await send(paced, "p", encounters);
  for (let round = 0; round < rounds; round++) {
    const before = await committed(desk);
    fast.push(await send(each, `f${round}-`));
    const after = await committed(desk);
    /* The loop commits as often as the desk did in this round. */
    const group = Math.max(1, Math.round((after.writes - before.writes) / (after.commits - before.commits)));
    groups.push(group);
    const database = url ? ["postgres", url] : ["sqlite", `${desk.folder}/amends.db`];
    loop.push(JSON.parse(execFileSync(`${folder}/bench/bench-loop`, [...database, seconds, group].map(String), { encoding: "utf8" })));
  }
  await desk.stop();
  return { slow, fast, loop, groups };
}

export async function events(folder, settings) {
  const databases = [["SQLite", undefined]];
  const place = process.env.AMENDS_TEST_POSTGRES;
  if (place) {
    execFileSync("psql", ["-q", `postgresql:///postgres?${place}`, "-c", "create database bench_events"]);
    databases.push(["PostgreSQL", `postgresql:///bench_events?${place}`]);
  }
  console.log("## Steps of the coach, stored\n");
  console.log(`${encounters} live encounters, each on its own connection, with what was said in the corpus' conversations; an answer means that the step is on disk. At the pace of talk: each encounter has an event every second, each at its time, ${settings.paced} of each. As fast as they are answered: ${settings.each} of each, ${settings.rounds} times in turn with the loop; middle of them.\n`);
  console.log(`The loop (bench/http/loop.c): one thread in C, prepared statements, on the database that the desk fills, a commit for as many events as the desk had in one, on average, in the same round (counted by its metrics). For each it reads the encounter's last event, writes one with the same bytes again, changes the encounter, adds an entry to the log and a notice: no HTTP, no JSON, no rights, no coach, no search for an event that was sent twice, no hash.\n`);
  console.log("| | at the pace of talk: median ms | 99 % ms | slowest ms | as fast as they are answered: events/s | median ms | 99 % ms | processor time of the server for each, µs | events in a commit | the loop, events/s | amends to loop (least to most) |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const [name, url] of databases) {
    const { slow, fast, loop, groups } = await measure(folder, url, settings);
    const of = (key) => median(fast.map(key));
    const ratios = fast.map((run, i) => run.per_s / loop[i].per_s);
    console.log(`| ${name} | ${slow.p50_ms.toFixed(1)} | ${slow.p99_ms.toFixed(1)} | ${slow.most_ms.toFixed(1)} | ${of((run) => run.per_s).toFixed(0)} | ${of((run) => run.p50_ms).toFixed(0)} | ${of((run) => run.p99_ms).toFixed(0)} | ${of((run) => run.server_s / run.answered * 1e6).toFixed(0)} | ${median(groups)} | ${median(loop.map((run) => run.per_s)).toFixed(0)} | ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}) |`);
  }
  console.log("\nTo be: 99 % at the pace of talk under 25 ms, amends to loop at least 0.50.");
  if (!place) console.log("\nSKIPPED: PostgreSQL, which `tests/store/with-postgres node bench/http/http.mjs …` brings.");
}
