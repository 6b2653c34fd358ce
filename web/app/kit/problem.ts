// What the desk refused, in the person's language.
import { Problem } from "../api/client";
import { known, language, t } from "../words/words";
import { ofField } from "./fields";

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t("kit.problem.unknown");
  const key = `kit.problem.${error.type}`;
  if (known(key)) return t(key as "kit.problem.unknown");
  // What the desk tells of other things it tells in English.
  return (error.field ? ofField(error) : language() === "en" && error.told.detail) || t("kit.problem.unknown");
}
