// "This was wrong" becomes a line of the corpus or an example of a rule, with what points to a person taken out.
// usage: node tests/corpus/wrong_test.mjs AMENDS
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/corpus/corpus.mjs";
import { formFaults } from "../../tools/corpus/form.mjs";
import { redact } from "../../tools/corpus/redact.mjs";
import { addExample } from "../../tools/corpus/rule_example.mjs";
import { Suite, equal, includes } from "../lib/suite.mjs";

const [amends = "build/amends"] = process.argv.slice(2);
const suite = new Suite("this was wrong");

for (const [lang, before, after, names] of [
  ["en", "Card 4111 1111 1111 1111, ring 020 7946 0123.", "Card [card], ring [phone]."],
  ["en", "Mail j.smith+shop@mail.example.co.uk please", "Mail [e-mail] please"],
  ["en", "I paid 1,200.50 on 12.11.2024 at 08:30 for room 114.", "I paid 1,200.50 on 12.11.2024 at 08:30 for room 114."],
  ["en", "Call 555-0199 or (555) 010-9999, order 4471", "Call [phone] or [phone], order 4471"],
  ["en", "Ann Lee told Annabel that ann was out", "[name] told Annabel that [name] was out", ["Ann", "Ann Lee"]],
  ["en", "Refund to GB29 1234 5612 3456 78", "Refund to [card]"],
  ["fi", "Soita 040-1234567, hetu 010190-123A, Virtaselle", "Soita [phone], hetu [id], [name]", ["Virtase"]],
  ["fi", "Maksoin 2 500 euroa 24.12. klo 16", "Maksoin 2 500 euroa 24.12. klo 16"],
  ["ru", "Звоните +7 (912) 345-67-89, спросите Иванова", "Звоните [phone], спросите [name]", ["Иванов"]],
  ["ru", "Заказ 123-45-67 или 8 912 345 67 89", "Заказ [phone] или [phone]"],
  ["zh", "我叫王小明，手机13812345678，邮箱wang@qq.com，花了3500块", "我叫[name]，手机[phone]，邮箱[e-mail]，花了3500块", ["王小明"]],
])
  suite.test(`taken out of: ${before}`, () => equal(redact(lang, before, names).text, after, "text"));

const place = mkdtempSync(join(tmpdir(), "amends-wrong-"));
const corpus = join(place, "corpus", "en");
const tool = fileURLToPath(new URL("../../tools/corpus/wrong.mjs", import.meta.url));
const run = (line, ...args) => spawnSync("node", [tool, ...args, "--data", place, ...(args.includes("--program") ? [] : ["--program", amends])], { input: typeof line === "string" ? line : JSON.stringify(line), encoding: "utf8" });
const fileOf = (kind) => join(corpus, `${kind}.jsonl`);
const last = (kind) => JSON.parse(readFileSync(fileOf(kind), "utf8").trim().split("\n").at(-1));

/** It ends with status 1, says WORD and leaves the corpus as it was. */
function refused(line, word, ...args) {
  const before = ["customers", "replies"].map((kind) => readFileSync(fileOf(kind), "utf8")).join();
  const made = run(line, ...args);
  equal(made.status, 1, `status, ${made.stdout}`);
  includes(made.stderr, `wrong: `);
  includes(made.stderr, word);
  equal(["customers", "replies"].map((kind) => readFileSync(fileOf(kind), "utf8")).join() === before, true, "the corpus is as it was");
}

const rules = `# Rules.
- id: en.demand.a
  signal: demand
  patterns:
    - "(x)"
  match:
    - I want it back.
  no_match:
    - Did she get it back?

- id: en.demand.b
  signal: demand
  match: ["Give it back."]   
  no_match: ["No."]
- id: en.mark.c
  mark: owed
  match:
    - "You owe me."
  no_match:
    - "I owe you."
# The end.
`;

