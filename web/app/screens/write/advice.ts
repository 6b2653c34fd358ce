// What was written and a draft of the answer, what it shows, what to answer, what is wrong
// with the answer. On this device where the engine is there, else by the desk. Nothing of it is stored.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import { useStore } from "../../api/store";
import { useDirectory } from "../../kit/records/directory";
import { Coach, engine, review, warm, type Authority, type Card, type Channel, type Review } from "../../offline";
import { language, type Lang } from "../../words/words";

export interface Written {
  channel: Channel;
  /** The customer's language; undefined: found in the text. */
  lang: Lang | undefined;
  theirs: string;
  answer: string;
}
export interface Advice {
  /** After what they wrote; undefined: nothing was written yet. */
  read: Card | undefined;
  /** The answer; undefined: nothing was written yet. */
  reviewed: Review | undefined;
}

const PAUSE_MS = 250;

/** What they wrote, as the beginning of an encounter. */
function events({ channel, lang, theirs }: Written, authority: Authority | undefined): object[] {
  const start = { channel, ui_lang: language(), ...(lang ? { lang } : {}), ...(authority ? { authority } : {}) };
  return [{ start }, { from: "customer", text: theirs }];
}

/** The answer beside what it answers: the reviewer hears more so than in the answer alone. */
function reply({ channel, lang, theirs, answer }: Written, authority: Authority | undefined) {
  return { text: answer, from: "staff", channel, ui_lang: language(), ...(theirs.trim() ? { customer: theirs } : {}), ...(lang ? { lang } : {}), ...(authority ? { authority } : {}) };
}

async function readByDesk(written: Written, authority: Authority | undefined): Promise<Card | undefined> {
  const lines = events(written, authority).map((line) => ({ encounter: "written", ...line }));
  return ((await api.post("/v1/coach", lines as never)) as { cards?: Card[] }).cards?.[1];
}

/** What this person may give at their site: the answer is held against it. */
export function useAuthority(): Authority | undefined {
  const { person } = useSession(), { home: site } = useDirectory();
  const [authority, setAuthority] = useState<Authority>();
  useEffect(() => {
    if (site) api.get("/v1/people/{id}/authority", { ids: [person.id], query: { site } }).then((told) => setAuthority(told.authority as Authority), () => undefined);
  }, [person.id, site]);
  return authority;
}

export function useAdvice(written: Written, authority: Authority | undefined): Advice {
  const [advice, setAdvice] = useState<Advice>({ read: undefined, reviewed: undefined });
  const coach = useRef<Coach>();
  const ready = useStore(engine) === "ready";
  useEffect(() => {
    void warm();
    coach.current = new Coach();
    return () => coach.current?.dispose();
  }, []);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(async () => {
      const [read, reviewed] = await Promise.all([
        !written.theirs.trim() ? undefined : ((coach.current?.cards(events(written, authority).map((event) => ({ event: event as never })))?.[1] ?? undefined) ?? readByDesk(written, authority)),
        !written.answer.trim() ? undefined : (review(reply(written, authority)) ?? (api.post("/v1/review", reply(written, authority)) as Promise<Review>)),
      ]).catch(() => [undefined, undefined] as const);
      if (!gone) setAdvice({ read, reviewed });
    }, ready ? 60 : PAUSE_MS);
    return () => { gone = true; clearTimeout(timer); };
  }, [written.channel, written.lang, written.theirs, written.answer, authority, ready, language()]);
  return advice;
}
