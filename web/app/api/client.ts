// Asks the desk's API: typed by route, with the CSRF token, an Idempotency-Key for each write, problems as errors.
import type { Answers, Bodies, Problem as Told } from "./types";

/** What the desk refused, and why; status 0: it was not reached. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly field: string | undefined;
  readonly expected: string | undefined;
  readonly told: Partial<Told>;
  constructor(status: number, told: Partial<Told>) {
    super(told.detail || told.title || `status ${status}`);
    this.status = status;
    this.type = (told.type ?? "").replace(/^\/problems\//, "") || (status === 0 ? "unreachable" : "unknown");
    this.field = told.field;
    this.expected = told.expected;
    this.told = told;
  }
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
type Paths<M extends Method> = keyof Answers extends infer R ? (R extends `${M} ${infer P}` ? P : never) : never;
type Answer<M extends Method, P extends string> = `${M} ${P}` extends keyof Answers ? Answers[`${M} ${P}`] : never;
type Body<M extends Method, P extends string> = `${M} ${P}` extends keyof Bodies ? Bodies[`${M} ${P}`] : never;

export interface Asking {
  /** For `{id}` in the path, in order. */
  ids?: readonly string[];
  query?: Readonly<Record<string, string | number | boolean | undefined | null>>;
  /** The version that was read, for a change of it. */
  version?: number;
  /** The write's own key, where it must be the same again after a reload; otherwise a new one. */
  key?: string;
  signal?: AbortSignal;
  /** Goes on although the page closes. */
  keepalive?: boolean;
}

let csrf = "";
/** Sessions tell it; writes send it back. */
export function useCsrf(token: string | undefined): void {
  csrf = token ?? "";
}

/** A key for a write. Letters alone: a run of digits may look like a card number, and the desk refuses what does. Not by
 * crypto.randomUUID, which pages over plain HTTP do not have. */
export function writeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => String.fromCharCode(97 + (byte % 26))).join("");
}

const listeners = new Set<(problem: Problem) => void>();
/** Tells of a session that is over (401) and of a desk that is not reached (0). */
export function onTrouble(listener: (problem: Problem) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function address(path: string, { ids = [], query = {} }: Asking): string {
  let next = 0;
  const filled = path.replace(/\{\w+\}/g, () => encodeURIComponent(ids[next++] ?? ""));
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const text = new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${filled}?${text}` : filled;
}

async function ask(method: Method, path: string, body: unknown, asking: Asking): Promise<unknown> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") {
    headers["X-CSRF-Token"] = csrf;
    if (method === "POST") headers["Idempotency-Key"] = asking.key ?? writeKey();
    if (asking.version !== undefined) headers["If-Match"] = `"${asking.version}"`;
    if (body !== undefined) headers["Content-Type"] = Array.isArray(body) ? "application/x-ndjson" : "application/json";
  }
  const settings: RequestInit = { method, headers, credentials: "same-origin", keepalive: asking.keepalive ?? false };
  // A list is JSON Lines: the coach takes the events of an encounter so.
  if (body !== undefined) settings.body = Array.isArray(body) ? body.map((line) => `${JSON.stringify(line)}\n`).join("") : JSON.stringify(body);
  if (asking.signal) settings.signal = asking.signal;
  let answer: Response, text: string;
  try {
    answer = await fetch(address(path, asking), settings);
    text = await answer.text(); // the network can go in the midst of it
  } catch (error) {
    if (asking.signal?.aborted) throw error;
    throw trouble(new Problem(0, {}));
  }
  const json: unknown = text && (answer.headers.get("content-type") ?? "").includes("json") ? JSON.parse(text) : undefined;
  if (!answer.ok) throw trouble(new Problem(answer.status, (json ?? {}) as Partial<Told>));
  return json;
}

function trouble(problem: Problem): Problem {
  if (problem.status === 0 || problem.status === 401) for (const listener of listeners) listener(problem);
  return problem;
}

export const api = {
  get: <P extends Paths<"GET">>(path: P, asking: Asking = {}) => ask("GET", path, undefined, asking) as Promise<Answer<"GET", P>>,
  post: <P extends Paths<"POST">>(path: P, body: Body<"POST", P>, asking: Asking = {}) => ask("POST", path, body, asking) as Promise<Answer<"POST", P>>,
  put: <P extends Paths<"PUT">>(path: P, body: Body<"PUT", P>, asking: Asking = {}) => ask("PUT", path, body, asking) as Promise<Answer<"PUT", P>>,
  patch: <P extends Paths<"PATCH">>(path: P, body: Body<"PATCH", P>, asking: Asking = {}) => ask("PATCH", path, body, asking) as Promise<Answer<"PATCH", P>>,
  delete: <P extends Paths<"DELETE">>(path: P, asking: Asking = {}) => ask("DELETE", path, undefined, asking) as Promise<Answer<"DELETE", P>>,
};

/** All items of a list, page by page, until there are `most`; for lists that are short (sites, people). */
export async function all<T>(read: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>, most = Infinity): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor);
    items.push(...page.items);
    if (page.next === null || items.length >= most) return items;
    cursor = page.next;
  }
}
