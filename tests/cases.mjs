// Runs the built program over text cases: node tests/cases.mjs NAME AMENDS FILE...
// A case is a block of lines; blocks are parted by empty lines, "#" begins a comment:
//   name: what it shows
//   args: signals --ui-lang fi
//   folder: lang/en/phrases.yaml             (a file of a folder made for this case; {folder} in args is its path)
//   | one line of that file                  (no "folder:" and {folder} in args: an empty folder)
//   < one line of input                      <x one with \xNN and {{text*count}}
//   > what that line's answer must contain   (JSON: objects may have more fields, arrays more entries)
//   >! what the same answer must not contain
//   ~ a text that standard output contains   2> one that standard error contains
//   status: 1                                (0 where nothing is said)
// Where there is any "> ", the number of answers must be the number of such lines.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";

const [suite, amends, ...files] = process.argv.slice(2);

function unescape(text) {
  const repeated = text.replace(/\{\{(.*?)\*(\d+)\}\}/g, (_, part, count) => part.repeat(Number(count)));
  const parts = repeated.split(/\\x([0-9a-f]{2})/);
  return Buffer.concat(parts.map((part, i) => (i % 2 ? Buffer.from([parseInt(part, 16)]) : Buffer.from(part))));
}

function parse(file) {
  const cases = [];
  let now = null;
  readFileSync(file, "utf8").split("\n").forEach((line, i) => {
    const fail = () => { throw new Error(`${file}:${i + 1}: not understood: ${line}`); };
    if (line.startsWith("#")) return;
    if (line === "") { now = null; return; }
    if (line.startsWith("name: ")) {
      now = { at: `${file}:${i + 1}`, name: line.slice(6), args: [], files: [], input: [], answers: [], out: [], err: [], status: 0 };
      cases.push(now);
    } else if (!now) fail();
    else if (line.startsWith("args: ")) now.args = line.slice(6).split(" ").filter(Boolean);
    else if (line.startsWith("folder: ")) now.files.push({ path: line.slice(8), text: "" });
    else if (line === "|" || line.startsWith("| ")) (now.files.at(-1) ?? fail()).text += line.slice(2) + "\n";
    else if (line.startsWith("status: ")) now.status = Number(line.slice(8));
    else if (line === "<") now.input.push(Buffer.from("\n"));
    else if (line.startsWith("< ")) now.input.push(Buffer.from(line.slice(2) + "\n"));
    else if (line.startsWith("<x ")) now.input.push(unescape(line.slice(3)), Buffer.from("\n"));
    else if (line.startsWith("> ")) now.answers.push({ must: JSON.parse(line.slice(2)), mustNot: [] });
    else if (line.startsWith(">! ")) (now.answers.at(-1) ?? fail()).mustNot.push(JSON.parse(line.slice(3)));
    else if (line.startsWith("~ ")) now.out.push(line.slice(2));
    else if (line.startsWith("2> ")) now.err.push(line.slice(3));
    else fail();
  });
  return cases;
}

/** Whether `actual` has everything that `expected` has. A text that ends in "…" is a beginning. */
function contains(actual, expected) {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return false;
    if (expected.length === 0) return actual.length === 0;
    return expected.every((one) => actual.some((other) => contains(other, one)));
  }
  if (expected && typeof expected === "object")
    return !!actual && typeof actual === "object" && Object.entries(expected).every(([key, value]) => contains(actual[key], value));
  if (typeof expected === "string" && expected.endsWith("…")) return typeof actual === "string" && actual.includes(expected.slice(0, -1));
  return actual === expected;
}

/** The case's own folder, where its arguments speak of one. */
function makeFolder(one) {
  if (!one.args.includes("{folder}")) return null;
  const folder = mkdtempSync(join(tmpdir(), "amends-case-"));
  for (const { path, text } of one.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function check(one) {
  const folder = makeFolder(one);
  try {
    return await run(one, folder);
  } finally {
    if (folder) rmSync(folder, { recursive: true });
  }
}

/** What a run of the program prints and how it ends. */
function ran(args, input) {
  const child = spawn(amends, args, { env: { ...process.env, NO_COLOR: "1" } });
  const out = [], err = [];
  child.stdout.on("data", (data) => out.push(data));
  child.stderr.on("data", (data) => err.push(data));
  child.stdin.on("error", () => {}); // it may end without having read all
  child.stdin.end(input);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (status, signal) => done({ status, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }));
  });
}

async function run(one, folder) {
  const args = one.args.map((arg) => (arg === "{folder}" ? folder : arg));
  const { status, signal, out, err } = await ran(args, Buffer.concat(one.input));
  const wrong = [];
  if (status !== one.status) wrong.push(`status ${status ?? signal}, ${one.status} was expected; ${err.slice(0, 600)}`);
  for (const text of one.out) if (!out.includes(text)) wrong.push(`standard output lacks: ${text}\n${out.slice(0, 1500)}`);
  for (const text of one.err) if (!err.includes(text)) wrong.push(`standard error lacks: ${text}\n${err.slice(0, 1500)}`);
  if (one.answers.length === 0) return wrong;
  const lines = out.split("\n").slice(0, -1);
  if (lines.length !== one.answers.length) wrong.push(`${lines.length} answers, ${one.answers.length} were expected`);
  one.answers.forEach(({ must, mustNot }, i) => {
    let answer;
    try { answer = JSON.parse(lines[i] ?? "null"); } catch { wrong.push(`answer ${i + 1} is no JSON: ${lines[i]}`); return; }
    if (!contains(answer, must)) wrong.push(`answer ${i + 1} lacks ${JSON.stringify(must)}:\n    ${lines[i]?.slice(0, 900)}`);
    for (const not of mustNot) if (contains(answer, not)) wrong.push(`answer ${i + 1} has ${JSON.stringify(not)}:\n    ${lines[i]?.slice(0, 900)}`);
  });
  return wrong;
}

// As many at a time as there are cores; told in the order of the files.
const cases = files.flatMap(parse), wrongs = [];
let next = 0;
await Promise.all(Array.from({ length: availableParallelism() }, async () => {
  while (next < cases.length) {
    const i = next++;
    wrongs[i] = await check(cases[i]);
  }
}));
cases.forEach((one, i) => {
  if (wrongs[i].length > 0) console.log(`${one.at}: ${one.name}\n  ${wrongs[i].join("\n  ")}`);
});
const failed = wrongs.filter((wrong) => wrong.length > 0).length, passed = cases.length - failed;
console.log(`${suite}: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
