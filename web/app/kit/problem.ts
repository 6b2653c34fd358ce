// What the desk refused, in the person's language.
import { Problem } from "../api/client";
import { known, t } from "../words/words";
import { ofField } from "./fields";
import { refused } from "./refused";

export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t("kit.problem.unknown");
  const key = `kit.problem.${error.type}`;
  if (known(key)) return t(key as "kit.problem.unknown");
  return (error.field && ofField(error)) || refused(error.type);
}
