// "I need a break": said to those who could cover; who does, by live news. One person alone just takes it.
import { useCallback, useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Break } from "../../api/types";
import { useLoad, useRun } from "../../kit/load";

export interface Resting {
  resting: boolean;
  /** Who covers; null: nobody yet. */
  by: string | null;
  busy: boolean;
  error: unknown;
  need: () => void;
  over: () => void;
}

export function useBreak(site: string | undefined): Resting {
  const who = useSession();
  const [alone, setAlone] = useState(false);
  const { busy, error, run } = useRun();
  const told = useLoad(async (signal): Promise<Break | undefined> => (who.alone || !may(who, "call.answer") ? undefined
    : (await api.get("/v1/breaks", { query: { mine: true }, signal })).items[0]), [who.person.id], ["break"]);
  const mine = told.data;
  const need = useCallback(() => void run(async () => {
    if (who.alone) setAlone(true);
    else if (site) told.set(await api.post("/v1/breaks", { site }));
  }), [who, site]);
  const over = useCallback(() => void run(async () => {
    setAlone(false);
    if (mine) await api.delete("/v1/breaks/{id}", { ids: [mine.id] });
    told.set(undefined);
  }), [mine]);
  return { resting: alone || mine !== undefined, by: mine?.covered_by ?? null, busy, error, need, over };
}
