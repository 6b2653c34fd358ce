// Many thousand random conversations through the built program, with a fixed seed: every line is answered, every card keeps what
// CONTRACT.md and the hard rules promise of a single card.
// usage: node tests/random/conversations.mjs AMENDS EXAMPLES_TOOL DATA_DIR [CONVERSATIONS]
import { spawnSync } from "node:child_process";
import { Conversations, languages, loadTexts } from "../lib/examples.mjs";

const [amends, examples, data, count = "6000"] = process.argv.slice(2);
const conversations = new Conversations(loadTexts(examples, data), 7);
const CALLS = { call_colleague: "colleague", call_supervisor: "supervisor", call_security: "security", call_emergency: "emergency" };
const ORDER = ["none", "colleague", "supervisor", "security", "emergency"];
const FACE_TO_FACE = new Set(["slow_down", "stay_safe"]);

const inputs = [];
for (let i = 0; i < Number(count); i++) {
  const lang = languages[i % languages.length];
  const encounter = `e${i}`;
  inputs.push({ encounter, start: conversations.start(lang) });
  for (let k = 0; k < 10; k++) inputs.push({ encounter, ...conversations.event(lang) });
}

const run = spawnSync(amends, ["coach"], { input: inputs.map((line) => JSON.stringify(line)).join("\n") + "\n", maxBuffer: 1 << 30, encoding: "utf8" });
const answers = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
const broken = [];
const check = (condition, i, what) => {
  if (!condition && broken.length < 20) broken.push(`line ${i + 1}: ${what}\n  in  ${JSON.stringify(inputs[i])}\n  out ${JSON.stringify(answers[i])}`);
};

check(answers.length === inputs.length, 0, `${inputs.length} lines in, ${answers.length} out`);
check(run.status === 0 || run.status === 1, 0, `exit status ${run.status}, signal ${run.signal}, ${run.stderr.slice(0, 500)}`);

const before = new Map();
const starts = new Map();
const arrived = new Set();
let cards = 0;
let errors = 0;
answers.forEach((answer, i) => {
  const input = inputs[i];
  check(answer.encounter === input.encounter, i, "answers come in order");
  if (input.start) for (const who of ["security", "supervisor", "colleague"]) arrived.delete(`${input.encounter} ${who}`);
  if (input.start) starts.set(input.encounter, input.start), before.delete(input.encounter);
  if (answer.error) {
    errors++;
    check(answer.error.line === i + 1 && answer.error.field && answer.error.message, i, "an error has line, field, message");
    check(!input.start, i, "a good start is no error");
    return;
  }
  cards++;
  const start = starts.get(input.encounter);
  const acts = new Set(answer.acts);
  check(answer.acts.length > 0 && acts.size === answer.acts.length, i, "at least one act, none twice");
  check(answer.acts.every((act) => answer.why.some((why) => why.act === act && (why.signal || why.observed || why.state))), i, "why for each act");
  const strongest = answer.acts.reduce((level, act) => (ORDER.indexOf(CALLS[act] ?? "none") > ORDER.indexOf(level) ? CALLS[act] : level), "none");
  check(answer.escalate === strongest, i, "escalate is the strongest call");
  check(answer.heat >= 0 && answer.heat <= 1, i, "heat from 0 to 1");
  check(answer.say.every((say) => acts.has(say.act) && say.text.length > 0), i, "what to say belongs to an act");
  if (start.channel && start.channel !== "counter" && start.channel !== "phone")
    check(!acts.has("slow_down") && !acts.has("wait_care"), i, "acts of spoken channels stay there");
  if (start.channel !== "counter" && start.channel !== undefined) check([...FACE_TO_FACE].every((act) => act === "slow_down" || !acts.has(act)), i, "no distance without a face");
  const helper = input.from === "supervisor" ? "supervisor" : /^(\w+)_arrived$/.exec(input.observed ?? "")?.[1];
  if (helper) arrived.add(`${input.encounter} ${helper}`);
  const there = (who, said) => said || arrived.has(`${input.encounter} ${who}`);
  check(!acts.has("call_security") || there("security", start.security_on_site), i, "security is not called where there is none");
  check(!acts.has("call_supervisor") || there("supervisor", start.supervisor !== false), i, "a supervisor is not called where there is none");
  check(!acts.has("call_colleague") || there("colleague", start.colleague !== false), i, "a colleague is not called where there is none");
  if (acts.has("call_emergency") || acts.has("stay_safe"))
    check(!["solve", "explain", "offer_alternatives", "goodwill"].some((act) => acts.has(act)), i, "no remedy in danger");
  if (input.text !== undefined) {
    const length = [...input.text].length;
    check([...answer.why, ...answer.findings].every((why) => why.start === undefined || (why.start < why.end && why.end <= length)), i, "spans lie in the text");
  }
  const earlier = before.get(input.encounter);
  if (earlier && !input.undo && JSON.stringify(earlier.acts) !== JSON.stringify(answer.acts)) {
    const said = new Set(earlier.say.map((say) => say.text));
    check(!answer.say.some((say) => said.has(say.text)), i, "two different cards in a row show no phrase twice");
  }
  before.set(input.encounter, answer);
});

for (const line of broken) console.error(line);
console.log(`${count} conversations, ${cards} cards, ${errors} refused lines, ${broken.length} broken promises`);
process.exit(broken.length === 0 && cards > Number(count) ? 0 : 1);
