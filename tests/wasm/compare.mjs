// The engine as WebAssembly and natively, over a few hundred conversations: the answers must be equal byte for byte.
// usage: node tests/wasm/compare.mjs amends.wasm NATIVE DATA_DIR
// Conversations are made with a fixed seed from the playbook's own examples, phrases and taps.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Amends } from "../../web/amends.mjs";

const [wasmFile, native, data] = process.argv.slice(2);
const CONVERSATIONS = 400;
const EVENTS = 14;
const languages = ["en", "zh", "fi", "ru"];

let seed = 20250101;
function random(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
const pick = (list) => list[random(list.length)];

/** Quoted or plain items of `match:` and `no_match:` lists. */
function examples(folder) {
  const found = [];
  for (const name of readdirSync(folder)) {
    let on = false;
    for (const line of readFileSync(join(folder, name), "utf8").split("\n")) {
      if (/^ {2}(match|no_match):/.test(line)) on = true;
      else if (/^( {2}\w+:|- )/.test(line)) on = false;
      else if (on && /^ {4}- /.test(line)) found.push(line.slice(6).replace(/^["']|["']$/g, ""));
    }
  }
  return found;
}

const texts = Object.fromEntries(
  languages.map((lang) => [lang, {
    customer: examples(join(data, "lang", lang, "signals")),
    staff: examples(join(data, "lang", lang, "review")),
  }]),
);

function authority() {
  return pick([{}, { currency: "EUR", refund: 20 }, { currency: "EUR", refund: 49.99, exchange: true, discount_percent: 10 }, { all: true }, { currency: "JPY", voucher: 500, refreshment: true }]);
}

function event(amends, lang) {
  const { labels } = amends;
  const speaker = pick([undefined, undefined, "a", "b", "顾客"]);
  switch (random(9)) {
    case 0: case 1: case 2: case 3:
      return { from: "customer", text: pick(texts[random(8) ? lang : pick(languages)].customer), speaker };
    case 4: case 5:
      return { from: pick(["staff", "staff", "supervisor", "bystander"]), text: pick(texts[lang].staff), to: speaker };
    case 6:
      return { observed: pick([...labels.observation, ...labels.signal]), speaker };
    case 7:
      return pick([{ did: pick(labels.act) }, { gave: { currency: "EUR", refund: 5 } }, { authority: authority() }]);
    default:
      return pick([{ undo: true }, { overrule: pick([...labels.signal, ...labels.act]) }, { outcome: pick(labels.outcome.slice(1)) }, { observed: "danger_cleared" }]);
  }
}

const amends = await Amends.load(readFileSync(wasmFile));
const { wasm, session } = amends;
const records = [];
const expected = [];

function record(what, bytes, call) {
  const head = Buffer.alloc(5);
  head.writeUInt8(what.charCodeAt(0), 0);
  head.writeUInt32LE(bytes.length, 1);
  records.push(head, Buffer.from(bytes));
  const pointer = wasm.wasm_allocate(Math.max(1, bytes.length));
  new Uint8Array(wasm.memory.buffer).set(bytes, pointer);
  const { length, from } = call(pointer, bytes.length);
  const answer = Buffer.alloc(4);
  answer.writeInt32LE(length, 0);
  expected.push(answer);
  if (length > 0) expected.push(Buffer.from(new Uint8Array(wasm.memory.buffer).slice(from, from + length)));
  wasm.wasm_release(pointer);
}

const answered = (length) => ({ length, from: wasm.wasm_answer(session) });
const savedMax = wasm.wasm_saved_max();
const saved = wasm.wasm_allocate(savedMax);
const utf8 = new TextEncoder();
let texted = 0;
for (let i = 0; i < CONVERSATIONS; i++) {
  const lang = languages[i % languages.length];
  let encounter = amends.encounter();
  record("n", [], () => ({ length: 0, from: 0 }));
  const start = {
    start: {
      lang: pick([lang, lang, undefined]), ui_lang: pick(languages), channel: pick(amends.labels.channel), authority: authority(),
      security_on_site: random(2) === 0, supervisor: random(4) > 0, colleague: random(4) > 0, emergency_number: pick([undefined, "112"]),
      supervisor_authority: pick([undefined, authority()]), register: pick([undefined, "formal"]),
    },
  };
  const events = [start, ...Array.from({ length: EVENTS }, () => event(amends, lang))];
  for (const one of events) {
    record("s", encounter.eventBytes(one), (pointer, length) => answered(wasm.wasm_step(session, encounter.pointer, pointer, length)));
    if (one.text === undefined) continue;
    texted++;
    const options = [random(5) - 1, random(6) - 1].map((value) => value & 255);
    record("r", [...options, ...utf8.encode(one.text)], (pointer, length) =>
      answered(wasm.wasm_read(session, pointer + 2, length - 2, (options[0] << 24) >> 24, (options[1] << 24) >> 24)));
  }
  record("p", [], () => ({ length: wasm.wasm_save(encounter.pointer, saved, savedMax), from: saved }));
  encounter.dispose();
}

const run = spawnSync(native, [], { input: Buffer.concat(records), maxBuffer: 1 << 30 });
const want = Buffer.concat(expected);
if (run.status !== 0) {
  console.error(`native twin ended with ${run.status} ${run.signal ?? ""}\n${run.stderr}`);
  process.exit(1);
}
if (!want.equals(run.stdout)) {
  let at = 0;
  while (at < want.length && want[at] === run.stdout[at]) at++;
  console.error(`WebAssembly and native differ at byte ${at} of ${want.length}`);
  process.exit(1);
}
console.log(`${CONVERSATIONS} conversations, ${texted} texts, ${want.length} bytes of answers: WebAssembly and native are equal`);
