// The form of a line of the corpus: which keys, which words, spans inside the text. Each function gives what is wrong, in words.
import { acts, channels, findings, hard, levels, moves, observations, outcomes, remedies, roles, signals } from "./labels.mjs";

const amounts = remedies.slice(0, 3);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => typeof value === "string" && value.trim() !== "";
const isBoolean = (value) => typeof value === "boolean";

/** The keys of `value`: REQUIRED and OPTIONAL are {key: predicate}. */
function keysOf(value, required, optional, where) {
  if (!isObject(value)) return [`${where} is no object`];
  const wrong = Object.keys(required).filter((key) => !(key in value)).map((key) => `${where} lacks ${key}`);
  for (const [key, held] of Object.entries(value)) {
    const good = Object.hasOwn(required, key) ? required[key] : Object.hasOwn(optional, key) ? optional[key] : null;
    if (!good) wrong.push(`${where} has an unknown key ${key}`);
    else if (good(held) !== true) wrong.push(`${key} of ${where} is ${JSON.stringify(held)?.slice(0, 60)}`);
  }
  return wrong;
}

/** A text that is clean at its ends and has no control characters but line breaks. */
const isClean = (value) => isText(value) && value.trim() === value && value.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(value);
const among = (list) => (value) => list.includes(value);
const each = (list) => (value) => Array.isArray(value) && value.every(among(list));
const isAmount = (value) => typeof value === "number" && value >= 0 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
const isLevel = (value) => Number.isInteger(value) && value >= 0 && value <= 3;

function twice(list, what) {
  return Array.isArray(list) && new Set(list).size < list.length ? [`${what} named twice: ${list.join(", ")}`] : [];
}

function authorityFaults(value, where = "authority") {
  const keys = { currency: (held) => /^[A-Z]{3}$/.test(held), discount_percent: (held) => isAmount(held) && held <= 100, all: isBoolean };
  for (const remedy of remedies) keys[remedy] ??= amounts.includes(remedy) ? isAmount : isBoolean;
  const wrong = keysOf(value, {}, keys, where);
  if (isObject(value) && amounts.some((key) => key in value) && !("currency" in value)) wrong.push(`${where} has an amount and no currency`);
  return wrong;
}

const isAuthority = (value) => authorityFaults(value).length === 0;

/** Spans of a list of findings or moves: inside the text, not empty, each once. */
function spanFaults(list, key, names, text) {
  if (!Array.isArray(list)) return [`${key}s are no list`];
  const letters = [...text];
  const wrong = list.flatMap((item) => keysOf(item, { [key]: among(names), start: Number.isInteger, end: Number.isInteger }, {}, `a ${key}`));
  if (wrong.length > 0) return wrong;
  for (const { [key]: name, start, end } of list) {
    if (!(start >= 0 && start < end && end <= letters.length)) wrong.push(`the span of ${name}, ${start} to ${end}, is not inside the text (${letters.length})`);
    else if (!letters[start].trim() || !letters[end - 1].trim()) wrong.push(`the span of ${name}, ${start} to ${end}, begins or ends with a blank`);
  }
  return [...wrong, ...twice(list.map((item) => `${item[key]} ${item.start}-${item.end}`), `a ${key}`)];
}

/** Findings do not share a place with each other, nor with a move. */
function overlaps(list, moveList) {
  const wrong = [];
  list.forEach((one, i) => {
    for (const other of [...list.slice(i + 1), ...moveList])
      if (one.start < other.end && other.start < one.end) wrong.push(`${one.finding} at ${one.start} overlaps ${other.finding ?? other.move} at ${other.start}`);
  });
  return wrong;
}

const shared = { channel: among(channels), trade: isClean, text: isClean };
const optional = { hard: among(hard), reported: (value) => value === true };

function customerFaults(value) {
  return [...keysOf(value, { ...shared, anger: isLevel, signals: each(signals) }, optional, "the line"), ...twice(value.signals, "a signal")];
}

