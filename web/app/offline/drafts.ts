// Typed text that survives a reload, a dead battery and an expired session: sealed for who typed it.
import { useEffect, useRef, useState } from "preact/hooks";
import { vault } from "./person";

export interface Draft {
  /** What was typed before; "" where nothing was. */
  readonly text: string;
  /** Keeps what is typed now; "" forgets it. */
  keep(text: string): void;
  /** It was sent or given up: gone from the device when this resolves, which takes half a second at most. */
  forget(): Promise<void>;
}

/** So long typing goes on before it is kept. */
const PAUSE_MS = 300;
/** So long somebody who has sent it waits for a slow device to forget it. */
const SOON_MS = 500;

/** What is written goes one after the other: what was sealed before must not come after what was forgotten. */
let written: Promise<void> = Promise.resolve();
const soon = (done: Promise<void>) => Promise.race([done, new Promise<void>((go) => { setTimeout(go, SOON_MS); })]);

/** The draft of one field: `place` names the form, `of` the record that it is about. */
export async function draft(place: string, of = ""): Promise<Draft> {
  const mine = await vault();
  const name = `${place} ${of}`;
  await soon(written);
  let typed = (await mine?.read<string>("draft", name)) ?? "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    document.removeEventListener("visibilitychange", write);
    const value = typed || undefined;
    written = written.then(() => mine?.change({ kind: "draft", name, value })).catch(() => undefined);
  };
  const keep = (text: string) => {
    typed = text;
    if (timer === undefined) document.addEventListener("visibilitychange", write); // put away: at once
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE_MS);
  };
  return {
    text: typed,
    keep,
    forget() {
      typed = "";
      write();
      return soon(written);
    },
  };
}

/** The draft of a field for its component: the text, typing in it, and forgetting it, which empties the field too. */
export function useDraft(place: string, of = ""): [text: string, type: (text: string) => void, forget: () => Promise<void>] {
  const [text, setText] = useState("");
  const kept = useRef<Draft>(), now = useRef("");
  now.current = text;
  useEffect(() => {
    let gone = false;
    draft(place, of).then((one) => {
      if (gone) return;
      kept.current = one;
      if (now.current) one.keep(now.current); // somebody was faster than the device
      else setText(one.text);
    }, () => undefined);
    return () => { gone = true; };
  }, [place, of]);
  const type = (typed: string) => { setText(typed); kept.current?.keep(typed); };
  return [text, type, async () => { setText(""); await kept.current?.forget(); }];
}
