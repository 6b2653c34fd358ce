// Whether the desk is there: what requests met, and what the browser says. While it is away it is asked now and then.
import { onTrouble, Problem } from "../api/client";
import { listening } from "../api/live";
import { store } from "../api/store";
import type { Reach } from "./index";

export const reach = store<Reach>("unknown");

const SOONEST_MS = 1000;
const LATEST_MS = 15_000;
const PROBE_MS = 5000;

/** Nobody answered, or only something that stands before the desk. */
export const isAway = (status: number): boolean => status === 0 || status === 502 || status === 504;

/** A request that is not answered in this time has no answer: what waits behind it shall not wait for ever. */
const ANSWER_MS = 15_000;

/** Runs a request that is broken off after a time (AbortSignal.timeout is younger than the browsers we serve). */
async function timed<T>(asking: (signal: AbortSignal) => Promise<T>, within: number): Promise<T> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), within);
  try {
    return await asking(stop.signal);
  } catch (error) {
    throw stop.signal.aborted && !(error instanceof Problem) ? new Problem(0, {}) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a request and notes whether the desk was met. */
export async function meet<T>(asking: (signal: AbortSignal) => Promise<T>, within = ANSWER_MS): Promise<T> {
  try {
    const answer = await timed(asking, within);
    reach.set("there");
    return answer;
  } catch (error) {
    const status = (error as { status?: number }).status;
    if (status !== undefined) reach.set(isAway(status) ? "away" : "there");
    throw error;
  }
}

let timer: ReturnType<typeof setTimeout> | undefined;
let pause = SOONEST_MS;

/** Asks whether it is there; a till may have its desk beside it while the browser says that there is no network. */
async function probe(): Promise<void> {
  clearTimeout(timer);
  const there = await timed((signal) => fetch("/healthz", { cache: "no-store", signal }), PROBE_MS).then(({ status }) => !isAway(status), () => false);
  if (there || reach.get() !== "away") return reach.set(there ? "there" : "away"); // which sets the next one off
  pause = Math.min(pause * 2, LATEST_MS);
  clearTimeout(timer);
  timer = setTimeout(probe, pause);
}

reach.watch((now) => {
  clearTimeout(timer);
  pause = SOONEST_MS;
  if (now === "away") timer = setTimeout(probe, pause);
});
onTrouble(({ status }) => {
  if (isAway(status)) reach.set("away");
});
listening.watch((now) => {
  if (now) reach.set("there");
});
for (const what of ["online", "offline"]) globalThis.addEventListener?.(what, () => void probe());
