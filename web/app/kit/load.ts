// Reads something from the desk for a component, and again when it changed there.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useLive } from "../api/live";

export interface Loaded<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  reload: () => void;
  /** Puts in what a write has answered, without asking again. */
  set: (data: T) => void;
}

/** `deps`: read anew when one changes. `kinds`: live events at which it is read anew (none: never by itself). */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, deps: readonly unknown[], kinds: readonly string[] = []): Loaded<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(true);
  const running = useRef<AbortController>();
  const reading = useRef(read);
  reading.current = read;
  const reload = useCallback(() => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setLoading(true);
    reading.current(control.signal).then(
      (value) => { if (!control.signal.aborted) { setData(() => value); setError(undefined); setLoading(false); } },
      (reason: unknown) => { if (!control.signal.aborted) { setError(reason); setLoading(false); } },
    );
  }, []);
  useEffect(() => {
    reload();
    return () => running.current?.abort();
  }, deps);
  useLive(kinds.length ? kinds : ["-"], reload);
  return { data, error, loading, reload, set: (value) => setData(() => value) };
}

/** Runs something once at a time, with its error for the form. */
export function useRun(): { busy: boolean; error: unknown; run: (what: () => Promise<void>) => Promise<void>; clear: () => void } {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const going = useRef(false);
  const run = useCallback(async (what: () => Promise<void>) => {
    if (going.current) return;
    going.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await what();
    } catch (reason) {
      setError(reason);
    } finally {
      going.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, error, run, clear: () => setError(undefined) };
}
