// Customers' texts and replies of the development sets: what was found in them beside what is in them.
import { ask, isHard, languages, loadSet } from "./sets.mjs";
import { Counts, levelF1, quadraticKappa } from "./score.mjs";

const wordsOf = (lang, text) =>
  [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)].filter((part) => part.isWordLike).length;

/** One record per customer's text. TEXT_OF may change the text; the language is given, and `found` is what is said without. */
export function customerRecords({ amends, evalDir }, textOf = (item) => item.text) {
  return languages.flatMap((lang) => {
    const items = loadSet(evalDir, lang, "customer");
    const texts = items.map((item) => textOf(item));
    const answers = ask(amends, "signals", items.map(({ id, channel }, i) => ({ id, text: texts[i], lang, channel })));
    const free = ask(amends, "signals", items.map(({ id }, i) => ({ id, text: texts[i] })));
    return items.map((item, i) => ({
      lang,
      text: item.text,
      hard: isHard(item),
      gold: new Set(item.signals),
      answer: new Set(answers[i].signals),
      goldAnger: item.anger,
      anger: answers[i].anger,
      words: wordsOf(lang, texts[i]),
      found: free[i].lang,
    }));
  });
}

const isCalm = (record) => record.gold.size === 0 && record.goldAnger === 0;
export const share = (records, holds) => records.filter(holds).length / records.length;

export function signalCounts(records) {
  const counts = new Counts();
  for (const { gold, answer } of records) counts.add(gold, answer);
  return counts;
}

export function measureSignals(records) {
  const counts = signalCounts(records);
  const pairs = records.map(({ goldAnger, anger }) => [goldAnger, anger]);
  const calm = records.filter(isCalm);
  return {
    "signals macro-F1": counts.macro(),
    "anger kappa": quadraticKappa(pairs),
    "anger>=2 F1": levelF1(pairs, 2),
    "calm with a signal": share(calm, ({ answer }) => answer.size > 0),
    "calm with anger": share(calm, ({ anger }) => anger > 0),
    "threat: recall": counts.recall("threat"),
    "threat: precision": counts.precision("threat"),
    "intoxication: recall": counts.recall("intoxication"),
    "intoxication: precision": counts.precision("intoxication"),
    "language found": share(records, ({ found, lang }) => found === lang),
    "language found, three words and more": share(records.filter(({ words }) => words >= 3), ({ found, lang }) => found === lang),
  };
}

/** One record per reply. */
export function replyRecords({ amends, evalDir }) {
  return languages.flatMap((lang) => {
    const items = loadSet(evalDir, lang, "reply");
    const answers = ask(amends, "review", items.map(({ id, text, customer, authority }) => ({ id, text, lang, customer, authority })));
    return items.map((item, i) => ({
      lang,
      hard: isHard(item),
      findings: { gold: new Set(item.findings), answer: new Set(answers[i].findings.map((f) => f.finding)) },
      moves: { gold: new Set(item.moves), answer: new Set(answers[i].moves.map((m) => m.move)) },
    }));
  });
}

export function replyCounts(records, what) {
  const counts = new Counts();
  for (const record of records) counts.add(record[what].gold, record[what].answer);
  return counts;
}

export function measureReplies(records) {
  return {
    "findings macro-F1": replyCounts(records, "findings").macro(),
    "false alarms": share(records.filter((r) => r.findings.gold.size === 0), (r) => r.findings.answer.size > 0),
    "moves macro-F1": replyCounts(records, "moves").macro(),
  };
}
