// The engine as WebAssembly and natively, over a few hundred conversations: the answers must be equal byte for byte.
// usage: node tests/wasm/compare.mjs amends.wasm playbook.img WASM_TWIN EXAMPLES_TOOL DATA_DIR
// Conversations are made with a fixed seed from the playbook's own examples, phrases and taps.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Amends } from "../../web/amends.mjs";
import { Conversations, languages, loadTexts } from "../lib/examples.mjs";

const [wasmFile, imageFile, native, examples, data] = process.argv.slice(2);
const CONVERSATIONS = 400;
const EVENTS = 14;
const conversations = new Conversations(loadTexts(examples, data), 20250101);
const random = conversations.random;

const amends = await Amends.load(readFileSync(wasmFile), readFileSync(imageFile));
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
  const encounter = amends.encounter();
  record("n", [], () => ({ length: 0, from: 0 }));
  const events = [{ start: conversations.start(lang) }];
  for (let k = 0; k < EVENTS; k++) events.push(conversations.event(lang));
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
