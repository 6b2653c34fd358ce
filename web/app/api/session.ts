// Who is signed in, and what they may do.
import { api, onTrouble, Problem, useCsrf } from "./client";
import { listenAnew } from "./live";
import { store, useStore } from "./store";
import type { Membership, Person } from "./types";

export interface Session {
  person: Person;
  memberships: Membership[];
  /** Permission → how far it reaches: "own", "site", "organisation"; what is not there, never. */
  permissions: Readonly<Record<string, string>>;
  by_pin: boolean;
  /** This sign-in, among all of theirs. */
  session?: string;
  /** The only person of the business: nothing waits for others. */
  alone: boolean;
  must_change_password: boolean;
  has_pin: boolean;
  has_authenticator: boolean;
  must_set_authenticator: boolean;
  recovery_codes_left: number;
  csrf: string | null;
}

/** undefined: not known yet. null: nobody. */
export const session = store<Session | null | undefined>(undefined);

function begin(now: Session | null): void {
  const before = session.get();
  useCsrf(now?.csrf ?? undefined);
  session.set(now);
  ended.set(false);
  if (before?.person.id !== now?.person.id) listenAnew();
}

/** The session ended while somebody worked: their screen stays, covered, until they signed in again. */
export const ended = store(false);
onTrouble(({ status, type }) => {
  if (status === 401 && type === "sign-in" && session.get()) ended.set(true);
});

/** Asks the desk; where it is not reached or in trouble, what is known stays. */
export async function refresh(): Promise<void> {
  try {
    begin((await api.get("/v1/session")) as Session);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    begin(null);
  }
}

export async function signIn(login: string, password: string, code?: string): Promise<void> {
  begin((await api.post("/v1/session", { login, password, ...(code ? { code } : {}) })) as Session);
}

/** On a shared device: the person whose PIN it is. */
export async function switchTo(person: string, pin: string): Promise<void> {
  begin((await api.post("/v1/session/pin", { person, pin })) as Session);
}

export async function signOut(): Promise<void> {
  try {
    await api.delete("/v1/session");
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error; // it was over already
  }
  begin(null);
}

/** After /v1/setup and others that answer with a session. */
export function enter(now: Session): void {
  begin(now);
}

/** The session of a screen that is shown to those signed in alone. */
export function useSession(): Session {
  const now = useStore(session);
  if (!now) throw new Error("a screen for people who are signed in");
  return now;
}

export function may(who: Session, permission: string): boolean {
  return permission in who.permissions;
}
