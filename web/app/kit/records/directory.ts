// Who works here and where, for forms and lists. Customers one by one, as they are met.
import { useEffect } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { may, session, type Session } from "../../api/session";
import { store, useStore } from "../../api/store";
import type { Customer, Person, Site } from "../../api/types";
import { t } from "../../words/words";
import { useNames } from "../names";

const customers = store<ReadonlyMap<string, Customer | null>>(new Map());
const asked = new Set<string>();
let whose = session.get()?.person.id;

/** Whoever signs in next has seen nothing. */
session.watch((now) => {
  if (now?.person.id === whose) return;
  whose = now?.person.id;
  customers.set(new Map());
  asked.clear();
});

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
  const who = useStore(session), names = useNames();
  const sites = [...names.sites.values()];
  const site = (id: string | null | undefined) => (id ? names.sites.get(id) : undefined);
  const open = sites.filter(({ closed }) => !closed);
  const theirs = who?.memberships.find((one) => one.site)?.site;
  return {
    ready: names.ready,
    sites,
    people: [...names.people.values()].filter(({ active }) => active),
    person: (id) => (!id ? "" : id === who?.person.id ? who.person.name : names.person(id) || t("records.somebody")),
    site,
    siteName: names.site,
    zone: (id) => (site(id) ?? sites[0])?.zone,
    home: theirs ?? open[0]?.id ?? "",
  };
}

/** Undefined while it is not known; null: one of another shop, whom this person does not see. */
export function useCustomer(id: string | null | undefined): Customer | null | undefined {
  const now = useStore(customers), who = useStore(session);
  useEffect(() => {
    if (!id || asked.has(id) || !who || !may(who, "customer.see")) return;
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
