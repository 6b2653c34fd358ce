// The one line of the card: what to say or do first, with its gesture and what to keep from. Short enough to be read with
// somebody in front of you: the coach's own sentence where it is short, else a short one of ours for the same act.
import { useRef } from "preact/hooks";
import { isTold, type Card, type Channel, type Running } from "../../offline";
import { known, language, t, type Lang } from "../../words/words";
import phrases from "./phrases.json";

export interface Line {
  act: string;
  text: string;
  /** To be said, as it stands; else something to do. */
  said: boolean;
  gesture: { act: string; text: string } | null;
  keep: string | null;
  /** Something that must not wait: help from outside. */
  urgent: boolean;
}

const short = phrases as Readonly<Record<string, Readonly<Record<Lang, readonly string[]>>>>;
const MOST: Readonly<Record<Lang, number>> = { en: 7, fi: 7, ru: 7, zh: 14 };

export const isSpoken = (act: string): boolean => act in short;
export const isCall = (act: string): boolean => act.startsWith("call_");
export const isUrgent = (act: string): boolean => act === "call_security" || act === "call_emergency";

function languageOf(text: string): Lang {
  if (/\p{Script=Han}/u.test(text)) return "zh";
  if (/\p{Script=Cyrillic}/u.test(text)) return "ru";
  return language() === "fi" || language() === "en" ? language() : "en";
}
export const fits = (text: string, lang: Lang): boolean => (lang === "zh" ? [...text].length : text.split(/\s+/).length) <= MOST[lang];

/** All that may be said for an act here, the coach's own sentence first. */
export function wordings(act: string, said: string | undefined, speaks: Lang | undefined): readonly string[] {
  const lang = speaks ?? (said === undefined ? language() : languageOf(said));
  const own = said !== undefined && (speaks === undefined || languageOf(said) === speaks || (speaks !== "zh" && speaks !== "ru" && language() === speaks)) ? [said] : [];
  return [...new Set([...own, ...(short[act]?.[lang] ?? [])])];
}

/** The act that stands on the card in large: what is called for, else what is to be said, else what is to be done. */
export function headOf(card: Card): string {
  const first = card.acts[0] ?? "listen";
  if (isCall(first) || first === "stay_safe" || first === "debrief") return first;
  return card.say[0]?.act ?? first;
}

function gestureOf(card: Card, head: string, channel: Channel): Line["gesture"] {
  const silent = card.acts.find((act) => act !== head && !isSpoken(act) && !isCall(act));
  const act = silent ?? (head === "listen" ? "nod" : head === "debrief" ? undefined : isUrgent(head) ? "stay_calm" : "look");
  if (act === undefined) return null;
  const key = `counter.gesture.${act}.${channel === "phone" ? "phone" : "counter"}`;
  return known(key) ? { act, text: t(key as "counter.gesture.listen.counter") } : null;
}

function keepOf(card: Card, head: string): string | null {
  const first = card.avoid[0] ?? (head === "listen" ? "interrupting" : undefined);
  const key = `counter.keep.${first}`;
  return known(key) ? t(key as "counter.keep.hostile") : null;
}

export interface Showing {
  channel: Channel;
  /** The language to speak, where the person said which; else the coach's. */
  speaks: Lang | undefined;
  number: string;
}

/** The line of one card; not with the words of the one before. */
export function lineOf(card: Card, showing: Showing, turn: number, before: string | undefined): Line {
  const act = headOf(card);
  const urgent = isUrgent(act);
  const rest = { act, urgent, gesture: gestureOf(card, act, showing.channel), keep: keepOf(card, act) };
  if (!isSpoken(act)) {
    const key = `counter.do.${act}`;
    const text = act === "call_emergency" ? t("counter.do.call_emergency", { number: showing.number }) : known(key) ? t(key as "counter.do.listen") : "";
    return { ...rest, said: false, text };
  }
  const said = card.say.find((one) => one.act === act)?.text;
  const all = wordings(act, said, showing.speaks).filter((text) => fits(text, showing.speaks ?? languageOf(text)));
  const own = said !== undefined && all.includes(said) && said !== before ? said : undefined;
  const others = all.filter((text) => text !== before);
  return { ...rest, said: true, text: own ?? others[turn % Math.max(others.length, 1)] ?? said ?? "" };
}

/** The line now: all cards in their order, so that two that follow each other differ, and an undo shows the one before again. */
export function currentLine(running: Running | undefined, showing: Showing): Line {
  const lines: Line[] = [];
  for (const { event, card } of running?.events ?? []) {
    if (!card) continue;
    if ("undo" in event && lines.length > 1) lines.pop();
    else lines.push(lineOf(card, showing, lines.length, lines.at(-1)?.text));
  }
  const last = lines.at(-1) ?? lineOf(firstCard, showing, 0, undefined);
  return running?.ended && !last.urgent ? lineOf(lastCard, showing, 0, undefined) : last;
}

/** Before anything was told: listen. */
export const firstCard: Card = {
  n: 0, acts: ["listen"], escalate: "none", say: [], avoid: [], heat: 0, why: [], signals: [], anger: 0, reiteration: 0, findings: [],
};

/** It is over: breathe. */
const lastCard: Card = { ...firstCard, acts: ["debrief"] };

/** Holds the line still: another one only where somebody told something here, or other acts are called for. */
export function useHeld(running: Running | undefined, showing: Showing): { line: Line; turn: string } {
  const card = running?.card ?? firstCard;
  const turn = `${running?.local ?? ""} ${running?.events.filter(isTold).filter(({ card: one }) => one !== undefined).length ?? 0} ${card.acts.join()} ${card.escalate} ${running?.ended} ${language()} ${showing.speaks} ${showing.channel}`;
  const held = useRef<{ line: Line; turn: string }>();
  if (held.current?.turn !== turn) held.current = { line: currentLine(running, showing), turn };
  return held.current;
}
