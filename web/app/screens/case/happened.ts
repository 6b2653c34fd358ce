// One event of an encounter in words.
import type { EncounterEvent } from "../../api/types";
import { remedyName, remedyText } from "../../kit/remedy";
import type { Authority, CoachEvent, Start } from "../../offline/types";
import { known, t } from "../../words/words";
import { named } from "./evidence";

export type Said = CoachEvent | { start: Start } | { authority: Authority };

/** "Refund, £20 · Exchange": amounts of an authority, or of what was given. */
export function amounts(given: Authority): string {
  if (given.all) return t("case.everything");
  return Object.entries(given).flatMap(([name, value]) => {
    if (!known(`remedy.${name}`) || value === undefined || value === false || value === 0) return [];
    const remedy = name as "refund";
    if (value === true || typeof value === "string") return [remedyName(remedy)];
    const percent = name === "discount_percent";
    return [remedyText({ remedy, amount: percent ? null : value, percent: percent ? value : null, currency: given.currency ?? "" })];
  }).join(" · ");
}

/** What kind of thing happened; a text is told beside. */
export function what({ event }: EncounterEvent): string {
  const said = event as Said;
  if ("start" in said) return t("case.event.start");
  if ("from" in said) return t(`case.from.${said.from}`);
  if ("observed" in said) return t("case.event.observed", { what: named(said.observed) });
  if ("did" in said) return t("case.event.did", { what: named(said.did) });
  if ("gave" in said) return t("case.event.gave", { what: amounts(said.gave) });
  if ("authority" in said) return t("case.event.authority", { what: amounts(said.authority) || t("case.none") });
  if ("overrule" in said) return t("case.event.overrule", { what: named(said.overrule) });
  if ("undo" in said) return t("case.event.undo");
  return t("case.event.outcome", { what: t(`outcomes.${said.outcome}`) });
}
