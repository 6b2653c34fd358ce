// Texts in the person's language, with numbers, dates and money as it writes them.
import type { Keys } from "../../gen/keys";
import { store, useStore } from "../api/store";

export type Lang = "en" | "fi" | "ru" | "zh";
export type Key = keyof Keys;
export type Texts = Readonly<Partial<Record<Key, string | Readonly<Record<string, string>>>>>;
/** For texts that need nothing, only the key; for others what is filled in. */
type Fill<K extends Key> = Keys[K] extends undefined ? [] : [fill: Keys[K]];

export const languages: readonly Lang[] = ["en", "fi", "ru", "zh"];
/** Each by its own name. */
export const languageNames: Readonly<Record<Lang, string>> = { en: "English", fi: "Suomi", ru: "Русский", zh: "中文" };

/** What the first screens say, and all others. */
type Loader = () => Promise<{ texts: Texts }>;
const loaders: Record<Lang, readonly [first: Loader, more: Loader]> = {
  en: [() => import("../../gen/en"), () => import("../../gen/en-more")],
  fi: [() => import("../../gen/fi"), () => import("../../gen/fi-more")],
  ru: [() => import("../../gen/ru"), () => import("../../gen/ru-more")],
  zh: [() => import("../../gen/zh"), () => import("../../gen/zh-more")],
};

interface Speaking {
  lang: Lang;
  texts: Texts;
  plural: Intl.PluralRules;
}
const speaking = store<Speaking | undefined>(undefined);
let fluent = false;

/** The language that is kept on this device, or the browser's first that there is. */
export function preferredLanguage(): Lang {
  const kept = localStorage.getItem("lang");
  const wished = [kept, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return (wished.find((code) => languages.includes(code as Lang)) as Lang | undefined) ?? "en";
}

/** Speaks this language from now on. */
export async function speak(lang: Lang): Promise<void> {
  const [first, more] = await Promise.all([loaders[lang][0](), fluent ? loaders[lang][1]() : undefined]);
  localStorage.setItem("lang", lang);
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : lang;
  speaking.set({ lang, texts: { ...first.texts, ...more?.texts }, plural: new Intl.PluralRules(lang) });
}

/** The texts of all screens: before any but the first is drawn. */
export async function speakFluently(): Promise<void> {
  if (fluent) return;
  const lang = now().lang, { texts } = await loaders[lang][1]();
  fluent = true;
  if (now().lang !== lang) return speak(now().lang);
  speaking.set({ ...now(), texts: { ...now().texts, ...texts } });
}

function now(): Speaking {
  const value = speaking.get();
  if (!value) throw new Error("no language is loaded yet");
  return value;
}

/** Draws a component again when the language changes; the root uses it. */
export function useLanguage(): Lang | undefined {
  return useStore(speaking)?.lang;
}
export const language = (): Lang => now().lang;

/** Whose numbers and dates: the device's, where it speaks the language too. English of no country is written as in Britain, day before month. */
function locale(): string {
  const { lang } = now();
  if (lang === "zh") return lang; // other scripts than the app's would come in
  return navigator.languages.find((tag) => tag.startsWith(`${lang}-`)) ?? (lang === "en" ? "en-GB" : lang);
}

/** The text of a key: t("cases.count", { n: 3 }). */
export function t<K extends Key>(key: K, ...[fill]: Fill<K>): string {
  return filled(key, fill ?? {});
}

/** What the playbook calls something that the desk told: named("acts", "listen"); the name itself where it says nothing. */
export function named(list: "acts" | "signals" | "findings" | "moves" | "observations" | "outcomes" | "levels" | "instructions", name: string, fill: Readonly<Record<string, string | number>> = {}): string {
  const key = `${list}.${name}`;
  return known(key) ? filled(key, fill) : name;
}

function filled(key: Key, values: Readonly<Record<string, string | number>>): string {
  const { texts, plural } = now();
  const found = texts[key];
  if (found === undefined) return ""; // on its way
  const form = typeof found === "string" ? found : (found[plural.select(Number(values["n"]))] ?? found["other"] ?? "");
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? "");
  });
}

/** The texts of a language that is not spoken now: for a page that is printed in it. */
export async function textsOf(lang: Lang): Promise<Texts> {
  const parts = await Promise.all(loaders[lang].map((load) => load()));
  return Object.assign({}, ...parts.map(({ texts }) => texts)) as Texts;
}

/** Is there such a key? For names that come from the desk. */
export function known(key: string): key is Key {
  return key in now().texts;
}

export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** "12,50" as it is typed in Finland, and "12.50"; NaN: no number. */
export const numberOf = (typed: string): number => Number(typed.trim().replace(",", "."));

export function money(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale(), { style: "currency", currency }).format(amount);
}

export function dateTime(at: string | number | Date, options: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" }): string {
  return new Intl.DateTimeFormat(locale(), options).format(new Date(at));
}

/** In seconds, the longest first. */
export const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;

/** "3 minutes ago", "in 2 days". */
export function ago(at: string | number | Date, from: number = Date.now()): string {
  const seconds = Math.round((new Date(at).getTime() - from) / 1000);
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
