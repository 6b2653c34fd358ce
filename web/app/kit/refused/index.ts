// What the desk refused where it was no field, in the person's language.
import { known, t } from "../../words/words";

/** Refusals that people can do the same about. */
const alike: Readonly<Record<string, string>> = {
  memory: "internal", "disk-full": "storage", "read-only": "storage", "storage-away": "storage", "storage-damaged": "storage",
  "not-ready": "busy", "too-many-streams": "busy",
};

/** Of a problem's type; something general while the texts are on their way. */
export function refused(type: string): string {
  const key = `refused.${alike[type] ?? type}`;
  return t(known(key) ? (key as "refused.busy") : "kit.problem.unknown");
}
