// The words of the app: each folder's words.json has its texts in all languages side by side; the names of acts, signals
// and so on are the playbook's own (data/lang/*/messages.yaml). Writes gen/: one module for each language, and the type of
// all keys with what each has to be given. Says what is missing, unused, or not the same in all languages.
//   node words.mjs [--check]      --check: also what no source uses
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const here = dirname(fileURLToPath(import.meta.url));
export const languages = ["en", "fi", "ru", "zh"];
const borrowed = ["acts", "signals", "findings", "moves", "observations", "outcomes", "levels"];

function* files(folder, ending) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path, ending);
    else if (ending.test(entry.name)) yield path;
  }
}

/** Key → language → text, or → forms by plural category. */
function gather(mistakes) {
  const all = new Map();
  for (const path of files(join(here, "app"), /^words\.json$/)) {
    const folder = basename(dirname(path));
    for (const [key, texts] of Object.entries(JSON.parse(readFileSync(path, "utf8")))) {
      if (all.has(`${folder}.${key}`)) mistakes.push(`${folder}.${key}: stands twice`);
      all.set(`${folder}.${key}`, texts);
    }
  }
  const borrow = (prefix, of) => {
    const texts = Object.fromEntries(languages.map((lang) => [lang, of(lang)]));
    for (const key of Object.keys(texts.en ?? {}))
      all.set(`${prefix}.${key}`, Object.fromEntries(languages.map((lang) => [lang, texts[lang][key]])));
  };
  const messages = Object.fromEntries(languages.map((lang) => [lang, parse(readFileSync(join(here, `../data/lang/${lang}/messages.yaml`), "utf8"))]));
  for (const list of borrowed) borrow(list, (lang) => messages[lang].screen[list] ?? messages[lang].names?.[list]);
  borrow("instructions", (lang) => Object.fromEntries(Object.entries(messages[lang].instructions).flatMap(([act, text]) =>
    ["counter", "phone", "default"].map((channel) => [`${act}.${channel}`, typeof text === "string" ? text : text[channel] ?? text.default]))));
  return all;
}

const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join(" ");
const forms = (text) => (typeof text === "string" ? [text] : Object.values(text));

/** What is wrong with one key's texts. */
function* judge(key, texts) {
  const extra = Object.keys(texts).filter((lang) => !languages.includes(lang));
  if (extra.length) yield `${key}: "${extra}" is no language`;
  // A form for exactly one may say "one" without the number: the most that any form takes counts.
  const wanted = (text) => [...new Set(forms(text).flatMap((form) => placeholders(form).split(" ").filter(Boolean)))].sort().join(" ");
  for (const lang of languages) {
    const text = texts[lang];
    if (text === undefined || forms(text).some((form) => typeof form !== "string" || form.trim() === "")) {
      yield `${key}: no text in ${lang}`;
      continue;
    }
    if (wanted(text) !== wanted(texts.en ?? text)) yield `${key}: ${lang} has {${wanted(text)}}, en {${wanted(texts.en)}}`;
    if (typeof text === "string") {
      if (typeof texts.en !== "string") yield `${key}: ${lang} has no plural forms`;
      continue;
    }
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    const lacking = categories.filter((category) => !(category in text));
    const surplus = Object.keys(text).filter((category) => !categories.includes(category));
    if (lacking.length) yield `${key}: ${lang} lacks the plural form ${lacking}`;
    if (surplus.length) yield `${key}: ${lang} has no plural form ${surplus}`;
  }
}

/** What sources name: whole keys, beginnings of keys, lists of the playbook. */
function named(source) {
  const whole = new Set([...source.matchAll(/["'`]([a-z][\w-]*(?:\.[\w-]+)+)["'`]/g)].map(([, key]) => key));
  const begun = [...source.matchAll(/`([a-z][\w-]*\.[\w.-]*)\$\{/g)].map(([, beginning]) => beginning);
  const lists = [...source.matchAll(/\bnamed\("(\w+)"/g)].map(([, list]) => `${list}.`);
  return (key) => whole.has(key) || [...begun, ...lists].some((beginning) => key.startsWith(beginning));
}

/** Which keys the first screens need: the frame, the counter, signing in. The others come behind the first paint. */
function first() {
  const parts = ["app/shell", "app/screens/counter", "app/screens/signin", "app/kit"].flatMap((folder) =>
    [...files(join(here, folder), /\.tsx?$/)].filter((path) => folder !== "app/kit" || dirname(path).endsWith("kit") || path.includes("/account/") || path.includes("/records/problem")));
  return named([...parts, join(here, "app/screens/table.ts")].map((path) => readFileSync(path, "utf8")).join("\n"));
}

/** Keys that no source names, nor builds from a beginning: t(`counter.zone.${name}`). */
function unused(keys) {
  let source = "";
  for (const path of files(join(here, "app"), /\.tsx?$/)) source += readFileSync(path, "utf8");
  const uses = named(source);
  return keys.filter((key) => !uses(key));
}

/** Writes gen/; gives the mistakes. */
export function words({ check = false } = {}) {
  const mistakes = [];
  const all = gather(mistakes);
  for (const [key, texts] of all) mistakes.push(...judge(key, texts));
  const own = [...all.keys()].filter((key) => ![...borrowed, "instructions"].includes(key.split(".")[0]));
  if (check) for (const key of unused(own)) mistakes.push(`${key}: nothing uses it`);
  mkdirSync(join(here, "gen"), { recursive: true });
  const type = (key) => {
    const texts = all.get(key).en;
    const names = new Set(forms(texts).flatMap((form) => placeholders(form).split(" ").filter(Boolean)));
    if (typeof texts !== "string") names.add("n");
    const fields = [...names].map((name) => `${name}: ${name === "n" ? "number" : "string | number"}`);
    return `  ${JSON.stringify(key)}: ${fields.length ? `{ ${fields.join("; ")} }` : "undefined"};`;
  };
  writeFileSync(join(here, "gen/keys.ts"), `// Made by words.mjs.\nexport interface Keys {\n${[...all.keys()].map(type).join("\n")}\n}\n`);
  const early = first();
  for (const lang of languages)
    for (const [name, part] of [[lang, (key) => early(key)], [`${lang}-more`, (key) => !early(key)]]) {
      const texts = Object.fromEntries([...all].filter(([key]) => part(key)).map(([key, of]) => [key, of[lang] ?? ""]));
      writeFileSync(join(here, `gen/${name}.ts`), `// Made by words.mjs.\nimport type { Texts } from "../app/words/words";\nexport const texts: Texts = ${JSON.stringify(texts, null, 1)};\n`);
    }
  return mistakes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const mistakes = words({ check: process.argv.includes("--check") });
  for (const mistake of mistakes) console.log(`words: ${mistake}`);
  if (mistakes.length) process.exitCode = 1;
}
