// What the desk says of a field, in the person's language: by the name that the app has for it, and what was expected there. The desk
// says the latter in English for programs; what no line below knows is left out.
import type { Problem } from "../../api/client";
import { known, t } from "../../words/words";

const listed = () => t("fields.listed"), number = () => t("records.a-number");

/** The first that fits says it. */
const expectations: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  [/^at most (\d+) characters$/, (n) => t("fields.most", { n: Number(n) })],
  [/^(\d+) to (\d+) characters$/, (least, n) => t("fields.between", { least: Number(least), n: Number(n) })],
  [/^(\d+) characters$/, (n) => t("fields.exactly", { n: Number(n) })],
  [/^at most \d+ bytes$/, () => t("fields.shorter")],
  [/no card or account number/, () => t("fields.card")],
  [/nobody else has/, () => t("fields.taken")],
  [/without blanks$/, () => t("fields.blanks")],
  [/^a telephone number or /, () => t("fields.contact")],
  [/^one mailbox/, () => t("fields.mailbox")],
  [/^https:/, () => t("fields.link")],
  [/^a time that is not to come/, () => t("records.not-future")],
  [/^a time .*to come/, () => t("records.not-past")],
  [/^a time |^until when/, () => t("fields.time")],
  [/^(none|nothing|nobody)\b/, () => t("fields.empty")],
  [/^(somebody else|another person)/, () => t("fields.other")],
  [/^a number from (\d{1,7}) to (\d{1,7})$/, (least, most) => t("fields.range", { least: Number(least), most: Number(most) })],
  [/^(a|an|the highest) (whole )?(number|amount|percentage)|a number from|^how much/, number],
  [/^(one of|an? id|the id of|the IANA|a tag of|a case|an encounter|the encounter's|where |who )|was expected$/, listed],
  [/^a value:|^what |^something /, () => t("fields.missing")],
];

function expectation({ expected = "" }: Problem): string | undefined {
  for (const [pattern, say] of expectations) {
    const found = pattern.exec(expected);
    if (found) return say(...found.slice(1));
  }
  return undefined;
}

/** At the field itself: what was expected. */
export function atField(problem: Problem): string {
  return expectation(problem) ?? t("records.check-this");
}

/** Away from the field: which one, and what was expected. Empty while the texts are on their way. */
export function ofField(problem: Problem): string {
  const name = `fields.name.${problem.field}`, expected = expectation(problem);
  const wrong = known(name) ? t("fields.named", { field: t(name as "fields.name.name") }) : t("fields.unnamed");
  return expected ? t("fields.both", { wrong, expected }) : wrong;
}
