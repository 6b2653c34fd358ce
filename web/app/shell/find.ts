// What the desk has with some words, of everything that one may see: records by their words, people by their names.
import { api } from "../api/client";
import { may, type Session } from "../api/session";
import { allPeople } from "../kit/names";
import { t } from "../words/words";

export interface Hit {
  href: string;
  text: string;
  kind: string;
}

const MOST = 5;
export const has = (text: string, words: string) => text.toLocaleLowerCase().includes(words.toLocaleLowerCase());

export async function search(who: Session, words: string, signal: AbortSignal): Promise<Hit[]> {
  const asking = { query: { q: words, limit: MOST }, signal };
  const [cases, customers, promises, incidents, refusals, people] = await Promise.all([
    may(who, "case.see") ? api.get("/v1/cases", asking) : undefined,
    may(who, "customer.see") ? api.get("/v1/customers", asking) : undefined,
    may(who, "promise.work") ? api.get("/v1/promises", asking) : undefined,
    may(who, "incident.report") ? api.get("/v1/incidents", asking) : undefined,
    may(who, "refusal.see") ? api.get("/v1/refusals", asking) : undefined,
    may(who, "person.see") && !who.alone ? allPeople(signal) : [],
  ]);
  const called = new Map((customers?.items ?? []).map(({ id, name, contact }) => [id, name || contact]));
  return [
    ...(cases?.items ?? []).map(({ id, number, subject }) => ({ href: `/cases/${id}`, text: `${number} · ${subject}`, kind: t("shell.case") })),
    ...[...called].map(([id, text]) => ({ href: `/customers/${id}`, text, kind: t("shell.customer") })),
    ...(promises?.items ?? []).map(({ id, what }) => ({ href: `/promises/${id}`, text: what, kind: t("shell.promise") })),
    ...(incidents?.items ?? []).map(({ id, number, what }) => ({ href: `/incidents/${id}`, text: `${number} · ${what}`, kind: t("shell.incident") })),
    ...(refusals?.items ?? []).map(({ id, customer, reason }) => ({ href: `/refusals/${id}`, text: [called.get(customer), reason].filter(Boolean).join(": "), kind: t("shell.refusal") })),
    ...people.filter(({ name, active }) => active && has(name, words)).slice(0, MOST).map(({ id, name }) => ({ href: `/people/${id}`, text: name, kind: t("shell.person") })),
  ];
}
