// A list of records: search, filters, pages, live, by keyboard. What is looked for stands in the address, so going back finds it again.
import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import { useLive } from "../api/live";
import { go, place } from "../router";
import { t } from "../words/words";
import { Button } from "./button";
import { Icon } from "./icons";
import { Failed, Loading } from "./page";

export interface Part<T> {
  items: T[];
  next: string | null;
}
export interface Listed<T> {
  items: T[] | undefined;
  /** There is more than what is shown. */
  more: boolean;
  loading: boolean;
  error: unknown;
  showMore: () => void;
  reload: () => void;
}

const FIRST = 20, ROUNDS = 8;

/** Reads until `wanted` are there: a page of a search may be short, even empty, and more follow all the same. */
async function fill<T extends { id: string }>(read: (cursor: string | undefined) => Promise<Part<T>>, from: string | undefined, wanted: number): Promise<Part<T>> {
  const items = new Map<string, T>();
  let next = from ?? null;
  for (let round = 0; round < ROUNDS; round++) {
    const part = await read(next ?? undefined);
    for (const item of part.items) items.set(item.id, item);
    next = part.next;
    if (next === null || items.size >= wanted) break;
  }
  return { items: [...items.values()], next };
}

/** `deps`: what is looked for. `kinds`: live events at which what is shown is read anew. */
export function useList<T extends { id: string }>(read: (cursor: string | undefined, signal: AbortSignal) => Promise<Part<T>>, deps: readonly unknown[], kinds: readonly string[]): Listed<T> {
  const [shown, setShown] = useState<Part<T>>();
  const [error, setError] = useState<unknown>();
  const [loading, setLoading] = useState(true);
  const running = useRef<AbortController>();
  const now = useRef({ read, shown });
  now.current = { read, shown };
  const get = useCallback(async (from: string | undefined, wanted: number, before: T[]) => {
    running.current?.abort();
    const control = (running.current = new AbortController());
    setLoading(true);
    try {
      const part = await fill((cursor) => now.current.read(cursor, control.signal), from, wanted);
      if (control.signal.aborted) return;
      const known = new Set(before.map(({ id }) => id));
      setShown({ items: [...before, ...part.items.filter(({ id }) => !known.has(id))], next: part.next });
      setError(undefined);
    } catch (reason) {
      if (!control.signal.aborted) setError(reason);
    }
    if (!control.signal.aborted) setLoading(false);
  }, []);
  const anew = useCallback((wanted: number) => void get(undefined, wanted, []), []);
  useEffect(() => {
    anew(FIRST);
    return () => running.current?.abort();
  }, deps);
  const reload = useCallback(() => anew(Math.max(FIRST, now.current.shown?.items.length ?? 0)), []);
  useLive(kinds, reload);
  // The desk does not tell everybody of everything: who comes back to the page sees it as it is now.
  useEffect(() => {
    const seen = () => { if (document.visibilityState === "visible") reload(); };
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, []);
  const showMore = () => { if (shown?.next) void get(shown.next, 1, shown.items); };
  return { items: shown?.items, more: !!shown?.next, loading, error, showMore, reload };
}

/** What is looked for, kept in the address. */
export interface Looking {
  get(name: string): string;
  set(name: string, value: string): void;
  /** Something is asked for besides what a list begins with. */
  any: boolean;
  clear(): void;
}
export function looking(query: URLSearchParams): Looking {
  const path = place.get().path;
  const to = (next: URLSearchParams) => go(`${path}${next.size ? `?${next}` : ""}`, "replace");
  return {
    get: (name) => query.get(name) ?? "",
    set(name, value) {
      const next = new URLSearchParams(place.get().query);
      if (value) next.set(name, value);
      else next.delete(name);
      to(next);
    },
    any: [...query.values()].some(Boolean),
    clear: () => to(new URLSearchParams()),
  };
}

/** The field for words, which asks while one types, a moment behind. */
export function Search({ label, hint, at }: { label: string; hint?: string; at: Looking }) {
  const [typed, setTyped] = useState(at.get("q"));
  const waiting = useRef<ReturnType<typeof setTimeout>>(), id = useId();
  const asked = at.get("q");
  useEffect(() => { if (asked !== typed.trim()) setTyped(asked); }, [asked]);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const ask = (text: string, pause: number) => {
    setTyped(text);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => at.set("q", text.trim()), pause);
  };
  return (
    <form class="list-search" role="search" onSubmit={(event) => { event.preventDefault(); ask(typed, 0); }}>
      <Icon name="search" />
      <input id={id} type="search" aria-label={label} placeholder={hint ?? label} value={typed} maxLength={200} autoComplete="off" enterKeyHint="search"
        onInput={(event) => ask(event.currentTarget.value, 250)}
        onKeyDown={(event) => { if (event.key === "ArrowDown") { event.preventDefault(); rowsOf(event.currentTarget)[0]?.focus(); } }} />
    </form>
  );
}

