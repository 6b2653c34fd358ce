// How long something lasts already, "3 min": one clock for the page, and only these texts are drawn again by it.
import { useEffect, useState } from "preact/hooks";
import { number } from "../words/words";

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

const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]] as const;

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
