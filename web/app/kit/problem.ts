// What the desk refused, in the person's language.
import { Problem } from "../api/client";
import { known, t } from "../words/words";
import { refused, refusedField } from "./refused/field";

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t("kit.problem.unknown");
  const key = `kit.problem.${error.type}`;
  if (known(key)) return t(key as "kit.problem.unknown");
  return error.field ? refusedField(error.field, error.expected ?? "") : refused(error.type);
}
