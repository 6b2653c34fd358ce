// What the counter works with, with the desk or without it: encounters, events, cards, as the contract of the coach has them.
import type { Call, CallNew, CallTold, Encounter, EndingRequest, PromiseMade, Refusal } from "../api/types";

export type Channel = Encounter["channel"];
export type Level = NonNullable<Encounter["escalate"]>;

/** Amounts in the currency's units; flags for what has none. `all`: everything. */
export interface Authority {
  currency?: string;
  all?: boolean;
  [remedy: string]: number | boolean | string | undefined;
}

/** What a device tells the coach: exactly one of these. */
export type CoachEvent =
  | { from: "customer" | "staff" | "supervisor" | "bystander"; text: string; speaker?: string; to?: string }
  | { observed: string; speaker?: string }
  | { did: string; to?: string }
  | { gave: Authority }
  | { overrule: string }
  | { undo: true }
  | { outcome: Ending["outcome"] };

export interface Why {
  act: string;
  signal?: string;
  observed?: string;
  state?: string;
  /** Where in the text. */
  start?: number;
  end?: number;
  sources: readonly string[];
}

export interface Finding {
  finding: string;
  start: number;
  end: number;
  message: string;
  reason: string;
  suggestion: string;
  rule: string;
}

/** What the reviewer says of a reply. */
export interface Review {
  lang: string;
  findings: readonly Finding[];
  moves: readonly { move: string; start: number; end: number }[];
}

/** What to do next. */
export interface Card {
  n: number;
  /** In their order: the first is the next step. */
  acts: readonly string[];
  escalate: Level;
  /** One for each spoken act, in the customer's language. */
  say: readonly { act: string; text: string }[];
  avoid: readonly string[];
  /** 0 to 1. */
  heat: number;
  why: readonly Why[];
  signals: readonly string[];
  anger: number;
  reiteration: number;
  findings: readonly Finding[];
}

/** One thing that happened, in its place. */
export interface Happened {
  key: string;
  /** RFC 3339, by this device's clock. */
  at: string;
  /** A start or an authority come from the desk. */
  event: CoachEvent | { start: Start } | { authority: Authority };
  /** null: the coach could not take it at its place. undefined: neither engine nor desk have answered yet. */
  card: Card | null | undefined;
  /** The desk does not have it yet. */
  waiting: boolean;
  /** An undo that waits: what it takes back. */
  behind?: string;
}

/** How an encounter begins for the coach; the desk makes it. */
export interface Start {
  lang?: string;
  ui_lang?: string;
  channel?: Channel;
  formal?: boolean;
  security_on_site?: boolean;
  supervisor?: boolean;
  colleague?: boolean;
  emergency_number?: string;
  authority?: Authority;
  supervisor_authority?: Authority;
}

/** What an encounter is opened with. */
export interface Opening {
  site: string;
  channel: Channel;
  customer?: string;
  /** The customer's language; none: found in what they say. */
  lang?: string;
  /** The language of advice; none: the person's own. */
  ui_lang?: string;
  formal?: boolean;
}

/** An encounter as it stands now. A new value with each change. */
export interface Running {
  /** What this device calls it; stays the same when the desk gets it. */
  readonly local: string;
  /** What the desk calls it; null: the desk does not have it yet. */
  readonly id: string | null;
  readonly opening: Opening;
  readonly start: Start;
  readonly events: readonly Happened[];
  /** The latest card: of the last event that the coach could take. undefined: there is none yet. */
  readonly card: Card | undefined;
  /** How many of the events wait for the desk. */
  readonly waiting: number;
  readonly ended: boolean;
  /** Why the desk did not take something of it: the type of its problem. null: it took all. */
  readonly trouble: string | null;
  /** The desk's record, as it was last heard; null: the desk does not have it yet. */
  readonly record: Encounter | null;
  /** What was promised to this customer, and refusals of service that hold: as the desk told when it began. */
  readonly promises: readonly PromiseMade[];
  readonly refusals: readonly Refusal[];
}

export type Ending = EndingRequest;

/** What became of a call for help. It is sent at once or never. */
export type Called =
  | { sent: true; call: Call & { told: CallTold | null } }
  /** Not sent, and will not be: telephone. The number may be empty where none is known. */
  | { sent: false; number: string };
export type Calling = Omit<CallNew, "encounter">;
