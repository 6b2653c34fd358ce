#!/usr/bin/env node
// kill -9 in a loop under write load: kill.mjs [ROUNDS]. In each round several people write; at a random moment the server is killed,
// on PostgreSQL also the database or one of its backends; it is started again; who had no answer asks again with the same key, or gives up.
// Then: what was answered is there, once; what was not is there at most once; the audit log verifies; cards equal a replay.
import { deepEqual as same, equal, ok } from "node:assert/strict";
import { Browser, control, database, engine, killBackend, killPostgres, postgres, run, serve, shop, sleep, until } from "./lib.mjs";

const rounds = Number(process.argv[2] ?? 20);
const seed = Number(process.env.SEED ?? Date.now() % 2147483647);
let random = seed;
const chance = (below) => (random = (random * 48271) % 2147483647) % below;

const there = database();
let server = await serve(there);
const people = await shop(server);
const counts = { answered: 0, again: 0, abandoned: 0, abandonedThere: 0, late: 0, killed: {} };
const touched = new Map(); // encounter: what was sent to it
let writing = false, waiting = 5; // those who have not heard yet

/** Somebody at a screen of their own, signed in as one of the people. */
const screen = (person) => Object.assign(new Browser(server.base), { cookies: { ...person.cookies }, csrf: person.csrf });

/** Asks until it is answered; one of eight who hear nothing never asks again: undefined. */
async function write(browser, op) {
  for (let tries = 0; ; tries++) {
    let answer;
    try {
      answer = await browser.ask(op.method ?? "POST", op.path, { body: op.body, headers: { "Idempotency-Key": op.key } });
    } catch { /* nobody there */ }
    if (answer && answer.status < 400) {
      counts.answered++;
      return answer.json;
    }
    // A question that was given up is there all the same: the next one in that encounter has to wait for it.
    if (answer?.json?.type === "/problems/asked-already") return undefined;
    if (answer && answer.status !== 503) throw new Error(`${op.path} ${op.key}: ${answer.status} ${answer.text}`);
    if (op.may && chance(8) === 0) {
      counts.abandoned++;
      return undefined;
    }
    counts.again++;
    await sleep(10 + chance(20));
    browser.base = server.base;
  }
}

const texts = ["The coffee was cold.", "I have waited for half an hour!", "This is the second time.", "Nobody listens to me here.", "I want my money back."];
const note = (encounter, what, tag, answered) => touched.get(encounter)[what].push({ tag, answered });
let tags = 0;

/** What somebody does: opens encounters, tells events (some late, some again under another key), gives, asks and is answered. */
async function work(person, answering, shared) {
  const browser = screen(person), supervisor = screen(answering);
  let encounter, left = 0;
  for (;;) {
    waiting--;
    while (!writing) await sleep(5);
    waiting++;
    if (left-- <= 0) {
      const made = await write(browser, { path: "/v1/encounters", body: { site: people.site, channel: "counter", lang: "en" }, key: `open-${++tags}` });
      encounter = made.id;
      touched.set(encounter, { events: [], remedies: [], approvals: [], checked: false });
      left = 12;
    }
    const tag = `t${++tags}`, here = chance(6) === 0 && shared.encounter ? shared.encounter : encounter;
    shared.encounter ??= encounter;
    if (touched.get(shared.encounter).events.length > 60) shared.encounter = encounter;
    touched.get(here).checked = false;
    switch (chance(8)) {
      case 0: {
        const given = await write(browser, { path: "/v1/remedies", body: { encounter: here, remedy: "refreshment", what: tag }, key: tag, may: true });
        note(here, "remedies", tag, given);
        break;
      }
      case 1: {
        const asked = await write(browser, { path: "/v1/approvals", body: { site: people.site, encounter: here, remedy: "refund", asked: 40, currency: "EUR", reason: tag }, key: tag, may: true });
        note(here, "approvals", tag, asked);
        if (asked && asked.state === "asked")
          equal((await write(supervisor, { path: `/v1/approvals/${asked.id}/answer`, body: { grant: true }, key: `answer-${tag}` })).state, "granted");
        break;
      }
      default: {
        const late = chance(6) === 0;
        counts.late += late;
        const body = { events: Array.from({ length: 1 + chance(3) }, (_, i) => ({ key: `${tag}-${i}`, ...(late ? { at: new Date(Date.now() - chance(500)).toISOString() } : {}), event: { from: "customer", text: texts[chance(texts.length)] } })) };
        const told = await write(browser, { path: `/v1/encounters/${here}/events`, body, key: tag, may: true });
        for (const [i, { key, event }] of body.events.entries()) {
          note(here, "events", key, told && true);
          if (told) same([told.events[i].key, told.events[i].event.text], [key, event.text]);
        }
      }
    }
  }
}

