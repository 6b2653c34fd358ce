// Takes out of a text what points to a person: card and account numbers, phone numbers, e-mail addresses, personal codes, names that are given.
// It errs on the side of taking out: any number of nine digits goes.

const digits = (text) => [...text].filter((letter) => /\p{Nd}/u.test(letter)).length;
const mail = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Nd}._%+-]+@[\p{Script=Latin}\p{Script=Cyrillic}\p{Nd}-]+(?:\.[\p{Script=Latin}\p{Script=Cyrillic}\p{Nd}-]+)+/gu;
const code = /(?<![\p{L}\p{Nd}])\d{6}[-+A]\d{3}[0-9A-Y](?![\p{L}\p{Nd}])/gu;
const number = /(?:(?<!\p{L})[A-Z]{2}(?=\p{Nd}{2}))?(?:\+\s?|\(\+?)?\p{Nd}(?:[\s\u00a0()/-]{0,2}\p{Nd})+/gu;

/** A number short of nine digits that is written as phone numbers are: with a plus or a zero before, or 123-4567, 123-45-67. */
const isShortPhone = (text) => (digits(text) >= 6 && /^[+(]*\+|^\(?0\p{Nd}/u.test(text)) || /^\p{Nd}{3}-(\p{Nd}{4}|\p{Nd}{2}-\p{Nd}{2})$/u.test(text);

function markOf(text) {
  if (digits(text) >= 13) return "[card]";
  return digits(text) >= 9 || isShortPhone(text) ? "[phone]" : text;
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");

/** A name as a pattern; Finnish and Russian put endings to it, Chinese nothing around it. */
function namePattern(lang, name) {
  if (lang === "zh") return new RegExp(literal(name), "giu");
  return new RegExp(`(?<!\\p{L})${literal(name)}${lang === "en" ? "" : "\\p{L}{0,4}"}(?!\\p{L})`, "giu");
}

/** The text without them, and what was taken out: {text, taken: ["[phone]", …]}. */
export function redact(lang, text, names = []) {
  const taken = [];
  const take = (mark) => {
    taken.push(mark);
    return mark;
  };
  let left = text.replace(mail, () => take("[e-mail]")).replace(code, () => take("[id]"));
  left = left.replace(number, (found) => (markOf(found) === found ? found : take(markOf(found))));
  // The longest first: "Ann Lee" before "Ann".
  for (const name of [...names].sort((a, b) => b.length - a.length)) left = left.replace(namePattern(lang, name), () => take("[name]"));
  return { text: left, taken };
}
