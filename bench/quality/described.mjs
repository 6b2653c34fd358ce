// What was measured with, and on how many texts.
import { spawnSync } from "node:child_process";
import { isHard, languages, loadCorpus, loadSet } from "./sets.mjs";
import { table } from "./table.mjs";

const firstLine = (command, args) => (spawnSync(command, args, { encoding: "utf8" }).stdout ?? "").split("\n")[0];

export function describeSets({ amends, evalDir, corpus }) {
  const count = (load) => languages.map((lang) => load(lang).length);
  const rows = [
    ["development: customers' texts", count((lang) => loadSet(evalDir, lang, "customer"))],
    ["… of them hard", count((lang) => loadSet(evalDir, lang, "customer").filter(isHard))],
    ["development: replies", count((lang) => loadSet(evalDir, lang, "reply"))],
    ["… of them hard", count((lang) => loadSet(evalDir, lang, "reply").filter(isHard))],
    ["development: dialogues and encounters", count((lang) => [...loadSet(evalDir, lang, "dialogue"), ...loadSet(evalDir, lang, "encounter")])],
    ["corpus: customers' texts", count((lang) => loadCorpus(corpus, lang, "customers"))],
    ["corpus: replies", count((lang) => loadCorpus(corpus, lang, "replies"))],
    ["corpus: conversations", count((lang) => loadCorpus(corpus, lang, "encounters"))],
    [
      "… customers' texts in them that say it again",
      count((lang) => loadCorpus(corpus, lang, "encounters").flatMap((item) => item.events.filter((event) => event.reiteration === true))),
    ],
  ];
  const body = table(["texts", ...languages, "all"], rows.map(([name, counts]) => [name, ...counts, counts.reduce((a, b) => a + b, 0)]));
  return [{ name: "sets", title: "Texts", body: `${firstLine(amends, ["--version"])}, ${new Date().toISOString().slice(0, 10)}.\n\n${body}` }];
}
