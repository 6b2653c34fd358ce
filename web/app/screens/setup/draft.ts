// What the owner typed until there is a desk to keep it: on this page's session storage, but for the secret and the password.
import type { Trade } from "../../kit/business/names";

export interface Founding {
  trade: Trade | "";
  country: string;
  organisation: string;
  site: string;
  currency: string;
  zone: string;
  emergency_number: string;
  telephone: string;
  security: boolean;
  name: string;
  login: string;
  password: string;
}

const PLACE = "founding";

export function readDraft(): Partial<Founding> {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as Partial<Founding>;
  } catch {
    return {};
  }
}
export function keepDraft(values: Founding): void {
  sessionStorage.setItem(PLACE, JSON.stringify({ ...values, password: "" }));
}
export function dropDraft(): void {
  sessionStorage.removeItem(PLACE);
}

let secret = "";
/** The secret behind the link's #, which leaves the address at once. */
export function takeSecret(): string {
  if (location.hash.length > 1) {
    secret = location.hash.slice(1);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return secret;
}