export interface Chip {
  value: string;
  text: string;
}

/** One of several, side by side; the first is what a list begins with. */
export function Views({ label, name, options, at, fallback = options[0]?.value ?? "" }: { label: string; name: string; options: readonly Chip[]; at: Looking; fallback?: string }) {
  const now = at.get(name) || fallback;
  return (
    <div class="chips" role="group" aria-label={label}>
      {options.map(({ value, text }) => (
        <button key={value} type="button" class="chip" aria-pressed={now === value} onClick={() => at.set(name, value === fallback ? "" : value)}>{text}</button>
      ))}
    </div>
  );
}

/** On or off: "mine", "late". */
export function Toggle({ name, text, at, value = "1" }: { name: string; text: string; at: Looking; value?: string }) {
  const on = at.get(name) === value;
  return <button type="button" class="chip toggle" aria-pressed={on} onClick={() => at.set(name, on ? "" : value)}>{on && <Icon name="check" />}{text}</button>;
}

/** The filters that are seldom wanted, folded away; open where one of them is set. */
export function MoreFilters({ at, names, children }: { at: Looking; names: readonly string[]; children: ComponentChildren }) {
  const set = names.filter((name) => at.get(name)).length;
  return (
    <details class="list-filters" open={set > 0}>
      <summary>{t("records.filters")}{set > 0 && <span class="badge">{set}</span>}</summary>
      <div>{children}</div>
    </details>
  );
}

function rowsOf(inside: Element): HTMLAnchorElement[] {
  return [...(inside.closest("main")?.querySelectorAll<HTMLAnchorElement>(".list-row") ?? [])];
}

/** Up and down go through the rows, and from the first one back to the search; Enter opens, as on every link. */
function walk(event: KeyboardEvent) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const here = (event.target as Element).closest<HTMLAnchorElement>(".list-row");
  if (!here || (!step && event.key !== "Home" && event.key !== "End")) return;
  event.preventDefault();
  const rows = rowsOf(here), at = rows.indexOf(here);
  if (event.key === "Home") rows[0]?.focus();
  else if (event.key === "End") rows.at(-1)?.focus();
  else if (at + step < 0) here.closest("main")?.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  else rows[at + step]?.focus();
}

export interface Row {
  href: string;
  title: string;
  /** Under it, each a piece: who, where, when. */
  about?: readonly (ComponentChildren | false | null | undefined | "")[];
  badge?: ComponentChildren;
}

/** The rows, with all states. `empty` stands where there is nothing at all, and says the first step. */
export function Records<T extends { id: string }>({ list, at, row, empty, label }: { list: Listed<T>; at: Looking; row: (item: T) => Row; empty: ComponentChildren; label: string }) {
  const { items, more, loading, error } = list;
  if (error && !items) return <Failed error={error} again={list.reload} />;
  if (!items) return <Loading />;
  const nothing = items.length === 0 && !more;
  return (
    <section class="list" aria-label={label} aria-busy={loading} onKeyDown={walk}>
      {!!error && <Failed error={error} again={list.reload} />}
      <p class="sr-only" role="status">{loading ? "" : t("records.shown", { n: items.length })}</p>
      {nothing && (at.any
        ? <div class="empty"><p>{t("records.nothing-found")}</p><Button onClick={at.clear}>{t("records.clear")}</Button></div>
        : empty)}
      <ul class="rows">{items.map((item) => <li key={item.id}><RowLink {...row(item)} /></li>)}</ul>
      {more && <Button wide onClick={list.showMore} busy={loading}>{t("records.more")}</Button>}
    </section>
  );
}

export function RowLink({ href, title, about = [], badge }: Row) {
  const parts = about.filter(Boolean);
  return (
    <a class="list-row" href={href}>
      <span class="list-title">{title}</span>
      {badge}
      {parts.length > 0 && <span class="list-about">{parts.map((part, index) => <span key={index}>{part}</span>)}</span>}
    </a>
  );
}
