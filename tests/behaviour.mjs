// The built program at its edges, where a text case does not reach: full disks, closed pipes, pipes that wait, signals, playbooks on
// disk, a terminal. usage: node tests/behaviour.mjs NAME AMENDS
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [suite, program] = process.argv.slice(2);
const amends = resolve(program);
const place = mkdtempSync(join(tmpdir(), "amends-"));
let passed = 0, failed = 0;

async function test(name, body) {
  try {
    await body();
    passed++;
  } catch (error) {
    failed++;
    console.log(`${name}: ${error.message}`);
  }
}
function equal(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: ${JSON.stringify(actual)}, ${JSON.stringify(expected)} was expected`);
}
function includes(text, part) {
  if (!text.includes(part)) throw new Error(`"${part}" was expected in: ${text.slice(-1500)}`);
}
const line = '{"id": "a", "text": "thank you"}\n';

await test("a full disk on output", () => {
  const run = spawnSync(amends, ["signals"], { input: line, stdio: ["pipe", openSync("/dev/full", "w"), "pipe"] });
  equal(run.status, 4, "status");
  includes(run.stderr.toString(), "cannot be written");
});

await test("a full disk on help", () => {
  const run = spawnSync(amends, ["--help"], { stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] });
  equal(run.status, 4, "status");
});

await test("a closed pipe ends it quietly", () => {
  writeFileSync(join(place, "many.jsonl"), line.repeat(20000));
  const run = spawnSync("sh", ["-c", `{ "$1" signals <"$2"; echo $? >"$3"; } | head -n 1`, "sh", amends, join(place, "many.jsonl"), join(place, "status")]);
  equal(run.stderr.toString(), "", "standard error");
  equal(readFileSync(join(place, "status"), "utf8").trim(), "141", "status");
});

await test("a closed pipe, where SIGPIPE is ignored", () => {
  const run = spawnSync("sh", ["-c", `trap "" PIPE; { "$1" signals <"$2"; echo $? >"$3"; } | head -n 1`, "sh", amends, join(place, "many.jsonl"), join(place, "status")]);
  equal(run.stderr.toString(), "", "standard error");
  equal(readFileSync(join(place, "status"), "utf8").trim(), "141", "status");
});

await test("a pipe that waits gets each answer at once", async () => {
  const child = spawn(amends, ["signals"], { stdio: ["pipe", "pipe", "inherit"] });
  for (let i = 0; i < 3; i++) {
    child.stdin.write(line);
    const answer = await new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error("no answer within five seconds")), 5000);
      child.stdout.once("data", (data) => (clearTimeout(late), done(data.toString())));
    });
    equal(JSON.parse(answer).id, "a", "id");
  }
  child.stdin.write('{"id": "half');
  await new Promise((done) => setTimeout(done, 50));
  child.stdin.end('", "text": "hello"}');
  const last = await new Promise((done) => child.stdout.once("data", (data) => done(data.toString())));
  equal(JSON.parse(last).id, "half", "a last line without its end");
  equal(await new Promise((done) => child.once("close", done)), 0, "status");
});

for (const [signal, number] of [["SIGINT", 2], ["SIGTERM", 15]]) {
  await test(`${signal} ends a filter between two lines`, async () => {
    const child = spawn(amends, ["coach"], { stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.stdin.write('{"encounter": "e", "start": {}}\n');
    await new Promise((done) => child.stdout.once("data", done));
    child.kill(signal);
    equal(await new Promise((done) => child.once("close", done)), 128 + number, "status");
    equal(JSON.parse(out).n, 1, "the answer before it");
  });
}

await test("many lines: as many answers, memory held small", () => {
  const run = spawnSync(amends, ["signals"], { stdio: [openSync(join(place, "many.jsonl"), "r"), "pipe", "pipe"], maxBuffer: 1 << 28 });
  equal(run.status, 0, "status");
  equal(run.stdout.toString().split("\n").length - 1, 20000, "answers");
});

await test("as many encounters as may be open, one more, and one that has ended makes room", () => {
  const limit = 65536;
  const lines = Array.from({ length: limit + 1 }, (_, i) => `{"encounter": "e${i}", "observed": "calmed"}`);
  lines.push('{"encounter": "e5", "outcome": "satisfied"}', '{"encounter": "late", "observed": "calmed"}', '{"encounter": "bad", "observed": "x"}');
  const run = spawnSync(amends, ["coach"], { input: lines.join("\n"), maxBuffer: 1 << 28 });
  const answers = run.stdout.toString().split("\n");
  equal(run.status, 1, "status");
  equal(JSON.parse(answers[limit - 1]).n, 1, "the last that may be open");
  includes(answers[limit], "more than 65536 encounters are open at once");
  equal(JSON.parse(answers[limit + 2]).n, 1, "one after another has ended");
  includes(answers[limit + 3], "is not known");
});

const exported = join(place, "exported");
await test("the built-in playbook is written out, and is right", () => {
  equal(spawnSync(amends, ["playbook", "export", exported]).status, 0, "status of export");
  for (const file of ["playbook/acts.yaml", "lang/en/phrases.yaml", "lang/zh/messages.yaml"])
    if (!existsSync(join(exported, file))) throw new Error(`${file} is missing`);
  const run = spawnSync(amends, ["playbook", "check", "--alone", exported]);
  equal(run.stderr.toString(), "", "standard error");
  equal(run.status, 0, "status of check");
  equal(spawnSync(amends, ["playbook", "export", exported]).status, 4, "status of export over it");
});

/** A folder with these files laid over the built-in playbook. */
function overlay(name, files) {
  const folder = join(place, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
const rule = (changes) => {
  const fields = { id: "en.demand.test_gift_card", signal: "demand", patterns: ['"gift card right now"'], sources: ["ours"],
    match: ['"Give me a gift card right now."'], no_match: ['"I bought a gift card."'], ...changes };
  return Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([key, value], i) => `${i ? "  " : "- "}${key}: ${Array.isArray(value) ? `[${value.join(", ")}]` : value}\n`).join("");
};
const broken = {
  "not YAML": ["lang/en/signals/test.yaml", "- id: [\n"],
  "an unknown key": ["lang/en/signals/test.yaml", rule({ colour: "red" })],
  "a duplicate key": ["lang/en/signals/test.yaml", rule({}) + "  id: again\n"],
  "no source": ["lang/en/signals/test.yaml", rule({ sources: undefined })],
  "an unknown source": ["lang/en/signals/test.yaml", rule({ sources: ["D9"] })],
  "no match": ["lang/en/signals/test.yaml", rule({ match: undefined })],
  "no no_match": ["lang/en/signals/test.yaml", rule({ no_match: undefined })],
  "a match that is not met": ["lang/en/signals/test.yaml", rule({ match: ['"Something else."'] })],
  "a no_match that is met": ["lang/en/signals/test.yaml", rule({ no_match: ['"Give me a gift card right now."'] })],
  "an unknown signal": ["lang/en/signals/test.yaml", rule({ signal: "joy" })],
  "a pattern that is not closed": ["lang/en/signals/test.yaml", rule({ patterns: ['"(gift card"'] })],
  "a pattern with an unknown class": ["lang/en/signals/test.yaml", rule({ patterns: ['"gift <nonsense>"'] })],
  "a pattern that needs nothing": ["lang/en/signals/test.yaml", rule({ patterns: ['"_ .."'] })],
  "a weight that is no number": ["lang/en/signals/test.yaml", rule({ weight: "heavy" })],
  "an unknown act among the phrases": ["lang/en/phrases.yaml", "dance:\n  everyday: [Hello.]\n"],
  "too few phrases": ["lang/en/phrases.yaml", "apologise:\n  everyday: [Sorry about that.]\n"],
  "an unknown file": ["lang/en/songs.yaml", "a: b\n"],
  "a text that is not UTF-8": ["lang/en/signals/test.yaml", Buffer.concat([Buffer.from(rule({})), Buffer.from([0x23, 0xff, 0x0a])])],
};
for (const [name, [path, text]] of Object.entries(broken)) {
  await test(`a broken playbook: ${name}`, () => {
    const folder = overlay(name.replaceAll(" ", "-"), { [path]: text });
    const run = spawnSync(amends, ["playbook", "check", folder]);
    equal(run.status, 3, `status (${run.stderr})`);
    if (!run.stderr.toString().match(new RegExp(`${path}:\\d+:\\d+: .`))) throw new Error(`file, line and column were expected in: ${run.stderr}`);
    equal(spawnSync(amends, ["signals", "--playbook", folder], { input: line }).status, 3, "status when it is used");
  });
}

await test("a rule of a shop's own is heard", () => {
  const folder = overlay("own-rule", { "lang/en/signals/test.yaml": rule({}) });
  const input = '{"text": "Give me a gift card right now.", "lang": "en"}\n';
  const run = spawnSync(amends, ["signals", "--playbook", folder], { input });
  equal(run.status, 0, `status (${run.stderr})`);
  includes(run.stdout.toString(), "en.demand.test_gift_card");
});

await test("a rule is switched off", () => {
  const input = '{"text": "I\'m sorry you feel that way.", "lang": "en"}\n';
  const before = JSON.parse(spawnSync(amends, ["review"], { input }).stdout);
  const id = before.findings[0].rule;
  const folder = overlay("off", { "lang/en/review/off.yaml": `- {id: ${id}, off: true}\n` });
  const run = spawnSync(amends, ["review", "--playbook", folder], { input });
  equal(run.status, 0, `status (${run.stderr})`);
  if (run.stdout.toString().includes(id)) throw new Error(`${id} still speaks`);
});

await test("a folder that is empty, and one too deep", () => {
  mkdirSync(join(place, "empty"));
  equal(spawnSync(amends, ["playbook", "check", join(place, "empty")]).status, 3, "status of the empty one");
  mkdirSync(join(place, "deep", ..."abcdefghij"), { recursive: true });
  const run = spawnSync(amends, ["playbook", "check", join(place, "deep")]);
  equal(run.status, 3, "status of the deep one");
  includes(run.stderr.toString(), "folders deep");
});

/** The interactive coach in a terminal made by script(1); keys are sent one after the other. */
async function onTerminal(args, keys, signal) {
  const settings = join(place, "settings");
  const command = `stty sane; stty -g >"${settings}.before"; "${amends}" coach ${args}; echo "[status $?]"; stty -g >"${settings}.after"`;
  const child = spawn("script", ["-qec", command, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, TERM: "xterm", SHELL: "/bin/sh" } });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  const closed = new Promise((done) => child.once("close", done));
  for (const key of keys) {
    await new Promise((done) => setTimeout(done, 300));
    child.stdin.write(key);
  }
  if (signal) {
    await new Promise((done) => setTimeout(done, 300));
    spawnSync("sh", ["-c", `for p in $(ps -o pid= --ppid ${child.pid}); do ps -o pid=,args= --ppid $p; done`]).stdout.toString().split("\n")
      .filter((process) => process.includes(amends)).forEach((process) => globalThis.process.kill(Number.parseInt(process), signal));
  }
  const late = setTimeout(() => child.kill("SIGKILL"), 10000);
  await closed;
  clearTimeout(late);
  equal(readFileSync(`${settings}.after`, "utf8"), readFileSync(`${settings}.before`, "utf8"), "settings of the terminal afterwards");
  return out;
}
const hasScript = spawnSync("script", ["--version"]).status === 0;
if (!hasScript) console.log(`${suite}, terminal: SKIPPED, script(1) is not here`);
else {
  await test("the interactive coach: typing, a tap, undo, leaving", async () => {
    const out = await onTerminal("--lang en --channel counter", ["This is the thirx\x7fd time!", "\r", "\x1bOR", "\x1a", "\x04"]);
    includes(out, "This is the third time!");
    includes(out, "[status 0]");
  });
  await test("the interactive coach: menus of language and channel, wide characters", async () => {
    const out = await onTerminal("", ["2", "1", "我要退款\x1b[D\x7f不", "\r", "/", "q", "\x03"]);
    includes(out, "我要不款");
    includes(out, "[status 0]");
  });
  await test("the interactive coach: watching, then taking over", async () => {
    const folder = overlay("watch", { "late_parcel.jsonl": '{"encounter": "w", "start": {"lang": "en", "channel": "chat"}}\n{"encounter": "w", "from": "customer", "text": "My parcel is late!"}\n{"encounter": "w", "outcome": "satisfied"}\n' });
    const out = await onTerminal(`--lang en ${join(folder, "late_parcel.jsonl")}`, ["2", "\r", "\t", "Thank you", "\r", "\x04"]);
    includes(out, "late parcel");
    includes(out, "My parcel is late!");
    includes(out, "Thank you");
    includes(out, "[status 0]");
  });
  await test("the interactive coach: what may be given and the emergency number, told at the start", async () => {
    const start = JSON.stringify({ authority: { all: true }, emergency_number: "112" });
    const out = await onTerminal(`--lang en --channel counter --start '${start}'`, ["The kettle leaks, I want my money back.\r", "\x1bOR", "\x1b[17~", "\x04"]);
    includes(out, "Solve it");
    includes(out, "Call 112 now.");
    includes(await onTerminal(`--start '{"channel": "moon"}'`, []), "start.channel");
  });
  await test("the interactive coach: a second customer, a tap about them, what staff say to them", async () => {
    const out = await onTerminal("--lang en --channel counter", ["My kettle leaks.\r", "\x14", "Mine too.\r", "\x1bOQ", "\t", "One moment.\r", "\x04"]);
    for (const part of ["Customer 2      Mine too.", "[Customer 2: raised voice]", "You → 2         One moment."]) includes(out.replace(/\x1b\[[0-9;]*m/g, ""), part);
    includes(out, "[status 0]");
  });
  await test("the interactive coach: what is pasted is one text; one that is too long stays, and is said", async () => {
    const pasted = await onTerminal("--lang en --channel counter", ["\x1b[200~/first line\r\nsecond\tline\n\x04\x1b[201~", "\r", "\x04"]);
    includes(pasted.replace(/\x1b\[[0-9;]*m/g, ""), "Customer        /first line second line");
    includes(pasted, "[status 0]");
    const long = await onTerminal("--lang en --channel counter", [`\x1b[200~${"ä".repeat(33000)}\x1b[201~`, "\r", "\x15", "short", "\r", "\x04"]);
    includes(long, "That is too long.");
    includes(long.replace(/\x1b\[[0-9;]*m/g, ""), "Customer        short");
  });
  for (const [signal, number] of [["SIGTERM", 15], ["SIGINT", 2], ["SIGHUP", 1]]) {
    await test(`the interactive coach: ${signal} gives the terminal back`, async () => {
      includes(await onTerminal("--lang en --channel counter", ["Hello"], signal), `[status ${128 + number}]`);
    });
  }
}

rmSync(place, { recursive: true, force: true });
console.log(`${suite}: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
