// How long something lasts already: "3 min", by one clock for the page, where only these texts are drawn again; or "2:05", by the second.
import { useEffect, useState } from "preact/hooks";
import { number, units } from "../words/words";

const watching = new Set<() => void>();
let ticking: ReturnType<typeof setInterval> | undefined;

function watch(tick: () => void): () => void {
  watching.add(tick);
  ticking ??= setInterval(() => { for (const one of [...watching]) one(); }, 5000);
  return () => {
    watching.delete(tick);
    if (watching.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  };
}

/** "3 min", "2 h". Under a minute in steps of five seconds: it is no stopwatch. */
export function lasted(at: string | number | Date, until: number = Date.now()): string {
  const seconds = Math.max(0, (until - new Date(at).getTime()) / 1000);
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? ["second", 1];
  const value = unit === "second" ? Math.floor(seconds / 5) * 5 : Math.floor(seconds / size);
  return number(value, { style: "unit", unit, unitDisplay: "short" });
}

export function Since({ at }: { at: string }) {
  const [text, setText] = useState(lasted(at));
  useEffect(() => {
    const tick = () => setText(lasted(at));
    tick();
    return watch(tick);
  }, [at]);
  return <time dateTime={at}>{text}</time>;
}

/** Whole seconds since then, counted on each second; 0 where there is no beginning. */
export function useSeconds(since: number | undefined): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (since === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return since === undefined ? 0 : Math.max(0, Math.floor((now - since) / 1000));
}
/** "2:05" */
export const clockText = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
