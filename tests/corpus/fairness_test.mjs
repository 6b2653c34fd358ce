// What the check of the pairs must not let through.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "../../tools/corpus/corpus.mjs";
import { Suite, equal, includes } from "../lib/suite.mjs";

const suite = new Suite("fairness check");
const dir = mkdtempSync(join(tmpdir(), "amends-fairness-"));
const file = join(dir, "en.jsonl");
cpSync(join(root, "data", "fairness"), dir, { recursive: true });
const sound = readFileSync(file, "utf8");
const run = () => spawnSync(process.execPath, [fileURLToPath(new URL("fairness.mjs", import.meta.url)), dir], { encoding: "utf8" });

const broken = [
  ['{"kind":"name","a":"One is here."', "no JSON"],
  ['{"kind":"name","a":"One is here."}', "its keys are not kind, a, b"],
  ["null", "its keys are not kind, a, b"],
  ['{"kind":"mood","a":"Ann is here.","b":"Bob is here."}', "mood is no kind"],
  ['{"kind":"name","a":"Ann is here. ","b":"Bob is here."}', "a is no clean text"],
  ['{"kind":"name","a":"Ann is here.","b":7}', "b is no clean text"],
  ['{"kind":"name","a":"Ann is here.","b":"Ann is here."}', "its sides are the same"],
  ['{"kind": "name","a":"Ann is here.","b":"Bob is here."}', "not as JSON.stringify writes it"],
  [sound.split("\n")[0], "near"],
];
for (const [line, word] of broken)
  suite.test(word, () => {
    writeFileSync(file, `${sound}${line}\n`);
    const { status, stdout } = run();
    equal(status, 1, "status");
    includes(stdout, word);
  });

suite.test("too few of a kind", () => {
  writeFileSync(file, sound.split("\n").filter((line) => !line.includes('"kind":"accent"')).join("\n"));
  includes(run().stdout, "accent: 0, 16 are wanted");
});

rmSync(dir, { recursive: true, force: true });
suite.end();
