// A list of the desk that stays new: read again when the desk tells of something, never more than one reading at a time,
// however much happens. What did not change keeps its identity, so that its row is not drawn again.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../../api/live";

export interface Row {
  id: string;
  version: number;
}
export interface Rows<T> {
  items: readonly T[] | undefined;
  error: unknown;
  reload: () => void;
  /** Puts in what a write has answered. */
  put: (item: T) => void;
}

/** The new list, with the rows of the old one where they are the same. */
export function merge<T extends Row>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  if (!before) return now;
  const old = new Map(before.map((item) => [item.id, item]));
  const merged = now.map((item) => {
    const kept = old.get(item.id);
    return kept && kept.version >= item.version ? kept : item;
  });
  return merged.length === before.length && merged.every((item, place) => item === before[place]) ? before : merged;
}

interface Reading {
  running: boolean;
  again: boolean;
  gone: boolean;
  control: AbortController;
  timer?: ReturnType<typeof setTimeout>;
}
const begin = (): Reading => ({ running: false, again: false, gone: false, control: new AbortController() });

/** `every`: also read after so many milliseconds, for what the desk tells others alone. 0: never. */
export function useRows<T extends Row>(read: (signal: AbortSignal) => Promise<readonly T[]>, kinds: readonly string[], every = 0): Rows<T> {
  const [items, setItems] = useState<readonly T[]>();
  const [error, setError] = useState<unknown>();
  const state = useRef(begin());
  const latest = useRef(read);
  latest.current = read;
  const reload = useCallback(() => {
    const at = state.current;
    if (at.running) { at.again = true; return; }
    at.running = true;
    const begun = performance.now();
    latest.current(at.control.signal).then(
      (found) => { setItems((before) => merge(before, found)); setError(undefined); },
      (reason: unknown) => { if (!at.gone) setError(reason); },
    ).finally(() => {
      at.running = false;
      if (at.gone || !at.again) return;
      at.again = false;
      // A slow device, or much news: a quarter of the time at most goes into reading.
      at.timer = setTimeout(reload, Math.min(3000, Math.max(300, 3 * (performance.now() - begun))));
    });
  }, []);
  useEffect(() => {
    const at = (state.current = begin());
    reload();
    return () => {
      at.gone = true;
      at.control.abort();
      clearTimeout(at.timer);
    };
  }, []);
  useEffect(() => {
    if (!every) return;
    const timer = setInterval(() => { if (!document.hidden) reload(); }, every);
    return () => clearInterval(timer);
  }, [every]);
  useLive(kinds, reload);
  const put = useCallback((item: T) => setItems((before) => before?.map((one) => (one.id === item.id ? item : one))), []);
  return { items, error, reload, put };
}
