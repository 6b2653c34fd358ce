// What may still be given in this encounter: the authority, less what was given.
import type { Authority, Running } from "../../offline";

export const amounts = ["refund", "voucher", "free_item"] as const;
export const things = ["exchange", "replacement", "repair", "redo", "upgrade", "refreshment"] as const;
export type Kind = (typeof amounts)[number] | (typeof things)[number] | "discount_percent";
export const kinds: readonly Kind[] = ["refund", "voucher", "exchange", "replacement", "discount_percent", "free_item", "repair", "redo", "upgrade", "refreshment"];

export const isAmount = (kind: Kind): boolean => (amounts as readonly string[]).includes(kind);
const covers: Partial<Record<Kind, readonly Kind[]>> = { redo: ["repair", "replacement"], upgrade: ["replacement"] };

const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/** The authority that holds now: the last one that the desk told. */
export function authorityOf(running: Running | undefined): Authority | undefined {
  let now = running?.start.authority;
  for (const { event } of running?.events ?? []) {
    if ("authority" in event) now = event.authority;
    else if ("start" in event && event.start.authority) now = event.start.authority;
  }
  return now;
}

/** What was given, kind by kind; what was taken back again is not in it. */
export function givenIn(running: Running | undefined): Partial<Record<Kind, number>> {
  const gifts: (Authority | null)[] = [];
  for (const { event, card } of running?.events ?? []) {
    if ("undo" in event && card) gifts.pop();
    else gifts.push("gave" in event ? event.gave : null);
  }
  const sum: Partial<Record<Kind, number>> = {};
  for (const gift of gifts) {
    for (const kind of kinds) {
      const value = gift?.[kind];
      if (value === true) sum[kind] = 1;
      else if (typeof value === "number") sum[kind] = kind === "discount_percent" ? Math.max(sum[kind] ?? 0, value) : (sum[kind] ?? 0) + value;
    }
  }
  return sum;
}

/** May this be given without asking? Unknown authority is none. */
export function within(running: Running | undefined, kind: Kind, amount: number, authority = authorityOf(running)): boolean {
  if (!authority) return false;
  if (authority.all) return true;
  if (isAmount(kind)) return amount + (givenIn(running)[kind] ?? 0) <= numberOf(authority[kind]) + 1e-9;
  if (kind === "discount_percent") return amount <= numberOf(authority[kind]);
  const named = authority[kind];
  if (named !== undefined) return named === true;
  return (covers[kind] ?? []).some((other) => authority[other] === true);
}

/** Amounts to choose from with one tap: what is still free, and round ones around it. */
export function choices(running: Running | undefined, kind: Kind, authority = authorityOf(running)): readonly number[] {
  if (kind === "discount_percent") return [5, 10, 15, 20, 30, 50];
  const left = Math.max(0, numberOf(authority?.[kind]) - (givenIn(running)[kind] ?? 0));
  const round = [5, 10, 20, 50, 100];
  return [...new Set([...round, ...(left > 0 && !authority?.all ? [left] : [])])].sort((a, b) => a - b).slice(0, 6);
}

export const gift = (kind: Kind, amount: number, currency: string): Authority =>
  isAmount(kind) ? { [kind]: amount, currency } : { [kind]: kind === "discount_percent" ? amount : true };
