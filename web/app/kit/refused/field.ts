// What the desk refused, in the person's language: a field and what it expected there, or something else.
import { known, t } from "../../words/words";

/** How the desk says what it expected, and how the person is told; the first that fits. */
const expectations: readonly [RegExp, (...found: string[]) => string][] = [
  [/^(\d+) characters$/, (n) => t("refused.exactly", { n: Number(n) })],
  [/^(\d+) to (\d+) characters$/, (least = "", most = "") => t("refused.between", { least, most })],
  [/^at most (\d+) characters$/, (most = "") => t("refused.at-most", { most })],
  [/^a number from (-?\d+) to (\d+)$/, (least = "", most = "") => t("refused.number", { least, most })],
  [/^a time /, () => t("refused.time")],
  [/^the id of /, () => t("refused.gone")],
  [/^one of |was expected$/, () => t("refused.choose")],
  [/^nothing: /, () => t("refused.fixed")],
];

function told(expected: string): string | undefined {
  for (const [pattern, text] of expectations) {
    const found = pattern.exec(expected);
    if (found) return text(...found.slice(1));
  }
  return undefined;
}

/** One sentence: which field, and what it takes. `named` is false where it stands at the field itself. */
export function refusedField(field: string, expected: string, named = true): string {
  if (!known("refused.check")) return t("kit.problem.unknown"); // the first screens, before they have all texts
  const key = `refused.name.${field.replace(/_ms$/, "")}`, what = told(expected);
  if (!named || !known(key)) return what ?? t("refused.check");
  const name = t(key as "refused.name.about");
  return what ? t("refused.named", { name, what }) : t("refused.check-named", { name });
}

/** Refusals that people can do the same about. */
const alike: Readonly<Record<string, string>> = {
  memory: "internal", "disk-full": "storage", "read-only": "storage", "storage-away": "storage", "storage-damaged": "storage",
  "not-ready": "busy", "too-many-streams": "busy",
};

/** What the desk refused, where it was no field. */
export function refused(type: string): string {
  const key = `refused.problem-${alike[type] ?? type}`;
  return t(known(key) ? (key as "refused.problem-busy") : "kit.problem.unknown");
}
