// Who asked for a break while this board was open. The desk tells it and keeps no list of it: this page does, for two hours.
import { useCallback, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useLive } from "../../api/live";

export interface Asked {
  person: string;
  encounter: string | null;
  at: string;
}
const HOLD = 2 * 3600 * 1000, kept = "board.breaks";

function read(me: string): readonly Asked[] {
  const stored = JSON.parse(sessionStorage.getItem(`${kept}.${me}`) ?? "[]") as Asked[];
  return stored.filter(({ at }) => Date.now() - Date.parse(at) < HOLD);
}

/** `encounterOf`: who serves it; a break is asked for in an encounter or by somebody without one. */
export function useBreaks(me: string, people: ReadonlyMap<string, unknown>): { breaks: readonly Asked[]; done: (person: string) => void } {
  const [breaks, setBreaks] = useState(() => read(me));
  const keep = useCallback((change: (before: readonly Asked[]) => readonly Asked[]) => setBreaks((before) => {
    const now = change(before);
    sessionStorage.setItem(`${kept}.${me}`, JSON.stringify(now));
    return now;
  }), [me]);
  useLive(["break.needed"], (news) => {
    if (news.kind !== "break.needed") return;
    const add = (person: string, encounter: string | null) => {
      if (person !== me) keep((before) => [...before.filter((one) => one.person !== person), { person, encounter, at: news.at }]);
    };
    if (people.has(news.subject)) add(news.subject, null);
    else api.get("/v1/encounters/{id}", { ids: [news.subject] }).then(({ person }) => add(person, news.subject), () => undefined);
  });
  return { breaks, done: useCallback((person: string) => keep((before) => before.filter((one) => one.person !== person)), [keep]) };
}
