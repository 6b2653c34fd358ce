// 95 % intervals: texts or conversations are drawn again, with replacement, within each language. The draws are the
// same in every run.

/** Numbers from 0 to 1 out of a seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A seed out of a word (FNV-1a). */
export function seedOf(word) {
  let hash = 0x811c9dc5;
  for (const unit of word) hash = Math.imul(hash ^ unit.codePointAt(0), 0x01000193);
  return hash >>> 0;
}

function groupByLang(records) {
  const groups = new Map();
  for (const record of records) {
    if (!groups.has(record.lang)) groups.set(record.lang, []);
    groups.get(record.lang).push(record);
  }
  return [...groups.values()];
}

function drawAgain(groups, random) {
  const drawn = [];
  for (const group of groups) for (let i = 0; i < group.length; i++) drawn.push(group[Math.floor(random() * group.length)]);
  return drawn;
}

/** For each figure of MEASURE's row its interval over the records (each with `lang`): {name: [low, high]}. */
export function intervals(records, measure, times = 1000) {
  const random = randomFrom(20250101);
  const groups = groupByLang(records);
  const seen = {};
  for (let i = 0; i < times; i++)
    for (const [name, value] of Object.entries(measure(drawAgain(groups, random))))
      if (!Number.isNaN(value)) (seen[name] ??= []).push(value);
  return Object.fromEntries(
    Object.entries(seen).map(([name, values]) => {
      values.sort((a, b) => a - b);
      return [name, [values[Math.floor(0.025 * values.length)], values[Math.ceil(0.975 * values.length) - 1]]];
    }),
  );
}
