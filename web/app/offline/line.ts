// One encounter on this device: what the desk is known to have, what waits for it, and the cards of both.
import { api, Problem, writeKey } from "../api/client";
import { store } from "../api/store";
import type { Encounter, EncounterEvent, EventAnswer, PromiseMade, Refusal } from "../api/types";
import { Coach } from "./engine";
import { isAway, meet } from "./state";
import type { Card, CoachEvent, Ending, Happened, Opening, Running, Start } from "./types";
import type { Change, Vault } from "./vault";

/** What waits for the desk, in order. Its key makes it once, however often it is sent. */
export type Op =
  | { op: "open"; key: string }
  /** `behind`: the event that an undo takes back. It stands there, whatever the desk has added since. */
  | { op: "tell"; key: string; at: string; event: CoachEvent; behind?: string }
  | { op: "end"; key: string; at: string; ending: Ending };

export interface Waiting {
  /** Of its row: they sort as they happened. */
  name: string;
  op: Op;
}

/** What is kept of an encounter beside what waits. */
export interface Kept {
  local: string;
  id: string | null;
  begunAt: number;
  opening: Opening;
  start: Start;
  record: Encounter | null;
  known: Happened[];
  promises: readonly PromiseMade[];
  refusals: readonly Refusal[];
  /** What the desk did not take, and why. */
  trouble: string | null;
  /** How much the desk's clock is ahead of this device's, as the desk took it the first time; kept, so that the order of
   * events does not hang on how long each of our calls was on its way. */
  ahead_ms?: number;
}

const BATCH = 100;
const NEWS_MS = 2000;
const isCard = (card: unknown): card is Card => typeof card === "object" && card !== null && "acts" in card;

/** A card of the desk, as the engine gives it too. */
function cardOf(card: unknown): Card | null {
  if (!isCard(card)) return null;
  const { encounter: _encounter, contract: _contract, playbook: _playbook, ...plain } = card as Card & Record<"encounter" | "contract" | "playbook", unknown>;
  return plain;
}

export function happened(row: EncounterEvent | EventAnswer): Happened {
  return { key: row.key, at: row.at ?? "", event: row.event as Happened["event"], card: cardOf(row.card), waiting: false };
}

/** What the desk tells the coach when an encounter ends. */
function endEvents({ key, at, ending }: Extract<Op, { op: "end" }>): Happened[] {
  const events: CoachEvent[] = [
    ...(ending.thanked ? [{ did: "thank" }] : []),
    ...(ending.promise ? [{ did: "follow_up" }] : []),
    { outcome: ending.outcome },
  ];
  return events.map((event, i) => ({ key: `${key}.${i}`, at, event, card: undefined, waiting: true }));
}

/** With one more: at its end, or behind what it takes back. */
function put(all: readonly Happened[], one: Happened): readonly Happened[] {
  const place = one.behind === undefined ? -1 : all.findIndex(({ key }) => key === one.behind);
  return place < 0 ? [...all, one] : [...all.slice(0, place + 1), one, ...all.slice(place + 1)];
}

/** The desk opens an encounter: what it makes of it. */
export async function open(opening: Opening, key: string): Promise<Pick<Kept, "id" | "record" | "start" | "known" | "promises" | "refusals">> {
  const { event, promises, refusals, ...record } = await meet((signal) => api.post("/v1/encounters", opening, { key, signal })) as
    Encounter & { event: EncounterEvent; promises: PromiseMade[]; refusals: Refusal[] };
  return { id: record.id, record, start: startOf(record), known: [happened(event)], promises, refusals };
}

let last = 0;
/** Names of rows that sort by time, on one device also within a millisecond. */
export function orderly(): string {
  last = Math.max(last + 1, Date.now() * 1000);
  return String(last).padStart(18, "0");
}

