// The counter's way to the desk, which may be out of reach. Screens use what this file gives and nothing else of this folder.
//
// One encounter is a `Counter`: begin() or resume() gives it, tell() takes each tap and gives the next card, with the desk or
// without it. `reach` says whether the desk is there; whatever was told meanwhile is handed over by itself.
//
//   const counter = await begin({ site, channel: "counter" });
//   const now = useStore(counter.now);            // events, card, waiting; a new value with each change
//   const card = await counter.tell({ observed: "raised_voice" });
//   const { sent, ... } = await counter.call({ site, whom: "supervisor" });  // never queued
//   await counter.end({ outcome: "satisfied", thanked: true });
//
//   const [text, type, forget] = useDraft("reply", "06ak…");   // typed text that survives a reload
import type { Store } from "../api/store";
import type { Called, Calling, Card, CoachEvent, Ending, Running } from "./types";

export type * from "./types";

/** Is the desk there? Shown calmly by the shell; "unknown" before it was asked the first time. */
export type Reach = "unknown" | "there" | "away";
export { reach } from "./state";

/** One encounter at the counter. */
export interface Counter {
  /** As it stands now: for useStore. */
  readonly now: Store<Running>;
  /**
   * Something happened: gives its card, null where the coach cannot take it (nothing to undo, after the end). It is on the
   * device before this resolves, and the desk gets it once.
   */
  tell(event: CoachEvent): Promise<Card | null>;
  /** It is over; thanks and promise are told to the coach too. */
  end(ending: Ending): Promise<void>;
  /** Calls for help: sent at once or not at all, within four seconds. */
  call(calling: Calling): Promise<Called>;
  /** The desk has news of it (live events "encounter.…"): reads what this device does not know. */
  refresh(): Promise<void>;
  /** The desk does not take it (`trouble`), or it was begun by mistake and nobody told: throws away what waits. */
  discard(): Promise<void>;
  /** No more looked at on this screen; what waits is handed over all the same. */
  close(): void;
}

export {
  /** Begins an encounter. Without the desk too, where this device began one for this person before; else it fails as the API does. */
  begin,
  /** The encounter of the signed-in person that goes on on this device, also after a reload; null: none. */
  resume,
  /** An encounter that the desk has, by its id: of another device, or taken over. */
  follow,
} from "./counter";

/** Told by somebody, not added by the desk by itself. */
export { isTold } from "./line";

/** Calls for help outside of an encounter. */
export { call } from "./calls";

/** How much of the signed-in person's waits for the desk: asked before they sign out. */
export { unsent } from "./outbox";

/** Typed text that survives a reload, sealed for the signed-in person. */
export { draft, useDraft } from "./drafts";

/** At the start, the desk out of reach: enters the session that this device last knew, while it may last. True where there is one. */
export { recall } from "./person";

/** The engine on this device. `warm` loads it, after the first paint; "ready": cards come without the desk. */
export { engine, warm } from "./engine";

/** For what is no encounter: cards of what was written, and the reviewer's word on a draft of the answer. Nothing is kept or sent. */
export { Coach, review } from "./engine";
