// Which people somebody is of, and in Russian what they are called, moves no number of the answer. usage: node tests/alike.mjs NAME AMENDS
import { spawnSync } from "node:child_process";

const [suite, amends] = process.argv.slice(2);
const texts = {
  en: {
    nations: ["Polish", "Nigerian", "Vietnamese", "Austrian"],
    said: [["My NATION neighbour got hers a week ago and I am still waiting.", "nation"], ["I am a NATION student, which plan suits a small flat?", "nation"]],
  },
  zh: {
    nations: ["越南人", "挪威人", "埃及人", "法国人"],
    said: [["隔壁的NATION早就拿到了，我还在等。", "nation"]],
  },
  fi: {
    nations: ["puolalainen", "somalialainen", "vietnamilainen", "ruotsalainen"],
    said: [["NATION naapurini sai omansa jo viikko sitten, minä odotan yhä.", "nation"]],
  },
  ru: {
    names: ["Магомед Алиев", "Олумиде Адейеми", "Гульнара Ахметова", "Сергей Иванов"],
    nations: ["таджик", "молдаванин", "финн", "армянин"],
    said: [["Это NAME, заказ так и не привезли!", "name"], ["Сосед NATION получил свой неделю назад, а я всё жду.", "nation"]],
  },
};
let passed = 0, failed = 0;

/** Everything that an answer says of the text but where in it: names are longer and shorter. */
function read(lang, said) {
  const run = spawnSync(amends, ["signals"], { input: said.map((text, i) => JSON.stringify({ id: String(i), lang, text })).join("\n") + "\n", encoding: "utf8" });
  return run.stdout.trim().split("\n").map((line) => {
    const { signals, anger, scores, anger_scores } = JSON.parse(line);
    return JSON.stringify({ signals, anger, scores, anger_scores });
  });
}

for (const [lang, { names, nations, said }] of Object.entries(texts))
  for (const [text, kind] of said) {
    const variants = kind === "name" ? names.map((name) => text.replace("NAME", name)) : nations.map((nation) => text.replace("NATION", nation));
    const answers = read(lang, variants);
    const other = answers.length === variants.length ? answers.findIndex((answer) => answer !== answers[0]) : 0;
    if (other < 0) {
      passed++;
      continue;
    }
    failed++;
    console.log(`${lang}: "${variants[Math.max(other, 0)]}" is read in another way than "${variants[0]}":\n  ${answers[other]}\n  ${answers[0]}`);
  }
console.log(`${suite}: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
