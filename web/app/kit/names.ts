// Names of people and sites by their ids: read once for whoever is signed in, again when somebody is not known yet.
import { useEffect } from "preact/hooks";
import { all, api } from "../api/client";
import { session } from "../api/session";
import { store, useStore } from "../api/store";
import type { Person, Site } from "../api/types";

interface Names {
  of: string;
  people: ReadonlyMap<string, Person>;
  sites: ReadonlyMap<string, Site>;
}
const nobody: Names = { of: "", people: new Map(), sites: new Map() };
const names = store<Names>(nobody);
let reading: Promise<void> | undefined;
let readAt = 0;

const byId = <T extends { id: string }>(items: readonly T[]): ReadonlyMap<string, T> => new Map(items.map((item) => [item.id, item]));
const none = <T>(): T[] => [];

async function read(of: string): Promise<void> {
  readAt = Date.now();
  const [people, sites] = await Promise.all([
    all((cursor) => api.get("/v1/people", { query: { cursor, limit: 200 } })).catch(none<Person>),
    all((cursor) => api.get("/v1/sites", { query: { cursor, limit: 200 } })).catch(none<Site>),
  ]);
  names.set({ of, people: byId(people), sites: byId(sites) });
}

export interface Named {
  people: ReadonlyMap<string, Person>;
  sites: ReadonlyMap<string, Site>;
  /** A person's name; empty where it is not known (yet). */
  person: (id: string | null | undefined) => string;
  /** A site's name. */
  site: (id: string | null | undefined) => string;
}

/** Names, as far as they were read: components are drawn again when there are more. */
export function useNames(): Named {
  const now = useStore(names), me = session.get()?.person.id ?? "";
  const known = now.of === me ? now : nobody;
  const again = () => {
    reading ??= read(me).finally(() => { reading = undefined; });
  };
  useEffect(() => {
    if (me && known === nobody) again();
  }, [me, known]);
  const person = (id: string | null | undefined) => {
    if (!id) return "";
    const found = known.people.get(id);
    // Somebody new: looked up at most every half minute.
    if (!found && known !== nobody && Date.now() - readAt > 30000) queueMicrotask(again);
    return found?.name ?? "";
  };
  return { people: known.people, sites: known.sites, person, site: (id) => (id ? known.sites.get(id)?.name ?? "" : "") };
}
