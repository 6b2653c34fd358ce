// Who works here and where: read once, and again when it changed. Customers one by one, as they are met.
import { useEffect } from "preact/hooks";
import { all, api, Problem } from "../../api/client";
import { listen } from "../../api/live";
import { may, session, type Session } from "../../api/session";
import { store, useStore } from "../../api/store";
import type { Customer, Person, Site } from "../../api/types";
import { t } from "../../words/words";

interface Known {
  sites: readonly Site[];
  people: readonly Person[];
}
const known = store<Known | undefined>(undefined);
const customers = store<ReadonlyMap<string, Customer | null>>(new Map());
const asked = new Set<string>();
let reading: Promise<void> | undefined;
let watching = false;

async function read(who: Session): Promise<void> {
  const none = () => [];
  const [sites, people] = await Promise.all([
    all((cursor) => api.get("/v1/sites", { query: { cursor, limit: 200 } })).catch(none),
    may(who, "person.see") ? all((cursor) => api.get("/v1/people", { query: { cursor, limit: 200 } })).catch(none) : [],
  ]);
  if (session.get()?.person.id === who.person.id) known.set({ sites, people });
}

/** Whoever signs in next has seen nothing. */
function forget(): void {
  known.set(undefined);
  customers.set(new Map());
  asked.clear();
  reading = undefined;
}

function watch(): void {
  if (watching) return;
  watching = true;
  let person = session.get()?.person.id;
  session.watch((now) => {
    if (now?.person.id === person) return;
    person = now?.person.id;
    forget();
  });
  listen(({ kind }) => { if (kind === "reset") reading = undefined; });
}

export interface Directory {
  ready: boolean;
  sites: readonly Site[];
  /** Those who work here now. */
  people: readonly Person[];
  person(id: string | null | undefined): string;
  site(id: string | null | undefined): Site | undefined;
  siteName(id: string | null | undefined): string;
  /** Of a site; of the first where none is said. */
  zone(id: string | null | undefined): string | undefined;
  /** Where this person mostly is. */
  home: string;
}

export function useDirectory(): Directory {
  const who = useStore(session), now = useStore(known);
  useEffect(() => {
    watch();
    if (who && !known.get()) reading ??= read(who);
  }, [who?.person.id, now]);
  const sites = now?.sites ?? [], people = now?.people ?? [];
  const site = (id: string | null | undefined) => sites.find((one) => one.id === id);
  const open = sites.filter(({ closed }) => !closed);
  const theirs = who?.memberships.find((one) => one.site)?.site;
  return {
    ready: !!now,
    sites,
    people: people.filter(({ active }) => active),
    person: (id) => (!id ? "" : id === who?.person.id ? who.person.name : people.find((one) => one.id === id)?.name ?? t("records.somebody")),
    site,
    siteName: (id) => site(id)?.name ?? "",
    zone: (id) => (site(id) ?? sites[0])?.zone,
    home: theirs ?? open[0]?.id ?? "",
  };
}

/** Undefined while it is not known; null: one of another shop, whom this person does not see. */
export function useCustomer(id: string | null | undefined): Customer | null | undefined {
  const now = useStore(customers), who = useStore(session);
  useEffect(() => {
    if (!id || asked.has(id) || !who || !may(who, "customer.see")) return;
    watch();
    asked.add(id);
    const put = (customer: Customer | null) => { if (asked.has(id)) customers.set(new Map(customers.get()).set(id, customer)); };
    api.get("/v1/customers/{id}", { ids: [id] }).then(put, (reason: unknown) => {
      if (reason instanceof Problem && [403, 404].includes(reason.status)) put(null);
      else asked.delete(id); // the desk was out of reach: asked again where it is next wanted
    });
  }, [id]);
  return id ? now.get(id) : undefined;
}
/** What was read just now is known to all. */
export function learn(customer: Customer): void {
  asked.add(customer.id);
  customers.set(new Map(customers.get()).set(customer.id, customer));
}

/** Whether something of the whole business, at no one site, may be written. */
export const everywhere = (who: Session, permission: string): boolean => who.permissions[permission] === "organisation" || who.memberships.some(({ site }) => site === null);

export function called(customer: Customer | null | undefined): string {
  if (customer === undefined) return "";
  if (customer === null) return t("records.other-shop");
  return customer.name || customer.contact || t(customer.erased_at ? "records.erased" : "records.nameless");
}
