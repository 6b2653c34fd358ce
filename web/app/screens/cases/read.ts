// Which cases are asked for, and in what order: what is to be done first stands first.
import { api } from "../../api/client";
import type { Case } from "../../api/types";
import type { Looking, Part } from "../../kit/list";

export const unfinished = ["open", "acknowledged", "responded"] as const;

/** When something is due in it; none: nothing is. */
export function deadline(one: Case): string | null {
  if (one.state === "open") return one.acknowledge_by ?? one.respond_by;
  return one.state === "acknowledged" ? one.respond_by : null;
}
export function late(one: Case): boolean {
  const due = deadline(one);
  return due !== null && Date.parse(due) < Date.now();
}

type Query = Record<string, string | number | boolean | undefined>;

/** One list for each state, put together: the desk filters by one state at a time. A cursor is one for each, "-" where it is at its end. */
async function together(states: readonly string[], ask: (state: string, cursor: string | undefined) => Promise<Part<Case>>, cursor: string | undefined): Promise<Part<Case>> {
  const places = cursor?.split(" ") ?? states.map(() => "");
  const parts = await Promise.all(states.map((state, index) => (places[index] === "-" ? undefined : ask(state, places[index] || undefined))));
  const items = parts.flatMap((part) => part?.items ?? []);
  const next = parts.map((part) => part?.next ?? "-");
  return { items, next: next.every((place) => place === "-") ? null : next.join(" ") };
}

const far = "9999";
/** By what is due; what waits for nothing but its close, behind. */
export const byDeadline = (one: Case, two: Case): number => (deadline(one) ?? far + one.received_at).localeCompare(deadline(two) ?? far + two.received_at);

export function readCases(at: Looking, view: string): (cursor: string | undefined, signal: AbortSignal) => Promise<Part<Case>> {
  const q = at.get("q"), newest = !!q || view === "closed" || view === "all";
  const common: Query = { limit: 50, site: at.get("site"), person: at.get("person"), customer: at.get("customer"), outcome: at.get("outcome") };
  if (at.get("mine")) common["mine"] = true;
  return async (cursor, signal) => {
    const ask = (state: string | undefined, from: string | undefined) => {
      const query: Query = { ...common, state, cursor: from };
      if (at.get("late")) query[state === "open" ? "acknowledge_before" : "respond_before"] = new Date().toISOString();
      return newest ? api.get("/v1/cases", { query: { ...query, q }, signal }) : api.get("/v1/cases/by-deadline", { query, signal });
    };
    if (view !== "todo" && !(at.get("late") && view === "all")) return ask(view === "all" ? undefined : view, cursor);
    const states = at.get("late") ? unfinished.slice(0, 2) : unfinished;
    return together(states, ask, cursor);
  };
}