export class Line {
  readonly now;
  readonly #vault: Vault | null;
  readonly #coach = new Coach();
  #kept: Kept;
  #waiting: Waiting[];
  #chain: Promise<unknown> = Promise.resolve();
  #last: number;
  /** Until when each of our own calls may be told back to us as news. */
  readonly #news: number[] = [];

  constructor(vault: Vault | null, kept: Kept, waiting: Waiting[] = []) {
    this.#vault = vault;
    this.#kept = kept;
    this.#waiting = waiting;
    this.#last = Math.max(0, ...waiting.map(({ op }) => ("at" in op ? Date.parse(op.at) : 0)));
    this.now = store<Running>(this.#view());
  }

  get kept(): Readonly<Kept> {
    return this.#kept;
  }
  get unsent(): number {
    return this.#waiting.length;
  }

  #view(): Running {
    const { known } = this.#kept;
    const { local, id, opening, start, record, promises, refusals, trouble } = this.#kept;
    const own = this.#waiting.flatMap(({ op }): Happened[] =>
      op.op === "tell" ? [{ key: op.key, at: op.at, event: op.event, card: undefined, waiting: true, ...(op.behind && { behind: op.behind }) }] : op.op === "end" ? endEvents(op) : []);
    const first: readonly Happened[] = known.length > 0 ? known : [{ key: "start", at: new Date(this.#kept.begunAt).toISOString(), event: { start }, card: undefined, waiting: true }];
    const all = own.reduce<readonly Happened[]>(put, first);
    const cards = this.#coach.cards(all);
    const change = all.findIndex(({ waiting }) => waiting);
    const events = all.map((one, i) => (one.waiting || (change >= 0 && i > change && cards) ? { ...one, card: cards?.[i] } : one));
    const ended = Boolean(record?.ended_at) || own.some(({ event }) => "outcome" in event);
    return {
      local, id, opening, start, events, record, promises, refusals, trouble, ended, waiting: this.#waiting.length,
      card: events.map(({ card }) => card).filter((card) => card != null).at(-1),
    };
  }

  /** Draws it anew: something changed, or the engine has come. */
  show(): void {
    this.now.set(this.#view());
  }

  /** Keeps what was begun without the desk. */
  begun(key: string): Promise<void> {
    return this.#add(() => ({ op: "open", key }), { kind: "running", name: this.#kept.local, value: this.#kept });
  }

  async tell(event: CoachEvent): Promise<Card | null> {
    const key = writeKey();
    const at = this.#time();
    await this.#add(() => ({ op: "tell", key, at, event, ...("undo" in event && this.#undone()) }));
    return this.#card(key);
  }

  /** An undo belongs right behind what somebody told last. */
  #undone(): { behind?: string; at?: string } {
    const last = this.now.get().events.filter(isTold).at(-1);
    return last ? { behind: last.key, ...(last.waiting && { at: last.at }) } : {};
  }

  async end(ending: Ending): Promise<void> {
    const key = writeKey();
    const at = this.#time();
    await this.#add(() => ({ op: "end", key, at, ending }));
  }

  /** Now; never before what was told last, also where the device's clock was set back. */
  #time(): string {
    this.#last = Math.max(this.#last, Date.now());
    return new Date(this.#last).toISOString();
  }

  /** Takes up what waits on the device: just told, or by a page that is gone. */
  adopt(found: readonly Waiting[]): void {
    const known = new Set(this.#waiting.map(({ name }) => name));
    const more = found.filter(({ name }) => !known.has(name));
    if (more.length === 0) return;
    this.#waiting = [...this.#waiting, ...more].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.show();
  }

  /** One after the other: on the device first, then seen. */
  #add(make: () => Op, ...changes: Change[]): Promise<void> {
    const name = `${this.#kept.local} ${orderly()}`;
    const added = this.#chain.then(async () => {
      const op = make();
      // A device that is full keeps nothing more: then the page holds it, and the desk gets it all the same.
      await this.#vault?.change({ kind: "waiting", name, value: op }, ...changes).catch((error: unknown) => console.warn(error));
      this.adopt([{ name, op }]);
    });
    this.#chain = added.catch(() => undefined);
    return added;
  }

