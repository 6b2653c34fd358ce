// The cards that web/amends.mjs makes of amends.wasm, and those of `amends coach`, over random conversations: equal as JSON.
// usage: node tests/wasm/cards.mjs AMENDS amends.wasm playbook.img EXAMPLES_TOOL DATA_DIR
import { deepEqual as same } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Amends, AmendsError } from "../../web/amends.mjs";
import { Conversations, languages, loadTexts } from "../lib/examples.mjs";

const [program, wasmFile, imageFile, examples, data] = process.argv.slice(2);
const CONVERSATIONS = 300;
const EVENTS = 14;
const conversations = new Conversations(loadTexts(examples, data), 20261122);
const amends = await Amends.load(readFileSync(wasmFile), readFileSync(imageFile));

const told = [];
const own = [];
for (let i = 0; i < CONVERSATIONS; i++) {
  const lang = languages[i % languages.length];
  const encounter = amends.encounter();
  const events = [{ start: conversations.start(lang) }];
  for (let k = 0; k < EVENTS; k++) events.push(conversations.event(lang));
  for (const event of events) {
    told.push({ encounter: String(i), ...event });
    try {
      const { do: _, ...card } = encounter.step(JSON.parse(JSON.stringify(event)));
      own.push(card);
    } catch (error) {
      if (!(error instanceof AmendsError)) throw error;
      own.push(null);
    }
  }
  encounter.dispose();
}

const input = told.map((event) => `${JSON.stringify(event)}\n`).join("");
const run = spawnSync(program, ["coach"], { input, encoding: "utf8", maxBuffer: 1 << 30 });
const lines = run.stdout.trim().split("\n");
same(lines.length, told.length, run.stderr);
let refused = 0;
lines.forEach((line, i) => {
  const { encounter, contract, playbook, error, ...card } = JSON.parse(line);
  if (error) refused++;
  same(own[i], error ? null : card, `${line}\nafter ${JSON.stringify(told[i])}`);
});
console.log(`${CONVERSATIONS} conversations, ${lines.length} cards, ${refused} events refused: both sides give the same`);
