// Who works here, and where, by their ids: read for whoever is signed in, and again when somebody is met who is not known yet, when
// a screen opens after a while, and when it was changed here.
import { useEffect } from "preact/hooks";
import { all, api } from "../api/client";
import { may, session, type Session } from "../api/session";
import { store, useStore } from "../api/store";
import type { Person, Site } from "../api/types";

export const allSites = (signal?: AbortSignal): Promise<Site[]> => all((cursor) => api.get("/v1/sites", { query: { cursor, limit: 200 }, ...(signal ? { signal } : {}) }));
export const allPeople = (signal?: AbortSignal): Promise<Person[]> => all((cursor) => api.get("/v1/people", { query: { cursor, limit: 200 }, ...(signal ? { signal } : {}) }));

interface Names {
  of: string;
  people: ReadonlyMap<string, Person>;
  sites: ReadonlyMap<string, Site>;
}
const nobody: Names = { of: "", people: new Map(), sites: new Map() };
const names = store<Names>(nobody);
/** So long what was read is taken for what is there. */
const FRESH_MS = 30_000;
/** Whose are being read. */
let reading = "";
let readAt = 0;

const byId = <T extends { id: string }>(items: readonly T[]): ReadonlyMap<string, T> => new Map(items.map((item) => [item.id, item]));

async function read(who: Session): Promise<void> {
  readAt = Date.now();
  const of = who.person.id, before = names.get().of === of ? names.get() : nobody;
  const [people, sites] = await Promise.all([
    may(who, "person.see") ? allPeople().then(byId, () => before.people) : nobody.people,
    allSites().then(byId, () => before.sites),
  ]);
  if (session.get()?.person.id === of) names.set({ of, people, sites });
}

/** Reads them, once at a time; with `changed` also where they were read just now. */
export function readNames({ changed = false } = {}): void {
  const who = session.get();
  if (!who || (reading === who.person.id && !changed)) return;
  reading = who.person.id;
  void read(who).finally(() => { if (reading === who.person.id) reading = ""; });
}

export interface Named {
  /** They were read. */
  ready: boolean;
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
  const known = now.of === me ? now : nobody, ready = known !== nobody;
  const old = () => Date.now() - readAt > FRESH_MS;
  useEffect(() => {
    if (!ready || old()) readNames();
  }, [me, ready]);
  const person = (id: string | null | undefined) => {
    if (!id) return "";
    const found = known.people.get(id);
    if (!found && ready && old()) queueMicrotask(readNames);
    return found?.name ?? "";
  };
  return { ready, people: known.people, sites: known.sites, person, site: (id) => (id ? known.sites.get(id)?.name ?? "" : "") };
}