function replyFaults(value) {
  const wrong = keysOf(value, { ...shared, findings: Array.isArray, moves: Array.isArray }, { ...optional, customer: isClean, authority: isAuthority }, "the line");
  if (wrong.length > 0) return [...wrong, ...("authority" in value ? authorityFaults(value.authority) : [])];
  wrong.push(...spanFaults(value.findings, "finding", findings, value.text), ...spanFaults(value.moves, "move", moves, value.text));
  return wrong.length > 0 ? wrong : overlaps(value.findings, value.moves);
}

const isStart = {
  required: { lang: isText, channel: among(channels) },
  optional: {
    authority: isAuthority, supervisor_authority: isAuthority, security_on_site: isBoolean, supervisor: isBoolean, colleague: isBoolean,
    emergency_number: isText, ui_lang: isText, register: isText,
  },
};

/** What makes an event one of its kind: the key that names it, what goes with it. */
const events = {
  from: { required: { from: among(roles), text: isClean }, optional: { speaker: isText, to: isText } },
  observed: { required: { observed: among(observations) }, optional: { speaker: isText } },
  did: { required: { did: among(acts) }, optional: { to: isText } },
  gave: { required: { gave: isAuthority }, optional: {} },
  authority: { required: { authority: isAuthority }, optional: {} },
  overrule: { required: { overrule: among([...observations, ...acts]) }, optional: {} },
  undo: { required: { undo: (value) => value === true }, optional: {} },
  outcome: { required: { outcome: among(outcomes) }, optional: {} },
};
const nothing = { required: {}, optional: {} };
const labelled = {
  customer: { required: { anger: isLevel, signals: each(signals) }, optional: { reiteration: isBoolean } },
  bystander: { required: {}, optional: { anger: isLevel, signals: each(signals) } },
  staff: { required: { findings: each(findings), moves: each(moves) }, optional: {} },
  supervisor: { required: {}, optional: { findings: each(findings), moves: each(moves) } },
};

function expectFaults(value, where) {
  const wrong = keysOf(value, {}, { escalate: each(levels), must: each(acts), must_not: each(acts) }, `expect of ${where}`);
  if (wrong.length > 0) return wrong;
  const both = (value.must ?? []).filter((act) => value.must_not?.includes(act));
  return both.map((act) => `${act} of ${where} is expected and ruled out`);
}

function eventFaults(event, where) {
  const kind = isObject(event) && Object.keys(events).find((key) => key in event);
  if (!kind) return [`${where} is of no known kind`];
  const labels = kind === "from" ? (labelled[event.from] ?? nothing) : nothing;
  return [
    ...keysOf(event, { ...events[kind].required, ...labels.required }, { ...events[kind].optional, ...labels.optional, expect: isObject }, where),
    ...twice(event.signals, `a signal of ${where}`),
    ...("expect" in event ? expectFaults(event.expect, where) : []),
  ];
}

function encounterFaults(value, lang) {
  const wrong = keysOf(value, { trade: isClean, start: isObject, events: (list) => Array.isArray(list) && list.length > 0 }, { reported: optional.reported }, "the line");
  if (wrong.length > 0) return wrong;
  wrong.push(...keysOf(value.start, isStart.required, isStart.optional, "the start"));
  if (value.start.lang !== lang) wrong.push(`the start speaks of ${value.start.lang}, the folder of ${lang}`);
  return [...wrong, ...value.events.flatMap((event, i) => eventFaults(event, `event ${i + 1}`))];
}

/** A line of second.jsonl, labelled by somebody who did not see the first labels. */
function secondFaults(value) {
  const labels = "signals" in value ? { anger: isLevel, signals: each(signals) } : { findings: each(findings), moves: each(moves) };
  const context = { channel: shared.channel, trade: isClean, customer: isClean, authority: isAuthority };
  return [...keysOf(value, { text: isClean, ...labels }, context, "the line"), ...twice(value.signals ?? value.findings, "a label")];
}

const faultsOf = { customers: customerFaults, replies: replyFaults, encounters: encounterFaults, second: secondFaults };

/** What is wrong with a line of KIND (customers, replies, encounters, second): a list of words, empty where nothing is. */
export function formFaults(kind, lang, value) {
  return isObject(value) ? faultsOf[kind](value, lang) : ["no JSON object"];
}
