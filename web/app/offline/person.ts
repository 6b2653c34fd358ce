// Whose device it is now: the vault of the person who is signed in, opened by sign-in and locked by sign-out, by another person
// and by the end of the session. What is in it stays, sealed, until the same person signs in again.
import { api } from "../api/client";
import { enter, refresh, session, type Session } from "../api/session";
import { meet } from "./state";
import { canKeep, readHolder, Vault, writeHolder } from "./vault";

/** As long as the desk lets a session lie unused: without the desk it is for us to say so. */
const IDLE_MS = 12 * 3600_000;
const PIN_IDLE_MS = 1800_000;

let open: Promise<Vault | null> = Promise.resolve(null);
/** undefined: not looked at yet. null: nobody's. */
let whose: string | null | undefined;
let opened = false;
const listeners = new Set<(vault: Vault | null) => void>();

/** Calls when a vault was opened, and with null when it was locked. */
export function onVault(listener: (vault: Vault | null) => void): void {
  listeners.add(listener);
}

/** The vault of who is signed in; null: nobody is, or nothing can be kept here. */
export const vault = (): Promise<Vault | null> => open;

async function fetchKey(): Promise<CryptoKey> {
  const { key } = await meet((signal) => api.get("/v1/me/sealing-key", { signal }));
  const bytes = Uint8Array.from(atob(key), (character) => character.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function unlock(now: Session): Promise<Vault | null> {
  if (!canKeep) return null;
  try {
    const held = await readHolder();
    const key = held?.person === now.person.id ? held.key : await fetchKey();
    // The CSRF token is the page's; the desk tells it anew.
    if (whose === now.person.id) await writeHolder({ person: now.person.id, key, session: { ...now, csrf: null }, seenAt: Date.now() });
    return new Vault(now.person.id, key);
  } catch {
    return null; // must change their password first, no room: then nothing is kept
  }
}

function became(now: Session | null | undefined): void {
  if (now === undefined) return;
  const person = now?.person.id ?? null;
  if (whose === person && (opened || person === null)) return; // one that could not be opened is tried again
  whose = person;
  opened = false;
  const mine = now ? unlock(now) : writeHolder(undefined).then(() => null, () => null);
  open = mine;
  void mine.then((found) => {
    if (open !== mine) return;
    opened = found !== null;
    for (const listener of listeners) listener(found);
  });
}
session.watch(became);
became(session.get());

/** The person does something: their session does not lie unused. */
export async function touch(): Promise<void> {
  const held = await readHolder();
  if (held && held.person === whose && Date.now() - held.seenAt > 60_000) await writeHolder({ ...held, seenAt: Date.now() });
}

/** At the start, the desk out of reach: who was signed in here and still may be. True where there is somebody. */
export async function recall(): Promise<boolean> {
  const held = await readHolder().catch(() => undefined);
  const was = held?.session as Session | undefined;
  if (!held || !was || Date.now() - held.seenAt > (was.by_pin ? PIN_IDLE_MS : IDLE_MS)) return false;
  enter(was);
  return true;
}

/** The desk is there again after a start without it: its token for writes. False: they must sign in. */
export async function greet(): Promise<boolean> {
  const now = session.get();
  if (!now) return false;
  if (now.csrf) return true;
  await refresh();
  return Boolean(session.get()?.csrf);
}
