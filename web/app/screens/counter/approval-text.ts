// What became of a question to somebody who may give more, in words.
import { money, number, t } from "../../words/words";
import { problemText } from "../../kit/problem";
import type { Asking } from "./approvals";
import { isAmount, type Kind } from "./give";

export function giftText(kind: Kind, amount: number, currency: string): string {
  const name = t(`counter.kind.${kind}`);
  if (isAmount(kind)) return `${name} ${money(amount, currency)}`;
  return kind === "discount_percent" ? `${name} ${number(amount / 100, { style: "percent", maximumFractionDigits: 2 })}` : name;
}

/** What may be given now that it is answered: another amount is a grant too. */
export const grantedAmount = ({ amount, approval }: Asking): number => approval?.granted ?? approval?.granted_percent ?? amount;

export function approvalText(asking: Asking, currency: string, names: (id: string | null | undefined) => string): string {
  const { approval, error, kind, amount } = asking;
  if (error !== undefined) return (error as { type?: string }).type ? problemText(error) : t("counter.ask.away");
  const what = giftText(kind, grantedAmount(asking), currency);
  const name = names(approval?.answered_by) || t("counter.somebody");
  switch (approval?.state) {
    case "granted": return t("counter.ask.granted", { what, name });
    case "declined": return t("counter.ask.declined", { name });
    case "lapsed": return t("counter.ask.lapsed");
    case "withdrawn": return t("counter.ask.withdrawn");
    default: return t("counter.ask.asked", { what: giftText(kind, amount, currency) });
  }
}
