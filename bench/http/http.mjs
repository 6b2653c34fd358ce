// Measures the desk over HTTP, each part beside something in the same run; prints Markdown.
//   node bench/http/http.mjs FOLDER [--quick] [PART]...     FOLDER: where amends, bench-load and the others were built
// PARTs: signals start events; those on PostgreSQL too by tests/store/with-postgres node bench/http/http.mjs …
import { machine } from "./kit.mjs";

const args = process.argv.slice(2);
const quick = args.includes("--quick");
const [folder, ...wanted] = args.filter((arg) => arg !== "--quick");
const parts = {
  signals: { seconds: quick ? 2 : 5, rounds: quick ? 7 : 11 },
  start: { rounds: quick ? 20 : 50, idle_s: quick ? 5 : 20 },
  events: { rounds: 3, each: quick ? 15 : 40, paced: quick ? 8 : 40, seconds: quick ? 2 : 5 },
};
if (!folder || wanted.some((part) => !parts[part])) {
  console.error(`usage: bench/http/http.mjs FOLDER [--quick] [PART]...\nPARTs: ${Object.keys(parts).join(" ")}`);
  process.exit(2);
}
console.log(`${machine()}\n`);
for (const part of wanted.length ? wanted : Object.keys(parts)) {
  const module = await import(`./${part}.mjs`);
  await module[part](folder, parts[part]);
  console.log("");
}
