// What the device keeps: rows in IndexedDB, each sealed for one person. A row's kind, name and person stand beside it in clear,
// so that it can be counted and found; what it says can be read with the person's key alone (person.ts).
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

/** running: an encounter; waiting: what the desk has yet to get; start: how encounters begin; draft: typed text. */
export type Kind = "running" | "waiting" | "start" | "draft";

interface Row {
  person: string;
  kind: Kind;
  name: string;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** Who is signed in on this device, and their key, which scripts can use and not read. Gone with the sign-out. */
export interface Holder {
  person: string;
  key: CryptoKey;
  /** The session as it was last known; for a start without the desk. */
  session: unknown;
  seenAt: number;
}

interface Shape extends DBSchema {
  rows: { key: [string, Kind, string]; value: Row };
  holder: { key: "holder"; value: Holder };
}

let opened: Promise<IDBPDatabase<Shape>> | undefined;

function database(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>("amends", 1, {
    upgrade(db) {
      db.createObjectStore("rows", { keyPath: ["person", "kind", "name"] });
      db.createObjectStore("holder");
    },
    blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
    terminated: () => (opened = undefined),
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** Whether this browser can keep and seal: not over plain HTTP but on this machine, not in some private windows. */
export const canKeep = typeof indexedDB !== "undefined" && globalThis.crypto?.subtle !== undefined;

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
/** A row is good for its own place alone. */
const place = (person: string, kind: Kind, name: string) => utf8.encode(`${person}\n${kind}\n${name}`);
/** The rows of a kind, those whose names begin so. */
const rows = (person: string, kind: Kind, beginning = "") => IDBKeyRange.bound([person, kind, beginning], [person, kind, `${beginning}\uffff`]);

export interface Change {
  kind: Kind;
  name: string;
  /** undefined: the row goes. */
  value?: unknown;
}

/** A person's rows, open. */
export class Vault {
  readonly person: string;
  readonly #key: CryptoKey;
  constructor(person: string, key: CryptoKey) {
    this.person = person;
    this.#key = key;
  }

  async #seal({ kind, name, value }: Change): Promise<Row> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: place(this.person, kind, name) },
      this.#key, utf8.encode(JSON.stringify(value)));
    return { person: this.person, kind, name, iv, sealed };
  }

  /** Makes all changes or none; they are on the device when it resolves. */
  async change(...changes: Change[]): Promise<void> {
    const sealed = await Promise.all(changes.map((one) => (one.value === undefined ? null : this.#seal(one))));
    const tx = (await database()).transaction("rows", "readwrite", { durability: "strict" });
    for (const [i, row] of sealed.entries()) {
      const { kind, name } = changes[i]!;
      void (row ? tx.store.put(row) : tx.store.delete([this.person, kind, name]));
    }
    await tx.done;
  }

  async #open(row: Row): Promise<unknown> {
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: row.iv, additionalData: place(this.person, row.kind, row.name) }, this.#key, row.sealed);
    return JSON.parse(fromUtf8.decode(plain));
  }

  /** undefined: there is none, or it was sealed with a key that the desk has no more. */
  async read<T>(kind: Kind, name: string): Promise<T | undefined> {
    const row = await (await database()).get("rows", [this.person, kind, name]);
    return row && (this.#open(row).catch(() => undefined) as Promise<T | undefined>);
  }

  /** The names that begin so; nothing is opened. */
  async names(kind: Kind, beginning: string): Promise<string[]> {
    return (await (await database()).getAllKeys("rows", rows(this.person, kind, beginning))).map(([, , name]) => name);
  }

  /** By name, in order. */
  async list<T>(kind: Kind): Promise<{ name: string; value: T }[]> {
    const found = await (await database()).getAll("rows", rows(this.person, kind));
    const values = await Promise.all(found.map((row) => this.#open(row).catch(() => undefined)));
    return found.map(({ name }, i) => ({ name, value: values[i] as T })).filter(({ value }) => value !== undefined);
  }
}

/** How many rows of a kind wait for a person; needs no key. */
export async function count(person: string, kind: Kind): Promise<number> {
  return canKeep ? (await database()).count("rows", rows(person, kind)) : 0;
}

export async function readHolder(): Promise<Holder | undefined> {
  return canKeep ? (await database()).get("holder", "holder") : undefined;
}

export async function writeHolder(holder: Holder | undefined): Promise<void> {
  if (!canKeep) return;
  const db = await database();
  await (holder ? db.put("holder", holder, "holder") : db.delete("holder", "holder"));
}