/** Each answered one once, each other at most once, nothing else. */
function once(what, sent, found) {
  const seen = new Map();
  for (const tag of found) seen.set(tag, (seen.get(tag) ?? 0) + 1);
  for (const { tag, answered } of sent) {
    const times = seen.get(tag) ?? 0;
    ok(answered ? times === 1 : times <= 1, `${what} ${tag}: ${times} times, ${answered ? "answered" : "not answered"}`);
    if (!answered) counts.abandonedThere += times;
    seen.delete(tag);
  }
  same([...seen.keys()], [], `${what}: what nobody sent`);
}

/** Reads, also while a database that was killed comes back. */
async function look(...request) {
  const answer = await until(async () => { const told = await people.boss.ask(...request); return told.status !== 503 && told; }, 60000);
  equal(answer.status, 200, answer.text);
  return answer;
}

async function check(id, sent) {
  const read = await look("GET", `/v1/encounters/${id}`);
  const { events, last_number: last } = read.json;
  same(events.map((event) => event.number), events.map((_, i) => i + 1));
  equal(last, events.length);
  once("event", sent.events, events.map((event) => event.key).filter((key) => /^t\d/.test(key)));
  once("remedy", sent.remedies, (await look("GET", `/v1/remedies?encounter=${id}`)).json.items.map((item) => item.what));
  const lines = events.map(({ event }) => JSON.stringify({ encounter: id, ...event })).join("\n");
  const replay = await look("POST", "/v1/coach", { raw: lines, headers: { "Content-Type": "application/x-ndjson" } });
  const plain = ({ contract, playbook, ...card }) => card;
  same(events.map(({ card }) => plain(card)), replay.json.cards.map(plain), `replay of ${id}`);
}

async function checkAll() {
  for (const [id, sent] of touched) if (!sent.checked) {
    await check(id, sent);
    sent.checked = true;
  }
  const approvals = [];
  for (let cursor = ""; cursor !== null;) {
    const { json } = await look("GET", `/v1/approvals?limit=200${cursor && `&cursor=${cursor}`}`);
    approvals.push(...json.items.map((item) => item.reason));
    cursor = json.next;
  }
  once("approval", [...touched.values()].flatMap((sent) => sent.approvals), approvals);
}

async function verify() {
  let told = run(there, "verify");
  for (let tries = 0; / cannot be opened: |: away: /.test(told.said) && tries < 100; tries++) { // it comes back just now
    await sleep(100);
    told = run(there, "verify");
  }
  equal(told.status, 0, told.said);
  return /(\d+) entries/.exec(told.said)[1];
}

const kills = {
  async server() {
    await server.kill();
    server = await serve(there);
  },
  async database() {
    killPostgres();
    await sleep(chance(100));
    await until(() => control("start"), 60000);
  },
  async both() {
    const ended = server.kill();
    killPostgres();
    await ended;
    await until(() => control("start"), 60000);
    server = await serve(there);
  },
  async backend() {
    killBackend(there.name);
  },
};
const order = postgres ? ["server", "database", "server", "backend", "both"] : ["server"];

const shared = {};
const workers = [people.mia, people.leo, people.mia, people.boss, people.leo].map((person, i) => work(person, i % 2 ? people.boss : people.leo, shared));
const failed = new Promise((_, fail) => workers.forEach((worker) => worker.catch(fail)));
failed.catch(() => {});

/** Runs until all have their answers: nobody begins anything new. */
async function settle() {
  writing = false;
  while (waiting > 0) await sleep(5);
}

async function round(number) {
  const how = order[number % order.length];
  counts.killed[how] = (counts.killed[how] ?? 0) + 1;
  writing = true;
  await sleep(40 + chance(160));
  await kills[how]();
  await until(async () => (await fetch(`${server.base}/readyz`)).status === 200, 60000);
  people.boss.base = server.base;
  await sleep(60);
  await settle();
  await checkAll();
  return verify();
}

const began = Date.now();
let passed = 0, entries = 0;
try {
  for (; passed < rounds; passed++) entries = await Promise.race([round(passed), failed]);
  for (const sent of touched.values()) sent.checked = false; // once more from the beginning
  counts.abandonedThere = 0; // of the last look alone
  await Promise.race([checkAll(), failed]);
  if (!postgres) equal(run(there, `backup ${there.data}/copy`).status, 0);
} catch (error) {
  console.log(`survive-kill: seed ${seed}, round ${passed + 1}: ${error.stack.split("\n").slice(0, 12).join(" | ")} ${server.log.slice(-2000)}`);
}
console.log(`${engine}: ${passed} kills (${Object.entries(counts.killed).map(([how, times]) => `${how} ${times}`).join(", ")}), ${counts.answered} writes answered, `
  + `${counts.again} asked again, ${counts.abandoned} given up (of them ${counts.abandonedThere} records there, once), ${entries} entries of the audit log verified, ${Math.round((Date.now() - began) / 100) / 10} s`);
console.log(`survive-kill: ${passed} passed, ${passed < rounds ? 1 : 0} failed`);
process.exit(passed < rounds ? 1 : 0);
