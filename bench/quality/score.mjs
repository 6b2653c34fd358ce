// Precision, recall, F1 and kappa from pairs of what is right and what was answered.

/** Counts per label: true and false positives, false negatives. */
export class Counts {
  constructor() {
    this.labels = new Map();
  }
  of(label) {
    let counts = this.labels.get(label);
    if (!counts) this.labels.set(label, (counts = { tp: 0, fp: 0, fn: 0 }));
    return counts;
  }
  add(gold, answer) {
    for (const label of gold)
      if (answer.has(label)) this.of(label).tp++;
      else this.of(label).fn++;
    for (const label of answer) if (!gold.has(label)) this.of(label).fp++;
  }
  precision(label) {
    const { tp, fp } = this.of(label);
    return tp / (tp + fp);
  }
  recall(label) {
    const { tp, fn } = this.of(label);
    return tp / (tp + fn);
  }
  f1(label) {
    const { tp, fp, fn } = this.of(label);
    return (2 * tp) / (2 * tp + fp + fn);
  }
  /** How many texts have the label. */
  gold(label) {
    const { tp, fn } = this.of(label);
    return tp + fn;
  }
  /** The mean F1 of the labels that occur among the gold ones. */
  macro() {
    const known = [...this.labels.keys()].filter((label) => this.gold(label) > 0);
    return known.reduce((sum, label) => sum + this.f1(label), 0) / known.length;
  }
}

/** Cohen's kappa with quadratic weights over levels 0 to LEVELS - 1; pairs of gold and answer. */
export function quadraticKappa(pairs, levels = 4) {
  const seen = Array.from({ length: levels }, () => Array(levels).fill(0));
  for (const [gold, answer] of pairs) seen[gold][answer]++;
  const rows = seen.map((row) => row.reduce((a, b) => a + b, 0));
  const columns = seen[0].map((_, j) => seen.reduce((sum, row) => sum + row[j], 0));
  let observed = 0;
  let expected = 0;
  for (let i = 0; i < levels; i++)
    for (let j = 0; j < levels; j++) {
      const weight = (i - j) ** 2;
      observed += weight * seen[i][j];
      expected += (weight * rows[i] * columns[j]) / pairs.length;
    }
  return 1 - observed / expected;
}

/** The F1 of "at least LEAST" over pairs of gold and answered levels. */
export function levelF1(pairs, least) {
  const counts = new Counts();
  const at = (level) => new Set(level >= least ? ["is"] : []);
  for (const [gold, answer] of pairs) counts.add(at(gold), at(answer));
  return counts.f1("is");
}
