// What is given or asked for, in words: "Refund, £45".
import type { Remedy } from "../../api/types";
import { money, number, t } from "../../words/words";

export interface Given {
  remedy: Remedy["remedy"];
  amount: number | null;
  percent: number | null;
  currency: string;
}

export function remedyName(remedy: Remedy["remedy"]): string {
  return t(`remedy.${remedy}`);
}

/** "£45", "15 %"; empty where it is no amount. */
export function remedyAmount({ amount, percent, currency }: Omit<Given, "remedy">): string {
  if (amount !== null) return currency ? plainMoney(amount, currency) : number(amount);
  return percent !== null && percent >= 0 ? number(percent / 100, { style: "percent", maximumFractionDigits: 2 }) : "";
}

/** Whole amounts without zeros behind the point: quicker to read. */
function plainMoney(amount: number, currency: string): string {
  return Number.isInteger(amount) ? number(amount, { style: "currency", currency, minimumFractionDigits: 0, maximumFractionDigits: 0 }) : money(amount, currency);
}

export function remedyText(given: Given): string {
  const amount = remedyAmount(given);
  return amount ? t("remedy.with", { what: remedyName(given.remedy), amount }) : remedyName(given.remedy);
}
