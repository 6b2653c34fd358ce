// Quality on labelled development sets, through the built program and its contract alone.
// usage: node bench/quality/quality.mjs AMENDS [EVAL_DIR] [--json FILE]
// Prints a table per language and for all together. Where the sets are not there it says so and ends well.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const jsonAt = args.indexOf("--json");
const jsonFile = jsonAt >= 0 ? args.splice(jsonAt, 2)[1] : null;
const [amends = "build/amends", evalDir = "../shared/eval"] = args;
const languages = ["en", "zh", "fi", "ru"];

if (!existsSync(evalDir)) {
  console.log(`quality: SKIPPED, ${evalDir} is not here`);
  process.exit(0);
}

function load(lang, kind) {
  const file = join(evalDir, `${lang}.${kind}.jsonl`);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line)) : [];
}

function filter(command, inputs) {
  const run = spawnSync(amends, [command], {
    input: inputs.map((value) => JSON.stringify(value)).join("\n") + "\n",
    maxBuffer: 1 << 30,
    encoding: "utf8",
  });
  const lines = run.stdout.trim().split("\n").map((line) => JSON.parse(line));
  if (lines.length !== inputs.length) throw new Error(`${command}: ${inputs.length} in, ${lines.length} out\n${run.stderr}`);
  return lines;
}

/** Counts per label: true and false positives, false negatives. */
class Counts {
  constructor() {
    this.labels = new Map();
  }
  of(label) {
    if (!this.labels.has(label)) this.labels.set(label, { tp: 0, fp: 0, fn: 0 });
    return this.labels.get(label);
  }
  add(gold, answer) {
    for (const label of new Set([...gold, ...answer])) {
      const c = this.of(label);
      if (!answer.has(label)) c.fn++;
      else if (gold.has(label)) c.tp++;
      else c.fp++;
    }
  }
  f1(label) {
    const { tp, fp, fn } = this.of(label);
    return tp + fp + fn === 0 ? NaN : (2 * tp) / (2 * tp + fp + fn);
  }
  /** Macro over the labels that occur in the gold labels. */
  macro() {
    const known = [...this.labels].filter(([, c]) => c.tp + c.fn > 0).map(([label]) => this.f1(label));
    return known.reduce((sum, f) => sum + f, 0) / known.length;
  }
}

function kappa(pairs) {
  const n = 4;
  const seen = Array.from({ length: n }, () => Array(n).fill(0));
  for (const [gold, answer] of pairs) seen[gold][answer]++;
  const rows = seen.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = seen[0].map((_, j) => seen.reduce((sum, row) => sum + row[j], 0));
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const weight = (i - j) ** 2;
      observed += weight * seen[i][j];
      expected += (weight * rows[i] * columns[j]) / pairs.length;
    }
  return 1 - observed / expected;
}

function measureSignals(langs) {
  const counts = new Counts();
  const hard = new Counts();
  const anger = [];
  let calm = 0;
  let calmAlarms = 0;
  let calmAnger = 0;
  let langRight = 0;
  let langTexts = 0;
  for (const lang of langs) {
    const items = load(lang, "customer");
    const answers = filter("signals", items.map(({ id, text, lang, channel }) => ({ id, text, lang, channel })));
    const free = filter("signals", items.map(({ id, text }) => ({ id, text })));
    items.forEach((item, i) => {
      const gold = new Set(item.signals);
      const answer = new Set(answers[i].signals);
      counts.add(gold, answer);
      if (item.note.includes("hard")) hard.add(gold, answer);
      anger.push([item.anger, answers[i].anger]);
      if (gold.size === 0 && item.anger === 0) {
        calm++;
        if (answer.size > 0) calmAlarms++;
        if (answers[i].anger > 0) calmAnger++;
      }
      langTexts++;
      if (free[i].lang === lang) langRight++;
    });
  }
  const angry = new Counts();
  for (const [gold, answer] of anger)
    angry.add(new Set(gold >= 2 ? ["angry"] : []), new Set(answer >= 2 ? ["angry"] : []));
  return {
    counts,
    row: {
      "signals macro-F1": counts.macro(),
      "signals macro-F1, hard": hard.macro(),
      "anger kappa": kappa(anger),
      "anger>=2 F1": angry.f1("angry"),
      "calm with a signal": calmAlarms / calm,
      "calm with anger": calmAnger / calm,
      "language found": langRight / langTexts,
    },
  };
}

function measureReview(langs) {
  const findings = new Counts();
  const moves = new Counts();
  let clean = 0;
  let alarms = 0;
  for (const lang of langs) {
    const items = load(lang, "reply");
    const answers = filter("review", items.map(({ id, text, lang, customer, authority }) => ({ id, text, lang, customer, authority })));
    items.forEach((item, i) => {
      const gold = new Set(item.findings);
      const answer = new Set(answers[i].findings.map((f) => f.finding));
      findings.add(gold, answer);
      moves.add(new Set(item.moves), new Set(answers[i].moves.map((m) => m.move)));
      if (gold.size === 0) {
        clean++;
        if (answer.size > 0) alarms++;
      }
    });
  }
  return {
    findings,
    moves,
    row: { "findings macro-F1": findings.macro(), "false alarms": alarms / clean, "moves macro-F1": moves.macro() },
  };
}

