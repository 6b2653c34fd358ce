// Every write to a case goes through here: with the version that is on the screen. Where somebody was faster, what they
// changed is shown, the case is as it is now, and the same tap goes on.
import { useCallback, useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import type { Answers, Case } from "../../api/types";
import { useRun } from "../../kit/load";
import { dateTime, known, t } from "../../words/words";

export type Whole = Answers["GET /v1/cases/{id}"];
type Field = keyof Case & string;
const shown: readonly Field[] = ["state", "subject", "owner", "customer", "happened", "wants", "cause", "associate_view", "outcome", "merged_into", "hold", "responded_at"];

export interface Differing {
  name: string;
  now: string;
}

function say(field: Field, one: Case, person: (id: string | null) => string): string {
  const value = one[field];
  if (value === null || value === "") return t("case.none");
  if (field === "state") return t(`case.state.${one.state}`);
  if (field === "owner") return person(one.owner) || t("case.somebody");
  if (field === "outcome") return t(`outcomes.${one.outcome ?? "none"}`);
  if (field === "responded_at") return dateTime(String(value));
  return typeof value === "boolean" ? t(value ? "case.on" : "case.off") : String(value);
}

/** What is another now, field by field, in words. */
export function differing(before: Case, now: Case, person: (id: string | null) => string): readonly Differing[] {
  return shown.filter((field) => before[field] !== now[field] && known(`case.field.${field}`))
    .map((field) => ({ name: t(`case.field.${field}` as "case.field.state"), now: say(field, now, person) }));
}

export interface Changing {
  busy: boolean;
  error: unknown;
  /** What somebody else changed meanwhile; undefined: nothing. */
  clash: readonly Differing[] | undefined;
  /** Runs a write; true when it was done. */
  change: (write: (version: number) => Promise<Case>) => Promise<boolean>;
  clear: () => void;
}

export function useChange(one: Whole | undefined, put: (now: Whole) => void, person: (id: string | null) => string): Changing {
  const { busy, error, run, clear } = useRun();
  const [clash, setClash] = useState<readonly Differing[]>();
  const change = useCallback(async (write: (version: number) => Promise<Case>) => {
    let done = false;
    if (!one) return done;
    setClash(undefined);
    await run(async () => {
      try {
        put({ ...one, ...(await write(one.version)) });
        done = true;
      } catch (failed) {
        if (!(failed instanceof Problem) || failed.status !== 412) throw failed;
        const now = await api.get("/v1/cases/{id}", { ids: [one.id] });
        setClash(differing(one, now, person));
        put(now);
      }
    });
    return done;
  }, [one, put, person]);
  return { busy, error, clash, change, clear: () => { clear(); setClash(undefined); } };
}
