// A tenth of the corpus without its labels, for somebody else to label: every text whose hash is divisible by ten.
// usage: node tools/corpus/sample.mjs OUT [CORPUS]
// Writes OUT/<lang>.customers.jsonl {channel, trade, text} and OUT/<lang>.replies.jsonl {channel, trade, customer, authority, text}.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { corpusDir, hashOf, languages, readValues } from "./corpus.mjs";

const [out, dir = corpusDir] = process.argv.slice(2);
if (!out) {
  console.error("usage: node tools/corpus/sample.mjs OUT [CORPUS]");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
for (const lang of languages)
  for (const kind of ["customers", "replies"]) {
    const drawn = readValues(dir, lang, kind).filter(({ text }) => hashOf(text) % 10 === 0);
    const bare = drawn.map(({ channel, trade, customer, authority, text }) => JSON.stringify({ channel, trade, customer, authority, text }) + "\n");
    const file = join(out, `${lang}.${kind}.jsonl`);
    writeFileSync(file, bare.join(""));
    console.log(`${file}: ${drawn.length}`);
  }