  /** The card of this event, as soon as engine or desk give it. */
  #card(key: string): Promise<Card | null> {
    const find = (now: Running) => now.events.find((one) => one.key === key);
    const had = find(this.now.get());
    if (!had || had.card !== undefined) return Promise.resolve(had?.card ?? null);
    return new Promise((done) => {
      const stop = this.now.watch((now) => {
        const one = find(now);
        if (one && one.card === undefined) return;
        stop();
        done(one?.card ?? null);
      });
    });
  }

  /** What was told so far is on the device. */
  async settled(): Promise<void> {
    await this.#chain;
  }

  /** Keeps it on the device, as it is. */
  keep(): Promise<void> {
    return this.#keep([], {});
  }

  // ---- the desk

  /** Takes what changed and what need not wait any more to the device. An answer of the desk that another one has overtaken on its
   * way is older than what is known: nothing of it is taken. */
  async #keep(done: readonly Waiting[], kept: Partial<Kept>): Promise<void> {
    const overtaken = kept.record && this.#kept.record && kept.record.version < this.#kept.record.version;
    if (!overtaken) this.#kept = { ...this.#kept, ...kept };
    this.#waiting = this.#waiting.filter((one) => !done.includes(one));
    this.show();
    const over = this.now.get().ended && this.#waiting.length === 0 && !(await this.#waitsElsewhere(done));
    await this.#vault?.change(
      { kind: "running", name: this.#kept.local, value: over ? undefined : this.#kept },
      ...done.map(({ name }) => ({ kind: "waiting" as const, name })));
  }

  /** Another page of this browser told something of it that this one does not know. */
  async #waitsElsewhere(done: readonly Waiting[]): Promise<boolean> {
    const names = (await this.#vault?.names("waiting", `${this.#kept.local} `)) ?? [];
    return names.some((name) => !done.some((one) => one.name === name));
  }

  /** Hands over what waits, in order. Fails where the desk is not reached or nobody is signed in. */
  async send(): Promise<void> {
    let most = BATCH;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const { op } = first;
      const tells = op.op === "tell" ? this.#tells(most) : [first];
      try {
        if (op.op === "open") await this.#keep([first], { ...(await open(this.#kept.opening, op.key)), trouble: null });
        else if (op.op === "tell") await this.#sendTells(tells);
        else await this.#sendEnd(first, op);
        most = BATCH;
      } catch (error) {
        if (!(error instanceof Problem) || mayPass(error)) throw error;
        if (tells.length > 1) most = 1; // which of them it is
        else if (op.op === "open") {
          await this.#keep([], { trouble: error.type });
          return; // it stays: the person is told, and decides
        } else {
          await this.#keep([first], { trouble: error.type });
          await this.refresh().catch(() => undefined);
        }
      }
    }
  }

  #tells(most: number): Waiting[] {
    // Before its clock is known, an undo of what the desk has goes alone, with the desk's time.
    const alone = (op: Op) => this.#kept.ahead_ms === undefined && this.#there(op) !== undefined;
    if (this.#waiting[0] && alone(this.#waiting[0].op)) return this.#waiting.slice(0, 1);
    const other = this.#waiting.findIndex(({ op }) => op.op !== "tell" || alone(op));
    return this.#waiting.slice(0, Math.min(most, other < 0 ? this.#waiting.length : other));
  }

  /** The desk's time of what this one takes back, where the desk has it. */
  #there(op: Op): string | undefined {
    return op.op === "tell" && op.behind ? this.#kept.known.find(({ key }) => key === op.behind)?.at : undefined;
  }

  async #sendTells(tells: Waiting[]): Promise<void> {
    const { ahead_ms } = this.#kept;
    const told = tells.map(({ op }) => op).filter((op) => op.op === "tell");
    const events = told.map((op) => ({ key: op.key, at: this.#there(op) ?? new Date(Date.parse(op.at) + (ahead_ms ?? 0)).toISOString(), event: op.event }));
    const learns = ahead_ms === undefined && !this.#there(told[0]!);
    const ids = [this.#kept.id!];
    this.#news.push(Date.now() + NEWS_MS);
    const { events: answers, changed, ...record } =
      await meet((signal) => api.post("/v1/encounters/{id}/events", { events, ...(learns && { device_now: new Date().toISOString() }) }, { ids, signal }));
    const { known } = this.#kept;
    const inOrder = changed.length === 0 && answers.every(({ number, twice }, i) => !twice && number === known.length + 1 + i);
    const last = answers.at(-1);
    const learned = learns && last?.at && !last.twice && { ahead_ms: Date.parse(last.at) - Date.parse(told.at(-1)!.at) };
    await this.#keep(tells, { ...(inOrder ? { record, known: [...known, ...answers.map(happened)] } : await this.#read()), ...learned });
  }

  async #sendEnd(first: Waiting, { key, ending }: Extract<Op, { op: "end" }>): Promise<void> {
    const ids = [this.#kept.id!];
    try {
      await meet((signal) => api.post("/v1/encounters/{id}/end", ending, { ids, key, signal }));
    } catch (error) {
      if (!(error instanceof Problem) || error.type !== "encounter-ended") throw error;
    }
    await this.#keep([first], await this.#read());
  }

  async #read(): Promise<Pick<Kept, "record" | "known" | "start" | "opening">> {
    const { events, presence: _, ...record } = await meet((signal) => api.get("/v1/encounters/{id}", { ids: [this.#kept.id!], signal })) as
      Encounter & { events: EncounterEvent[]; presence: unknown };
    return { record, known: events.map(happened), start: startOf(record), opening: { ...this.#kept.opening, site: record.site, channel: record.channel } };
  }

  /** The desk tells of new events: are they those that this page has just told it? */
  isOwnNews(): boolean {
    const now = Date.now();
    while (this.#news[0] !== undefined && this.#news[0] < now) this.#news.shift();
    return this.#news.shift() !== undefined;
  }

  /** Reads what the desk has. What it has of ours waits no more. */
  async refresh(): Promise<void> {
    const { id, record } = this.#kept;
    if (id === null) return;
    const read = await this.#read().catch((error: unknown) => {
      if (!(error instanceof Problem) || error.status !== 404) throw error;
      return undefined;
    });
    // The desk knows it no more (a demo shop that was thrown away, another database): here it is over too.
    if (!read) return this.#keep([], { record: record && { ...record, ended_at: new Date().toISOString() } });
    const keys = new Set(read.known.map(({ key }) => key));
    await this.#keep(this.#waiting.filter(({ op }) => op.op === "tell" && keys.has(op.key)), read);
  }

  /** It is looked at no more and nothing waits: the device forgets it. */
  async forget(): Promise<void> {
    const { local } = this.#kept;
    await this.#vault?.change({ kind: "running", name: local }, ...this.#waiting.map(({ name }) => ({ kind: "waiting" as const, name })));
    this.#waiting = [];
    this.dispose();
  }

  dispose(): void {
    this.#coach.dispose();
  }
}

/** Told by somebody, not added by the desk by itself: its start, another authority, that help came. */
export const isTold = ({ key, event }: Happened): boolean => !key.startsWith("desk:") && !("start" in event) && !("authority" in event);

const startOf = (record: Encounter): Start => (record.start as { start?: Start } | null)?.start ?? {};

/** May it go better another time, as it is? */
function mayPass({ status, type }: Problem): boolean {
  return isAway(status) || status >= 500 || status === 401 || status === 429 || status === 408 || ["csrf", "must-change-password", "second-factor"].includes(type);
}
