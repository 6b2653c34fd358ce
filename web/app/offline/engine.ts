// The engine on this device: WebAssembly, the playbook's image and the cards they make. Loaded once, after the first paint.
import { store } from "../api/store";
import type { Amends, Encounter } from "../../amends.mjs";
import type { Card, Happened, Review } from "./types";

export type EngineState = "none" | "loading" | "ready" | "failed";
export const engine = store<EngineState>("none");

let amends: Amends | undefined;
let loading: Promise<boolean> | undefined;

async function load(): Promise<boolean> {
  engine.set("loading");
  try {
    const [{ Amends }, told] = await Promise.all([import("../../amends.mjs"), fetch("/app/engine.json")]);
    const { wasm, image } = (await told.json()) as { wasm: string | null; image: string };
    if (!told.ok || !wasm) throw new Error("no engine here");
    amends = await Amends.load(fetch(wasm), fetch(image));
    engine.set("ready");
    performance.mark("engine ready");
    void navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage("keep engine"));
    return true;
  } catch {
    engine.set("failed");
    loading = undefined; // the next time it is wanted it is tried again
    return false;
  }
}

/** Loads it; true when it is there. */
export function warm(): Promise<boolean> {
  loading ??= load();
  return loading;
}

/** What the reviewer says of a reply, CONTRACT.md's `review`; undefined while there is no engine. */
export function review(reply: object): Review | undefined {
  return amends && (amends.review(reply) as Review);
}

/** The same card as the desk's: what the desk does not say is left out. */
function plain(card: Card & { do?: unknown }): Card {
  const { do: _, ...rest } = card;
  return rest;
}

/** The cards of one encounter. Keeps its place: events that were added behind the known ones cost one step each. */
export class Coach {
  #encounter: Encounter | undefined;
  #stepped: { event: string; card: Card | null }[] = [];

  /** The card of each event; undefined while there is no engine. */
  cards(events: readonly Pick<Happened, "event">[]): (Card | null)[] | undefined {
    if (!amends) return undefined;
    const texts = events.map(({ event }) => JSON.stringify(event));
    if (!this.#encounter || this.#stepped.length > texts.length || this.#stepped.some(({ event }, i) => event !== texts[i])) this.#restart(amends);
    for (const text of texts.slice(this.#stepped.length)) this.#stepped.push({ event: text, card: this.#step(text) });
    return this.#stepped.map(({ card }) => card);
  }

  #restart(engine: Amends): void {
    this.dispose();
    this.#encounter = engine.encounter();
  }

  #step(text: string): Card | null {
    try {
      return plain(this.#encounter!.step(JSON.parse(text)) as Card);
    } catch {
      return null; // the coach cannot take it at its place
    }
  }

  dispose(): void {
    this.#encounter?.dispose();
    this.#encounter = undefined;
    this.#stepped = [];
  }
}
