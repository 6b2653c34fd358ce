// Hands over what waits on this device: once, in order, when the desk is there and the person is signed in.
import { Problem } from "../api/client";
import { refresh, session } from "../api/session";
import { engine } from "./engine";
import { Line, type Kept, type Op, type Waiting } from "./line";
import { greet, onVault, vault } from "./person";
import { reach } from "./state";
import { count, type Vault } from "./vault";

const SOONEST_MS = 1000;
const LATEST_MS = 30_000;
/** Encounters that nobody ended and nothing waits for are forgotten here after this time; the desk has them. */
const STALE_MS = 2 * 86_400_000;

/** All encounters of the signed-in person that this device knows. */
const lines = new Map<string, Line>();
let loaded: Promise<void> = Promise.resolve();
let busy = false;
let again = false;
let pause = SOONEST_MS;
let timer: ReturnType<typeof setTimeout> | undefined;

async function load(of: Vault): Promise<void> {
  const [kept, waiting] = await Promise.all([of.list<Kept>("running"), of.list<Op>("waiting")]);
  for (const { name, value } of kept) {
    const mine: Waiting[] = waiting.filter((row) => row.name.startsWith(`${name} `)).map((row) => ({ name: row.name, op: row.value }));
    const line = lines.get(name);
    if (line) line.adopt(mine);
    else if (mine.length === 0 && Date.now() - value.begunAt > STALE_MS) await of.change({ kind: "running", name });
    else lines.set(name, new Line(of, value, mine));
  }
}

/** How much waits in the encounters that this page knows. */
const here = () => [...lines.values()].reduce((sum, line) => sum + line.unsent, 0);

onVault((now) => {
  for (const line of lines.values()) line.dispose();
  lines.clear();
  clearTimeout(timer);
  loaded = now ? load(now).then(kick, () => undefined) : Promise.resolve();
});
reach.watch((now) => {
  if (now === "there") kick();
});
engine.watch((now) => {
  if (now === "ready") for (const line of lines.values()) line.show();
});

/** The lines of the person who is signed in, when they have been read from the device. */
export async function allLines(): Promise<Map<string, Line>> {
  await vault();
  await loaded;
  return lines;
}

async function handOver(): Promise<void> {
  if (!(await greet())) return;
  // Another page of this browser may have gone and left something.
  const mine = await vault();
  if (mine && (await count(mine.person, "waiting")) > here()) await load(mine);
  for (const line of [...lines.values()].filter(({ unsent }) => unsent > 0)) await line.send();
}

/** Something waits, or the desk is there again. */
export function kick(): void {
  clearTimeout(timer);
  again = true;
  if (busy) return;
  busy = true;
  void run();
}

async function run(): Promise<void> {
  while (again && reach.get() !== "away") {
    again = false;
    try {
      // One page of this browser at a time: the order is kept, and nothing is asked twice for nothing.
      if (navigator.locks) await navigator.locks.request("amends outbox", handOver);
      else await handOver();
      pause = SOONEST_MS;
    } catch (error) {
      if (!(error instanceof Problem)) console.error(error);
      if (error instanceof Problem && error.status === 401) await refresh().catch(() => undefined); // then nobody is signed in
      if (reach.get() === "away") break; // when it is there again, it is heard
      timer = setTimeout(kick, pause);
      pause = Math.min(pause * 2, LATEST_MS);
      break;
    }
  }
  busy = false;
}

/** How much of the signed-in person's waits for the desk. */
export async function unsent(): Promise<number> {
  const person = session.get()?.person.id;
  if (!person) return 0;
  const kept = await count(person, "waiting").catch(() => 0);
  return Math.max(kept, here());
}
