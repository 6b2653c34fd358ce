// What the desk refused about a record, in the person's language.
import { Problem } from "../../api/client";
import { known, t } from "../../words/words";
import { problemText } from "../problem";

export function recordProblem(error: unknown): string {
  if (!(error instanceof Problem)) return problemText(error);
  if (error.status === 412) return t("records.changed");
  const key = `records.problem-${error.type}`;
  return known(key) ? t(key as "records.problem-ended") : problemText(error);
}
