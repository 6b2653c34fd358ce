// Names of what a business is made of: trades, roles, remedies; and its grants.
import { api, all } from "../../api/client";
import type { Grant, Membership, Site } from "../../api/types";
import { money, number, t } from "../../words/words";
import type { Option } from "../field";

export type Trade = Site["trade"];
export type Role = Membership["role"];
export type Remedy = NonNullable<Grant["remedy"]>;
export const trades: readonly Trade[] = ["supermarket", "salon", "cafe", "restaurant", "hotel", "telecom", "web_shop", "pharmacy", "repair_shop", "public_office", "other"];
export const roles: readonly Role[] = ["associate", "supervisor", "manager", "administrator"];
export const remedies: readonly Remedy[] = ["refund", "voucher", "free_item", "discount_percent", "exchange", "replacement", "repair", "redo", "upgrade", "refreshment"];

export const tradeName = (trade: Trade) => t(`business.trade.${trade}`);
export const roleName = (role: Role) => t(`business.role.${role}`);
export const remedyName = (remedy: Remedy) => t(`business.remedy.${remedy}`);
export const tradeOptions = (): Option<Trade>[] => trades.map((value) => ({ value, text: tradeName(value) }));
export const roleOptions = (of: readonly Role[] = roles): Option<Role>[] => of.map((value) => ({ value, text: roleName(value) }));

/** What somebody is now, in words: "Supervisor", "Manager · Administrator". */
export function rolesText(memberships: readonly Membership[], person: string, at = Date.now()): string {
  const held = memberships.filter((one) => one.person === person && !one.ended && (!one.from || new Date(one.from).getTime() <= at) && (!one.until || new Date(one.until).getTime() > at));
  return roles.filter((role) => held.some((one) => one.role === role)).map(roleName).join(" · ");
}

export const hasSum = (remedy: Remedy | null) => remedy === "refund" || remedy === "voucher" || remedy === "free_item";

/** "Refund up to €20", "Discount up to 10 %", "Exchange". */
export function grantText({ all: everything, remedy, most, percent, currency }: Pick<Grant, "all" | "remedy" | "most" | "percent" | "currency">): string {
  if (everything || !remedy) return t("business.everything");
  if (hasSum(remedy)) return most === null ? remedyName(remedy) : t("business.up-to", { what: remedyName(remedy), most: money(most, currency || "EUR") });
  if (remedy === "discount_percent") return t("business.up-to", { what: remedyName(remedy), most: number((percent ?? 0) / 100, { style: "percent", maximumFractionDigits: 2 }) });
  return remedyName(remedy);
}

export const allMemberships = (signal?: AbortSignal): Promise<Membership[]> => all((cursor) => api.get("/v1/memberships", { query: { cursor, limit: 200 }, ...(signal ? { signal } : {}) }));
export const allGrants = (signal?: AbortSignal): Promise<Grant[]> => all((cursor) => api.get("/v1/grants", { query: { cursor, limit: 200 }, ...(signal ? { signal } : {}) }));

/** Grants that hold at an instant: neither over nor ended by another record. */
export function standing(grants: readonly Grant[], at = Date.now()): Grant[] {
  const ended = new Set(grants.filter(({ ends, from, created_at }) => ends && new Date(from ?? created_at).getTime() <= at).map(({ ends }) => ends));
  return grants.filter((grant) => !grant.ends && !ended.has(grant.id) && (!grant.until || new Date(grant.until).getTime() > at));
}

/** What to sign in with, made of a name: "Zofia Nowak" → "zofia". Letters that have no Latin ones stay. */
export function loginOf(name: string): string {
  return (name.trim().split(/\s+/)[0] ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** All currencies that the browser knows. */
export const currencies = (): string[] => Intl.supportedValuesOf("currency");
/** All zones that it knows, and the one that is set. */
export const zoneOptions = (set: string): Option<string>[] => [...new Set([set, ...Intl.supportedValuesOf("timeZone")])].map((value) => ({ value, text: value.replaceAll("_", " ") }));
