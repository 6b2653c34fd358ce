// What the desk refused, in the person's language.
import { Problem } from "../api/client";
import { known, t } from "../words/words";

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t("kit.problem.unknown");
  const key = `kit.problem.${error.type}`;
  if (known(key)) return t(key as "kit.problem.unknown");
  return error.field ? t("kit.field-wrong", { field: error.field, expected: error.expected ?? "" }) : error.told.detail || t("kit.problem.unknown");
}
