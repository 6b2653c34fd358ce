// Writes inputs for the fuzzers that look like real ones: saved encounters with events, lines of the filters, texts, and
// whole playbook files. A good start for a corpus; `-merge=1` keeps the few that add something.
// usage: node fuzz/seeds.mjs amends.wasm playbook.img EXAMPLES_TOOL DATA_DIR OUT_DIR
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Amends } from "../web/amends.mjs";
import { Conversations, languages, loadTexts } from "../tests/lib/examples.mjs";

const [wasmFile, imageFile, examples, data, out] = process.argv.slice(2);
const ENCOUNTERS = 120;
const conversations = new Conversations(loadTexts(examples, data), 7);
const amends = await Amends.load(readFileSync(wasmFile), readFileSync(imageFile));
const { wasm } = amends;

function put(target, name, bytes) {
  mkdirSync(join(out, target), { recursive: true });
  writeFileSync(join(out, target, name), bytes);
}

/** Two bytes of length, and the bytes: how fuzz/encounter.c takes its parts. */
function part(bytes) {
  const head = Buffer.alloc(2);
  head.writeUInt16LE(bytes.length);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

function save(encounter) {
  const max = wasm.wasm_saved_max();
  const place = wasm.wasm_allocate(max);
  const length = wasm.wasm_save(encounter.pointer, place, max);
  const bytes = Buffer.from(new Uint8Array(wasm.memory.buffer).slice(place, place + length));
  wasm.wasm_release(place);
  return bytes;
}

function tryStep(encounter, bytes) {
  try {
    encounter.stepBytes(bytes);
  } catch {
    // An event that the coach refuses is a good input too.
  }
}

for (let i = 0; i < ENCOUNTERS; i++) {
  const lang = languages[i % languages.length];
  const encounter = amends.encounter();
  const events = [{ start: conversations.start(lang) }, ...Array.from({ length: 14 }, () => conversations.event(lang))];
  const bytes = events.map((event) => encounter.eventBytes(event));
  for (const one of bytes.slice(0, 9)) tryStep(encounter, one);
  put("encounter", `events-${i}`, Buffer.concat([part([]), ...bytes.map(part)]));
  put("encounter", `saved-${i}`, Buffer.concat([part(save(encounter)), ...bytes.slice(9, 13).map(part)]));
  encounter.dispose();

  const coach = events.map((event) => JSON.stringify({ encounter: "e", ...event })).join("\n");
  put("lines", `coach-${i}`, coach);
  const [start, text] = [conversations.start(lang), conversations.pick(conversations.texts[lang].customer)];
  const reply = conversations.pick(conversations.texts[lang].staff);
  put("lines", `signals-${i}`, JSON.stringify({ id: `${i}`, text, lang: start.lang, channel: start.channel }));
  put("lines", `review-${i}`, JSON.stringify({ id: i, text: reply, customer: text, authority: start.authority, ui_lang: start.ui_lang }));
  put("lines", `guard-${i}`, JSON.stringify({ id: "g", messages: [{ role: "customer", text }, { role: "assistant", text: reply }], draft: reply, ...start }));
  put("text", `customer-${i}`, Buffer.concat([Buffer.from([i % 5]), Buffer.from(text)]));
  put("text", `staff-${i}`, Buffer.concat([Buffer.from([i % 5]), Buffer.from(reply)]));
}

// The first byte chooses the path: the order of fuzz/playbook.c.
const kinds = ["signals/", "review/", "phrases.yaml", "messages.yaml", "language.yaml", "classes.yaml", "inflection.yaml", "topics.yaml",
  "coach.yaml", "acts.yaml", "signals.yaml", "findings.yaml"];
const files = readdirSync(data, { recursive: true }).map(String).filter((name) => name.endsWith(".yaml"));
for (const name of files) {
  const kind = kinds.findIndex((part, i) => i < 2 ? name.includes(part) : name.endsWith(`/${part}`));
  if (kind < 0) continue;
  const whole = readFileSync(join(data, name), "utf8");
  // Long files are cut at a line, so that a run over one stays quick.
  const cut = whole.length > 3000 ? whole.slice(0, whole.lastIndexOf("\n", 3000) + 1) : whole;
  put("playbook", name.replaceAll("/", "-"), Buffer.concat([Buffer.from([kind]), Buffer.from(cut)]));
}