function coachInputs(item) {
  const inputs = [{ encounter: item.id, start: item.start }];
  for (const event of item.events) {
    const { expect, findings, note, ...rest } = event;
    inputs.push({ encounter: item.id, ...rest });
  }
  return inputs;
}

function measureCoach(langs, kinds, misses) {
  const total = { needed: 0, neededRight: 0, points: 0, right: 0, must: 0, mustDone: 0, mustNot: 0, violated: 0, whole: 0, items: 0, staff: 0, staffAlarm: 0 };
  const missed = new Map();
  const violations = new Map();
  const bump = (map, key) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const lang of langs)
    for (const kind of kinds) {
      const items = load(lang, kind);
      const answers = filter("coach", items.flatMap(coachInputs));
      let at = 0;
      for (const item of items) {
        at++; // the start's answer
        let whole = true;
        for (const event of item.events) {
          const answer = answers[at++];
          if (event.findings && event.findings.length === 0) {
            total.staff++;
            if ((answer.findings ?? []).length > 0) total.staffAlarm++;
          }
          if (!event.expect) continue;
          const { escalate, must, must_not: mustNot } = event.expect;
          const acts = new Set(answer.acts ?? []);
          total.points++;
          const right = escalate.includes(answer.escalate);
          if (right) total.right++;
          else bump(missed, `escalate ${escalate.join("/")} got ${answer.escalate}`);
          if (!escalate.includes("none")) {
            total.needed++;
            if (right) total.neededRight++;
          }
          for (const act of must) {
            total.must++;
            if (acts.has(act)) total.mustDone++;
            else bump(missed, `must ${act}`), (whole = false);
          }
          for (const act of mustNot) {
            total.mustNot++;
            if (acts.has(act)) total.violated++, bump(violations, act), (whole = false);
          }
          whole &&= right;
        }
        total.items++;
        if (whole) total.whole++;
      }
    }
  if (misses) misses.push({ missed, violations });
  return {
    "escalation right where needed": total.neededRight / total.needed,
    "escalation right": total.right / total.points,
    "must acts": total.mustDone / total.must,
    "must_not violated": total.violated / total.mustNot,
    "whole right": total.whole / total.items,
    "false alarms on staff turns": total.staffAlarm / total.staff,
  };
}

const show = (value) => (Number.isNaN(value) ? "-" : value.toFixed(3));
const table = {};
function put(column, row) {
  for (const [name, value] of Object.entries(row)) (table[name] ??= {})[column] = value;
}

const perLabel = [];
for (const lang of [...languages, "all"]) {
  const langs = lang === "all" ? languages : [lang];
  const signals = measureSignals(langs);
  const review = measureReview(langs);
  put(lang, signals.row);
  put(lang, review.row);
  const misses = [];
  for (const [title, kinds] of [["dialogues", ["dialogue"]], ["encounters", ["encounter"]], ["both", ["dialogue", "encounter"]]]) {
    const row = measureCoach(langs, kinds, kinds.length === 2 ? misses : null);
    put(lang, Object.fromEntries(Object.entries(row).map(([name, value]) => [`${title}: ${name}`, value])));
  }
  perLabel.push({ lang, signals: signals.counts, findings: review.findings, moves: review.moves, misses: misses[0] });
}

const columns = [...languages, "all"];
console.log(`| measure | ${columns.join(" | ")} |`);
console.log(`| --- |${columns.map(() => " ---: |").join("")}`);
for (const [name, row] of Object.entries(table)) console.log(`| ${name} | ${columns.map((c) => show(row[c])).join(" | ")} |`);

for (const kind of ["signals", "findings", "moves"]) {
  console.log(`\n${kind}: F1 (true, false, missed)`);
  const labels = [...perLabel.at(-1)[kind].labels.keys()].sort();
  for (const label of labels)
    console.log(
      `  ${label.padEnd(22)}` +
        perLabel.map((entry) => { const c = entry[kind].of(label); return `${entry.lang} ${show(entry[kind].f1(label))} (${c.tp},${c.fp},${c.fn})`.padEnd(24); }).join(""),
    );
}
if (process.env.MISSES)
  for (const entry of perLabel) {
    console.log(`\n${entry.lang}: missed and violated`);
    for (const [what, count] of [...entry.misses.missed, ...[...entry.misses.violations].map(([k, v]) => [`must_not ${k}`, v])].sort((a, b) => b[1] - a[1]).slice(0, 25))
      console.log(`  ${String(count).padStart(4)} ${what}`);
  }
if (jsonFile) writeFileSync(jsonFile, JSON.stringify(table, null, 1) + "\n");