try {
  mkdirSync(corpus, { recursive: true });
  mkdirSync(join(place, "lang", "en", "signals"), { recursive: true });
  mkdirSync(join(place, "lang", "en", "review"));
  const yaml = join(place, "lang", "en", "signals", "demand.yaml");
  const seed = { channel: "chat", trade: "bakery", anger: 1, signals: ["complaint"], text: "The loaf I took home this morning was as hard as a brick." };
  writeFileSync(fileOf("customers"), JSON.stringify(seed));
  writeFileSync(fileOf("replies"), "");
  writeFileSync(yaml, rules);
  const bin = { text: "  Your driver, Bob Stone, threw my parcel over the fence, ring me on 020 7946 0123", channel: "phone", lang: "en", id: "a1" };

  suite.test("a customer's text: redacted, added on a line of its own", () => {
    const made = run(bin, "signals", "--signals", "complaint, demand", "--anger", "2", "--trade", "parcel", "--redact", "bob stone");
    equal(made.status, 0, `status, ${made.stderr}`);
    includes(made.stdout, "customers.jsonl:2");
    includes(made.stdout, "taken out: [phone] [name]");
    equal(last("customers"), {
      channel: "phone", trade: "parcel", reported: true, text: "Your driver, [name], threw my parcel over the fence, ring me on [phone]", anger: 2, signals: ["complaint", "demand"],
    });
    equal(formFaults("customers", "en", last("customers")), [], "form");
  });

  suite.test("what is not corrected stands as answered", () => {
    const made = run({ text: "I want to speak to the manager about the hedge you cut down." }, "signals", "--anger", "0", "--trade", "garden", "--channel", "email", "--hard", "politeness");
    equal(made.status, 0, `status, ${made.stderr}`);
    equal(last("customers").anger, 0, "anger");
    includes(last("customers").signals.join(), "ask_supervisor");
    equal(last("customers").hard, "politeness", "hard");
  });

  suite.test("calm", () => {
    equal(run({ text: "Is the knife in the window sharp enough to murder a pumpkin?", channel: "chat" }, "signals", "--none", "--trade", "kitchen shop").status, 0);
    equal([last("customers").anger, last("customers").signals], [0, []], "labels");
  });

  const reply = {
    text: "😀 Well, Bob, I'm sorry your cake feelings got hurt. Let me check with the baker.", customer: "Bob here, the cake fell apart!", channel: "counter",
    authority: { currency: "GBP", refund: 10 }, lang: "en",
  };
  suite.test("a reply: spans in code points, moves as answered, none on a finding", () => {
    const made = run(reply, "review", "--finding", "non_apology", "--span", "I'm sorry your cake feelings got hurt", "--trade", "bakery", "--redact", "Bob");
    equal(made.status, 0, `status, ${made.stderr}`);
    const value = last("replies");
    equal(formFaults("replies", "en", value), [], "form");
    equal([value.customer, value.authority], ["[name] here, the cake fell apart!", reply.authority]);
    const { start, end } = value.findings[0];
    equal([...value.text].slice(start, end).join(""), "I'm sorry your cake feelings got hurt", "span");
    includes(value.moves.map(({ move }) => move).join(), "checks_first");
  });

  suite.test("two findings and a move, each with its span", () => {
    const made = run({ text: "Calm down, love. Read the sign. Thanks for coming in.", channel: "counter", lang: "en" }, "review", "--finding", "dismissive", "--span", "Calm down, love",
      "--finding", "policy_brushoff", "--span", "Read the sign", "--move", "thanks", "--span", "Thanks for coming in", "--trade", "gym");
    equal(made.status, 0, `status, ${made.stderr}`);
    equal(last("replies").findings.map(({ finding, start, end }) => [finding, start, end]), [["dismissive", 0, 15], ["policy_brushoff", 17, 30]]);
    equal(last("replies").moves, [{ move: "thanks", start: 32, end: 52 }]);
  });

  suite.test("refused: nearly there already", () => refused({ text: "The loaf that I took home this morning was as hard as a brick!", channel: "chat", lang: "en" }, "customers.jsonl:1", "signals", "--none", "--trade", "x"));
  const plain = { text: "Something that nobody has said in here so far, ever.", channel: "chat", lang: "en" };
  for (const [word, args] of [
    ["which trade", ["signals", "--none"]],
    ["what it should have been", ["signals", "--trade", "x"]],
    ["signals or review", ["coach", "--none"]],
    ["no label complain", ["signals", "--signals", "complain", "--trade", "x"]],
    ["anger of the line", ["signals", "--anger", "7", "--trade", "x"]],
    ["anger of the line", ["signals", "--anger", "high", "--trade", "x"]],
    ["--span", ["review", "--finding", "hostile", "--trade", "x"]],
    ["does not have the span", ["review", "--finding", "hostile", "--span", "you fool", "--trade", "x"]],
    ["overlaps", ["review", "--finding", "hostile", "--span", "nobody has", "--move", "asks", "--span", "has said", "--trade", "x"]],
    ["as it is written: Zoe", ["signals", "--none", "--trade", "x", "--redact", "Zoe"]],
    ["there is no rule en.no.such", ["signals", "--none", "--rule", "en.no.such"]],
    ["no rule of en", ["signals", "--none", "--rule", "fi.demand.a"]],
    ["say --match or --no-match", ["signals", "--none", "--rule", "en.mark.c"]],
    ["--none says", ["signals", "--none", "--anger", "1", "--trade", "x"]],
    ["--no-moves says", ["review", "--no-moves", "--move", "asks", "--span", "Something", "--trade", "x"]],
    ["about demand: say whether", ["signals", "--anger", "1", "--rule", "en.demand.a"]],
    ["about demand: say whether", ["review", "--none", "--rule", "en.demand.a"]],
    ["says nothing", ["review", "--none", "--trade", "x", "--program", "false"]],
    ["cannot be asked", ["review", "--none", "--trade", "x", "--program", "/no/such"]],
    ["--sgnals", ["signals", "--sgnals", "x"]],
  ])
    suite.test(`refused: ${word}`, () => refused(plain, word, ...args));
  suite.test("refused: no JSON", () => refused("{", "not one JSON object", "signals", "--none"));
  suite.test("refused: no channel", () => refused({ ...plain, channel: undefined }, "which channel", "signals", "--none", "--trade", "x"));

  suite.test("a rule's counter-example, and its example", () => {
    equal(run(plain, "signals", "--none", "--rule", "en.demand.a").status, 0, "status");
    equal(run({ ...plain, text: "Back with it: now, please #1" }, "signals", "--signals", "demand", "--anger", "1", "--rule", "en.demand.a").status, 0, "status");
    equal(run({ ...plain, text: 'She said "back" twice' }, "signals", "--none", "--rule", "en.demand.b").status, 0, "status");
    equal(run({ ...plain, text: "My money, where is it" }, "signals", "--rule", "en.mark.c", "--match").status, 0, "status");
    equal(readFileSync(yaml, "utf8"), rules.replace("    - Did she get it back?\n", `    - Did she get it back?\n    - ${plain.text}\n`)
      .replace("    - I want it back.\n", '    - I want it back.\n    - "Back with it: now, please #1"\n').replace('["No."]', '["No.", "She said \\"back\\" twice"]')
      .replace('    - "You owe me."\n', '    - "You owe me."\n    - "My money, where is it"\n'), "the file");
    refused(plain, "has this sentence already", "signals", "--none", "--rule", "en.demand.a");
  });

  suite.test("every rule of the playbook takes a counter-example, and the playbook is still right", () => {
    for (const folder of ["lang", "playbook", "model"]) {
      rmSync(join(place, folder), { recursive: true, force: true });
      cpSync(join(root, "data", folder), join(place, folder), { recursive: true });
    }
    const check = () => spawnSync(amends, ["playbook", "check", "--alone", place], { encoding: "utf8", maxBuffer: 1 << 28 });
    const before = check(), odd = "Zzqx: \"wvk\" #1 'x' {b}, [c] \\ %";
    const files = execFileSync("grep", ["-rlE", "^- id: ", join(place, "lang"), "--include=*.yaml"], { encoding: "utf8" }).split("\n").filter((file) => /\/(signals|review)\//.test(file));
    let count = 0;
    for (const file of files)
      for (const [, id] of readFileSync(file, "utf8").matchAll(/^- id: (\S+)$/gm)) {
        equal(addExample(place, id, "no_match", odd).file, file, `the file of ${id}`);
        count++;
      }
    equal(count > 100, true, "many rules");
    const after = check();
    equal([after.status, after.stdout, after.stderr], [before.status, before.stdout, before.stderr], "the check before and after");
  });
} finally {
  rmSync(place, { recursive: true });
}
suite.end();
