// Asking somebody who may give more: the question, its wait, the answer.
import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useLive } from "../../api/live";
import type { Approval } from "../../api/types";
import type { Counter, Running } from "../../offline";
import { isAmount, type Kind } from "./give";

export interface Asking {
  kind: Kind;
  amount: number;
  since: number;
  approval: Approval | undefined;
  error: unknown;
}
export interface Approvals {
  asking: Asking | undefined;
  ask: (kind: Kind, amount: number) => Promise<void>;
  withdraw: () => Promise<void>;
  forget: () => void;
}

const amountOf = ({ asked, asked_percent }: Approval): number => (asked_percent !== null && asked_percent >= 0 ? asked_percent : (asked ?? 0));

const NAMED_MS = 4000;
/** The desk's name of the encounter: what is asked of others needs it. */
function nameOf(counter: Counter): Promise<string | null> {
  const { id } = counter.now.get();
  if (id !== null) return Promise.resolve(id);
  return new Promise((done) => {
    const finish = (found: string | null) => { clearTimeout(timer); stop(); done(found); };
    const timer = setTimeout(() => finish(null), NAMED_MS);
    const stop = counter.now.watch((now: Running) => { if (now.id !== null) finish(now.id); });
  });
}

/** `me`: whose questions; `encounter`: where they are asked, by the desk's name. */
export function useApprovals(me: string, encounter: string | null | undefined, at: () => Promise<Counter>, currency: string): Approvals {
  const [asking, setAsking] = useState<Asking>();
  // A page that was loaded anew goes on with the question that waits for its answer.
  useEffect(() => {
    if (!encounter) return;
    api.get("/v1/approvals", { query: { encounter, asked_by: me, state: "asked", limit: 1 } }).then(({ items: [approval] }) => {
      if (approval) setAsking((now) => now ?? { kind: approval.remedy, amount: amountOf(approval), since: Date.parse(approval.created_at), approval, error: undefined });
    }, () => undefined);
  }, [me, encounter]);
  const id = asking?.approval?.id;
  const waits = asking?.approval?.state === "asked";
  const hear = useCallback(async () => {
    if (!id) return;
    const [approval] = await Promise.all([api.get("/v1/approvals/{id}", { ids: [id] }).catch(() => undefined), at().then((counter) => counter.refresh(), () => undefined)]);
    if (approval) setAsking((now) => (now?.approval?.id === id ? { ...now, approval } : now));
  }, [id, at]);
  useLive(["approval"], ({ subject, kind }) => { if (kind === "reset" || subject === id) void hear(); });
  useEffect(() => {
    if (!waits) return undefined;
    void hear(); // an answer may be faster than the name of what was asked
    const timer = setInterval(() => void hear(), 5000);
    return () => clearInterval(timer);
  }, [waits, hear]);

  const ask = useCallback(async (kind: Kind, amount: number) => {
    const begun: Asking = { kind, amount, since: Date.now(), approval: undefined, error: undefined };
    setAsking(begun);
    try {
      const counter = await at();
      const encounter = await nameOf(counter);
      if (encounter === null) throw new Error("the desk is away");
      const { begun: _, ...approval } = await api.post("/v1/approvals", {
        encounter, remedy: kind, ...(isAmount(kind) && { asked: amount, currency }), ...(kind === "discount_percent" && { asked_percent: amount }),
      });
      setAsking({ ...begun, approval: approval as Approval });
      if (approval.state !== "asked") void counter.refresh();
    } catch (error) {
      setAsking({ ...begun, error });
    }
  }, [at, currency]);
  const withdraw = useCallback(async () => {
    setAsking(undefined);
    if (id && waits) await api.post("/v1/approvals/{id}/withdraw", undefined, { ids: [id] }).catch(() => undefined);
  }, [id, waits]);
  return { asking, ask, withdraw, forget: () => setAsking(undefined) };
}
