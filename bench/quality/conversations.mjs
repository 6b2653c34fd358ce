// Dialogues and encounters: is the card after each event what it must be?
import { ask } from "./sets.mjs";

const labels = new Set(["expect", "findings", "moves", "note"]);
const labelsOfCustomers = new Set(["anger", "signals", "reiteration"]);

function withoutLabels(event) {
  const bare = (key) => !labels.has(key) && !(event.from === "customer" && labelsOfCustomers.has(key));
  return Object.fromEntries(Object.entries(event).filter(([key]) => bare(key)));
}

/** The coach's answers to each event of each conversation, the start's left out. */
export function coach(amends, conversations) {
  const inputs = conversations.flatMap((item, i) => [
    { encounter: `q${i}`, start: item.start },
    ...item.events.map((event) => ({ encounter: `q${i}`, ...withoutLabels(event) })),
  ]);
  const answers = ask(amends, "coach", inputs);
  let at = 0;
  return conversations.map((item) => answers.slice(at + 1, (at += item.events.length + 1)));
}

/** What was expected of one conversation and what came of it; MISSED gets what was not right. */
export function judge(lang, item, answers, missed = []) {
  const record = {
    lang, points: 0, right: 0, needed: 0, neededRight: 0, must: 0, mustDone: 0, mustNot: 0, violated: 0, staff: 0, staffAlarm: 0, whole: true,
  };
  const miss = (what) => {
    missed.push(what);
    record.whole = false;
  };
  item.events.forEach((event, i) => {
    const answer = answers[i];
    if (event.findings?.length === 0) {
      record.staff++;
      if ((answer.findings ?? []).length > 0) record.staffAlarm++;
    }
    if (!event.expect) return;
    const { escalate = [], must = [], must_not: mustNot = [] } = event.expect;
    const acts = new Set(answer.acts ?? []);
    if (escalate.length > 0) {
      const right = escalate.includes(answer.escalate);
      const needed = !escalate.includes("none");
      record.points++;
      record.needed += needed;
      record.right += right;
      record.neededRight += needed && right;
      if (!right) miss(`escalate ${escalate.join("/")} got ${answer.escalate}`);
    }
    for (const act of must) {
      record.must++;
      if (acts.has(act)) record.mustDone++;
      else miss(`must ${act}`);
    }
    for (const act of mustNot) {
      record.mustNot++;
      if (acts.has(act)) {
        record.violated++;
        miss(`must_not ${act}`);
      }
    }
  });
  return record;
}

/** Figures over the records of `judge`, each name with the title before it. */
export function measureConversations(title, records) {
  const sum = (key) => records.reduce((total, record) => total + record[key], 0);
  return {
    [`${title}: escalation right where needed`]: sum("neededRight") / sum("needed"),
    [`${title}: escalation right`]: sum("right") / sum("points"),
    [`${title}: must acts`]: sum("mustDone") / sum("must"),
    [`${title}: must_not violated`]: sum("violated") / sum("mustNot"),
    [`${title}: whole right`]: sum("whole") / records.length,
    [`${title}: false alarms on staff turns`]: sum("staffAlarm") / sum("staff"),
  };
}
