// Cross-validation on the corpus: what the trainer itself tells of texts that were not learned from.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languages } from "./sets.mjs";
import { number, table } from "./table.mjs";

const ANGER = ["displeased", "angry", "furious"];

/** Lines of a label: language, label, texts, precision, recall, F1, threshold. Lines of a side: language, side, words. */
export function parse(output) {
  const labels = new Map();
  const sides = new Map();
  for (const line of output.split("\n")) {
    const [lang, name, ...cells] = line.split("\t");
    if (!languages.includes(lang)) continue;
    if (/^\d+$/.test(cells[0] ?? "") && cells.length >= 4) {
      const [gold, precision, recall, f1] = cells.map(Number);
      if (!labels.has(name)) labels.set(name, {});
      labels.get(name)[lang] = { gold, precision, recall, f1 };
    } else if (cells.length > 0) {
      if (!sides.has(name)) sides.set(name, {});
      for (const cell of cells) {
        const figure = /^(?:(\d+) (texts|features)|(.+) ([\d.]+))$/.exec(cell.trim());
        if (figure) ((sides.get(name)[figure[2] ?? figure[3]] ??= {})[lang] = Number(figure[1] ?? figure[4]));
      }
    }
  }
  return { labels, sides };
}

export function measureLearned({ trainer, corpus, json }) {
  const part = (body) => [{ name: "learned", title: "Cross-validated on the corpus", body }];
  if (!existsSync(trainer)) return part(`SKIPPED: ${trainer} is not built (Debian package liblinear-dev).`);
  if (!languages.some((lang) => existsSync(join(corpus, lang, "customers.jsonl")))) return part(`SKIPPED: no texts in ${corpus}.`);
  const out = mkdtempSync(join(tmpdir(), "amends-learned-"));
  const run = spawnSync(trainer, ["data", corpus, out], { encoding: "utf8", maxBuffer: 1 << 28 });
  rmSync(out, { recursive: true, force: true });
  if (run.status !== 0) return part(`FAILED: ${trainer} (${run.status ?? run.signal}): ${run.stderr.trim().split("\n").at(-1)}`);

  const { labels, sides } = parse(run.stdout);
  json.learned = { labels: Object.fromEntries(labels), sides: Object.fromEntries(sides) };
  const cell = (figures) => (figures ? [figures.precision, figures.recall, figures.f1].map((value) => number(value, 2)).join(" / ") : "-");
  const total = (byLang) => Object.values(byLang).reduce((sum, { gold }) => sum + gold, 0);
  const labelRows = [...labels].map(([name, byLang]) => [
    ANGER.includes(name) ? `anger >= ${ANGER.indexOf(name) + 1}` : name,
    total(byLang),
    ...languages.map((lang) => cell(byLang[lang])),
    number(Object.values(byLang).reduce((sum, { f1 }) => sum + f1, 0) / Object.keys(byLang).length, 2),
  ]);
  const sideRows = [...sides].flatMap(([side, figures]) =>
    Object.entries(figures).map(([name, byLang]) => [
      `${side}: ${name}`,
      ...languages.map((lang) => (name === "texts" || name === "features" ? (byLang[lang] ?? "-") : number(byLang[lang]))),
    ]),
  );
  return part(`${table(["over all", ...languages], sideRows)}\n\n${table(["label: P / R / F1", "texts", ...languages, "mean F1"], labelRows)}`);
}
