// What stands on the board, and in which order: who needs help first.
import { all, api, Problem } from "../../api/client";
import type { Approval, Call, Encounter, PromiseMade } from "../../api/types";

const HALF_DAY = 12 * 3600 * 1000;
const MOST = 600;

export const readEncounters = (signal: AbortSignal): Promise<Encounter[]> =>
  all((cursor) => api.get("/v1/encounters/by-heat", { query: { ended: false, limit: 200, cursor }, signal }), MOST);

export async function readCalls(signal: AbortSignal): Promise<Call[]> {
  const found = await all((cursor) => api.get("/v1/calls", { query: { ended: false, limit: 100, cursor }, signal }), MOST);
  return found.filter((call) => call.state !== "arrived" && call.state !== "ended" && Date.now() - Date.parse(call.created_at) < HALF_DAY);
}

export const readApprovals = (signal: AbortSignal): Promise<Approval[]> =>
  all((cursor) => api.get("/v1/approvals/to-answer", { query: { limit: 50, cursor }, signal }), MOST);

/** Those whose day has come, by the end of today. */
export function readPromises(signal: AbortSignal): Promise<PromiseMade[]> {
  const night = new Date();
  night.setHours(24, 0, 0, 0);
  return all((cursor) => api.get("/v1/promises", { query: { state: "open", due_before: night.toISOString(), limit: 50, cursor }, signal }), MOST);
}

/** Three steps are enough to see where help is needed; a number of anybody would be a score. */
export type Mood = 0 | 1 | 2;
const advice: Partial<Record<NonNullable<Encounter["escalate"]>, Mood>> = { colleague: 1, supervisor: 1, security: 2, emergency: 2 };
/** By the last card: how heated they are, and whom it advises to call. One that has just begun says nothing yet. */
export function mood({ heat, escalate, danger, last_number }: Encounter): Mood {
  if (danger) return 2;
  const byHeat = heat === null || last_number < 2 || heat < 0.25 ? 0 : heat < 0.4 ? 1 : 2;
  return Math.max(byHeat, advice[escalate ?? "none"] ?? 0) as Mood;
}

const urgency: Record<Call["whom"], number> = { emergency: 4, security: 3, supervisor: 2, colleague: 1, none: 0 };
const answered = (call: Call): boolean => call.state === "on_the_way";

/** Those to which nobody comes yet first; then by who is needed, then who has waited longest. */
export const callsInOrder = (calls: readonly Call[]): Call[] =>
  [...calls].sort((one, other) => Number(answered(one)) - Number(answered(other)) || urgency[other.whom] - urgency[one.whom] || (one.created_at < other.created_at ? -1 : 1));

/** Danger, then how tense it is, then who has waited longest: rows move only when something has really changed. */
export const encountersInOrder = (encounters: readonly Encounter[]): Encounter[] =>
  [...encounters].sort((one, other) => Number(other.danger) - Number(one.danger) || mood(other) - mood(one) || (one.created_at < other.created_at ? -1 : 1));

export type Answer = "seen" | "on-the-way" | "cannot" | "arrived" | "end";
export async function answerCall(id: string, how: Answer): Promise<Call & { told: { already: string | null } | null }> {
  const ids = [id];
  switch (how) {
    case "seen": return api.post("/v1/calls/{id}/seen", undefined, { ids });
    case "on-the-way": return api.post("/v1/calls/{id}/on-the-way", undefined, { ids });
    case "cannot": return api.post("/v1/calls/{id}/cannot", undefined, { ids });
    case "arrived": return api.post("/v1/calls/{id}/arrived", undefined, { ids });
    case "end": return api.post("/v1/calls/{id}/end", undefined, { ids });
  }
}

const shown = new Set<string>();
/** Tells the desk that this screen shows the call: its caller sees "delivered". Once for each time it was called. */
export function tellShown(call: Call, me: string): void {
  const name = `${call.id} ${call.round}`;
  if (call.state !== "called" || call.called_by === me || shown.has(name)) return;
  shown.add(name);
  // Not for this screen (409): others were called. Not reached: told again with the next reading.
  api.post("/v1/calls/{id}/delivered", undefined, { ids: [call.id] }).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status === 0) shown.delete(name);
  });
}

/** Takes an encounter over. Much happens in a live one: only another person who serves it is a reason to ask again. */
export async function takeOver(encounter: Encounter, me: string): Promise<Encounter | { now: Encounter }> {
  for (let known = encounter, tries = 0; ; tries++) {
    try {
      return await api.post("/v1/encounters/{id}/hand-over", { person: me }, { ids: [known.id], version: known.version });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412 || tries > 4) throw error;
      const now = await api.get("/v1/encounters/{id}", { ids: [known.id] });
      if (now.person !== encounter.person || now.ended_at) return { now };
      known = now;
    }
  }
}
