// What texts suffer on their way: typing errors, missing capitals and marks, emoji. The same text always suffers the same.
import { randomFrom, seedOf } from "./bootstrap.mjs";

const EVERY = 10; // one typing error in so many characters

const keyboards = {
  en: ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
  fi: ["qwertyuiopå", "asdfghjklöä", "zxcvbnm"],
  ru: ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"],
};

// Characters that sound alike and are taken for one another when typing by sound.
const alike = [
  "的得地", "在再", "做作坐座", "他她它", "那哪", "吗嘛", "已以", "是事试式", "有又右友", "没每美", "会回汇", "像象向", "账帐",
  "换唤", "前钱千", "到道倒", "买卖", "退推", "时十实", "这着", "你尼", "我窝", "等灯", "里理力", "店点电", "客可课", "服付复",
  "务物误", "单担", "送松", "货或", "经精京", "了乐", "就旧久", "还孩", "要药", "说硕", "问文", "题提", "几机鸡", "气起",
];

function neighbours(lang) {
  const near = new Map();
  for (const row of keyboards[lang] ?? [])
    [...row].forEach((key, i) => near.set(key, [row[i - 1], row[i + 1]].filter(Boolean)));
  return near;
}

const nearKeys = Object.fromEntries(Object.keys(keyboards).map((lang) => [lang, neighbours(lang)]));
const soundsLike = new Map(alike.flatMap((group) => [...group].map((c) => [c, [...group].filter((other) => other !== c)])));

const isLetter = (c) => /\p{L}/u.test(c);
const pick = (list, random) => list[Math.floor(random() * list.length)];

/** Another key instead: one beside it, or in Chinese a character that sounds alike. Undefined where none is known. */
function otherKey(lang, c, random) {
  const others = lang === "zh" ? soundsLike.get(c) : nearKeys[lang]?.get(c.toLowerCase());
  if (!others) return undefined;
  const other = pick(others, random);
  return c === c.toLowerCase() ? other : other.toUpperCase();
}

function swapped(units, i) {
  if (i + 1 >= units.length || !isLetter(units[i + 1])) return false;
  [units[i], units[i + 1]] = [units[i + 1], units[i]];
  return true;
}

function mistype(units, i, lang, random) {
  const kinds = lang === "zh" ? ["drop", "swap", "other"] : ["swap", "drop", "double", "other"];
  const kind = pick(kinds, random);
  const c = units[i];
  if (kind === "swap" && swapped(units, i)) return;
  if (kind === "double") units[i] = c + c;
  else if (kind === "other" && otherKey(lang, c, random)) units[i] = otherKey(lang, c, random);
  else if (lang !== "zh" || !swapped(units, i)) units[i] = "";
}

/** One error in each ten characters; in a shorter rest by as much chance as it has of them. Each draw has other errors. */
export function typingErrors(text, lang, draw = 0) {
  const random = randomFrom(seedOf(draw === 0 ? text : `${text} ${draw}`));
  const units = [...text];
  for (let start = 0; start < units.length; start += EVERY) {
    const places = [];
    for (let i = start; i < Math.min(start + EVERY, units.length); i++) if (units[i] !== "" && isLetter(units[i])) places.push(i);
    const whole = units.length - start >= EVERY || random() < (units.length - start) / EVERY;
    if (whole && places.length > 0) mistype(units, pick(places, random), lang, random);
  }
  return units.join("");
}

/** Marks go, but for those in numbers; words stay apart. */
export function withoutMarks(text) {
  return text
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, "")
    .replace(/(?<!\p{N})\p{P}|\p{P}(?!\p{N})/gu, " ")
    .replace(/ +/g, " ")
    .trim();
}

/** Emoji that tell no mood: one where a word or sentence ends, one at the end. */
export function withEmoji(text) {
  const random = randomFrom(seedOf(text));
  const emoji = ["📦", "📱", "🛒", "🧾", "👀", "☕", "📷", "🕐"];
  const ends = [...text.matchAll(/[ ，。！？,.!?]/gu)].map((match) => match.index);
  const end = `${text} ${pick(emoji, random)}`;
  if (ends.length === 0) return end;
  const at = pick(ends, random);
  return `${end.slice(0, at)} ${pick(emoji, random)}${end.slice(at)}`;
}

export const sufferings = {
  "a typing error in ten characters": typingErrors,
  "all lower case": (text, lang) => text.toLocaleLowerCase(lang),
  "all capitals": (text, lang) => text.toLocaleUpperCase(lang),
  "no punctuation": withoutMarks,
  "emoji added": withEmoji,
};
