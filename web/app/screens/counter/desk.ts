// What the counter stands on: the place, the encounter at hand.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useSession } from "../../api/session";
import { store, useStore, type Store } from "../../api/store";
import type { Site } from "../../api/types";
import { useNames } from "../../kit/names";
import { begin, resume, type Card, type CoachEvent, type Counter, type Opening, type Running } from "../../offline";

export type Place = Pick<Site, "id" | "name" | "currency" | "emergency_number" | "security_on_site">;

const KEPT = "counter.site";
function keptPlace(): Place | undefined {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "") as Place;
  } catch {
    return undefined;
  }
}

/** The site of this counter: the one this device was at last, else the person's own. Kept, for a start without the network. */
export function usePlace(): { place: Place | undefined; places: readonly Place[]; choose: (id: string) => void } {
  const { memberships } = useSession(), { sites } = useNames();
  const [place, setPlace] = useState(keptPlace);
  const places = useMemo(() => {
    const own = memberships.filter(({ ended }) => !ended);
    return [...sites.values()].filter(({ id, closed }) => !closed && own.some(({ site }) => site === null || site === id));
  }, [sites, memberships]);
  const choose = (id: string | undefined) => {
    const site = places.find((one) => one.id === id) ?? places[0];
    if (!site) return;
    const kept: Place = { id: site.id, name: site.name, currency: site.currency, emergency_number: site.emergency_number, security_on_site: site.security_on_site };
    localStorage.setItem(KEPT, JSON.stringify(kept));
    setPlace(kept);
  };
  useEffect(() => choose(keptPlace()?.id), [places]);
  return { place, places, choose };
}

/** So long a tap waits for the site. */
const SITE_MS = 8000;
const nothing: Store<Running | undefined> = store<Running | undefined>(undefined);

export interface Encountering {
  running: Running | undefined;
  /** Somebody else has taken it over: who, until the next one begins. It is theirs, and followed here no more. */
  taken: string | undefined;
  /** Is what goes on here known yet? */
  ready: boolean;
  error: unknown;
  tell: (event: CoachEvent) => Promise<Card | null>;
  /** The encounter, begun where there is none. */
  at: () => Promise<Counter>;
  /** The next customer. */
  leave: () => void;
}

/** The encounter at hand: gone on with, or begun quietly at the first tap. */
export function useEncounter(opening: Opening | undefined, me: string): Encountering {
  const [counter, setCounter] = useState<Counter | null>();
  const [taken, setTaken] = useState<string>();
  const [error, setError] = useState<unknown>();
  const beginning = useRef<Promise<Counter>>();
  const resuming = useRef<Promise<void>>();
  const now = useRef(counter);
  now.current = counter;
  const running = useStore((counter?.now ?? nothing) as Store<Running | undefined>);
  useEffect(() => {
    let gone = false;
    resuming.current = resume().then((found) => {
      if (gone) return found?.close();
      now.current = found;
      setCounter(found);
    }, (reason: unknown) => { if (!gone) { setError(reason); setCounter(null); } });
    return () => { gone = true; now.current?.close(); };
  }, []);
  const known = useRef(opening), waiting = useRef<(() => void)[]>([]);
  known.current = opening;
  useEffect(() => { if (opening) for (const go of waiting.current.splice(0)) go(); }, [opening]);
  const at = useCallback(async () => {
    await resuming.current;
    if (now.current && !now.current.now.get().ended) return now.current;
    // A tap may be faster than the name of the site, on a device's first day.
    if (!known.current) await new Promise<void>((go) => { waiting.current.push(go); setTimeout(go, SITE_MS); });
    if (!known.current) throw new Error("no site yet");
    beginning.current ??= begin(known.current).then((begun) => { setCounter(begun); setTaken(undefined); now.current = begun; return begun; })
      .finally(() => { beginning.current = undefined; });
    return beginning.current;
  }, []);
  const tell = useCallback(async (event: CoachEvent) => {
    setError(undefined);
    try {
      return await (await at()).tell(event);
    } catch (reason) {
      setError(reason);
      return null;
    }
  }, [at]);
  const drop = useCallback((by: string | undefined) => { now.current?.close(); now.current = null; setCounter(null); setTaken(by); }, []);
  const leave = useCallback(() => drop(undefined), []);
  const other = counter && running?.record && !running.ended && running.record.person !== me ? running.record.person : undefined;
  useEffect(() => { if (other) drop(other); }, [other]);
  return { running: counter ? running : undefined, taken, ready: counter !== undefined, error, tell, at, leave };
}
