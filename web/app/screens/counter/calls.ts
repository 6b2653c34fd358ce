// A call for help and what becomes of it, by live events; asked for now and then too, since nothing here may be missed.
import { useCallback, useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useLive } from "../../api/live";
import type { Call, CallTold } from "../../api/types";
import { call as callOutside, type Counter, type Level } from "../../offline";

export type CallState = Call["state"] | "sending" | "not_sent";
export interface Calling {
  whom: Level;
  silent: boolean;
  since: number;
  state: CallState;
  number: string;
  call: (Call & { told: CallTold | null }) | undefined;
}

const AGAIN_MS = 4000;
const isOver = (state: CallState) => state === "ended" || state === "not_sent";

export interface Calls {
  calling: Calling | undefined;
  start: (whom: Level, silent: boolean) => Promise<void>;
  end: () => Promise<void>;
  forget: () => void;
}

/** `me`: whose calls; `onQuiet`: a silent one is out, which was found on the desk after the page was loaded anew. */
export function useCalls(me: string, at: () => Promise<Counter>, site: string | undefined, number: string, onQuiet: () => void): Calls {
  const [calling, setCalling] = useState<Calling>();
  const id = calling?.call?.id;
  useEffect(() => {
    api.get("/v1/calls", { query: { ended: false, limit: 20 } }).then(({ items }) => {
      const call = items.find(({ called_by, state }) => called_by === me && state !== "ended");
      if (!call) return;
      setCalling((now) => now ?? { whom: call.whom as Level, silent: call.silent, since: Date.parse(call.created_at), state: call.state, number, call: { ...call, told: null } });
      if (call.silent) onQuiet();
    }, () => undefined);
  }, [me]);
  const hear = useCallback(async () => {
    if (!id) return;
    const call = await api.get("/v1/calls/{id}", { ids: [id] }).catch(() => undefined);
    if (call) setCalling((now) => now?.call?.id === id ? { ...now, call, state: call.state, number: call.told?.number || now.number } : now);
  }, [id]);
  useLive(["call"], ({ subject, kind }) => { if (kind === "reset" || subject === id) void hear(); });
  const open = id !== undefined && !isOver(calling!.state);
  useEffect(() => {
    if (!open) return undefined;
    void hear(); // somebody may have seen it before it had a name here
    const timer = setInterval(() => void hear(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [open, hear]);

  const start = useCallback(async (whom: Level, silent: boolean) => {
    const begun: Calling = { whom, silent, since: Date.now(), state: "sending", number, call: undefined };
    setCalling(begun);
    if (!site) return setCalling({ ...begun, state: "not_sent" });
    const counter = await Promise.race([at().catch(() => undefined), new Promise<undefined>((done) => setTimeout(done, 2000))]);
    const asked = { site, whom, silent };
    const answer = await (counter ? counter.call(asked) : callOutside(asked, null, number));
    setCalling(answer.sent
      ? { ...begun, state: answer.call.state, call: answer.call, number: answer.call.told?.number || number }
      : { ...begun, state: "not_sent", number: answer.number || number });
  }, [at, site, number]);
  const end = useCallback(async () => {
    setCalling(undefined);
    if (id) await api.post("/v1/calls/{id}/end", undefined, { ids: [id] }).catch(() => undefined);
  }, [id]);
  return { calling, start, end, forget: () => setCalling(undefined) };
}
