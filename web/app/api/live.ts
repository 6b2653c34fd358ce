// Live events of the desk: what is new, by kind. One stream for the page, open as long as somebody listens.
import { useEffect, useRef } from "preact/hooks";
import { store } from "./store";

export interface News {
  /** "approval.answered"; "reset": what was heard before may have holes, read all anew. */
  kind: string;
  subject: string;
  site: string | null;
  at: string;
}

const anew: News = { kind: "reset", subject: "", site: null, at: "" };

type Listener = (news: News) => void;
const listeners = new Set<Listener>();
let source: EventSource | undefined;
let last: string | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

/** Does the desk tell us what is new? */
export const listening = store(false);

function tell(news: News) {
  for (const listener of [...listeners]) listener(news);
}

function open() {
  clearTimeout(again);
  source = new EventSource(`/v1/live${last === undefined ? "" : `?after=${last}`}`);
  source.onopen = () => {
    listening.set(true);
    // What became new between a screen's first reading and now was told to nobody. Later the stream goes on where it broke off.
    if (last === undefined) tell(anew);
  };
  source.onmessage = (message: MessageEvent<string>) => {
    if (message.lastEventId) last = message.lastEventId;
    if (message.data) tell(JSON.parse(message.data) as News);
  };
  source.addEventListener("reset", () => tell(anew));
  source.onerror = () => {
    listening.set(false);
    // The browser tries again by itself, but for an answer that is no stream: then it is for us.
    if (source?.readyState === EventSource.CLOSED) again = setTimeout(reopen, 3000);
  };
}

function reopen() {
  source?.close();
  source = undefined;
  if (listeners.size > 0) open();
}

/** Hears what is new until the function that it gives is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  if (!source) open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    source = undefined;
    clearTimeout(again);
    listening.set(false);
  };
}

/** Another person has signed in: what they may hear is another stream. */
export function listenAnew(): void {
  last = undefined;
  reopen();
}

/** In a component: calls for each news whose kind begins with one of `kinds` ("case" hears "case.closed"), and for resets. */
export function useLive(kinds: readonly string[], heard: Listener): void {
  const latest = useRef(heard);
  latest.current = heard;
  const wanted = kinds.join(" ");
  useEffect(() => listen((news) => {
    if (news.kind === "reset" || wanted.split(" ").some((kind) => news.kind === kind || news.kind.startsWith(`${kind}.`))) latest.current(news);
  }), [wanted]);
}
