// The examples of README.md are what the program answers. usage: node tests/readme.mjs AMENDS [--write]
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const [amends, write] = process.argv.slice(2);
const lines = readFileSync("README.md", "utf8").split("\n");
let passed = 0;
let failed = 0;
lines.forEach((line, i) => {
  const example = /^\$ echo '(.*)' \| amends (\w+)$/.exec(line);
  if (!example) return;
  const [, input, command] = example;
  const answer = execFileSync(amends, [command], { input: input + "\n", encoding: "utf8" }).trim();
  if (answer === lines[i + 1]) return void passed++;
  if (write) return void (lines[i + 1] = answer);
  failed++;
  console.log(`README.md:${i + 2}: the program answers\n  ${answer}`);
});
if (write) writeFileSync("README.md", lines.join("\n"));
console.log(`readme: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && (passed > 0 || write) ? 0 : 1);
