// On the telephone: the next thing to say, hold with its clock, call back at a set time, hand over, hang up after the boundary.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import { store, useStore } from "../../api/store";
import { begin, type CoachEvent, type Counter, type Running } from "../../offline";
import { Button } from "../../kit/button";
import { clockText, useSeconds } from "../../kit/clock";
import { Field } from "../../kit/field";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { PersonPicker } from "../../kit/records/name";
import { dateTime, named, t } from "../../words/words";

const nothing = store<Running | undefined>(undefined);
const taps: readonly [key: "again" | "louder" | "personal" | "calmer", observed: string][] = [["again", "repeats"], ["louder", "raised_voice"], ["personal", "insult"], ["calmer", "calmed"]];

export function Phone() {
  const { home: site } = useDirectory();
  const [counter, setCounter] = useState<Counter>();
  const now = useStore<Running | undefined>(counter ? (counter.now as never) : nothing);
  const { busy, error, run } = useRun();
  const going = useRef<Promise<Counter>>();
  const call = () => (going.current ??= begin({ site, channel: "phone" }).then((one) => { setCounter(one); return one; }));
  const [lost, setLost] = useState<unknown>();
  // Each tap counts, also one that comes while another is under way.
  const tell = (event: CoachEvent) => call().then((one) => one.tell(event)).then(() => setLost(undefined), setLost);
  useEffect(() => () => counter?.close(), [counter]);

  const said = now?.events.some(({ event }) => "did" in event && event.did === "set_boundary") ?? false;
  const close = () => { going.current = undefined; setCounter(undefined); };
  const end = (outcome: "service_ended") => run(async () => {
    await (await call()).end({ outcome, thanked: false });
    close();
  });
  return (
    <section class="write-part">
      <Line now={now} />
      <div class="write-taps" role="group" aria-label={t("write.phone-hear")}>
        {taps.map(([key, observed]) => <Button key={key} onClick={() => void tell({ observed })}>{t(`write.phone-${key}`)}</Button>)}
      </div>
      <Hold />
      <CallBack site={site} counter={call} done={close} />
      <HandOver now={now} done={close} />
      <div class="card">
        <h2>{t("write.hang-up")}</h2>
        <p>{said ? t("write.boundary-was-said") : t("write.boundary-first")}</p>
        <div class="actions">
          {!said && <Button onClick={() => void tell({ did: "set_boundary" })}>{t("write.boundary-said")}</Button>}
          <Button kind={said ? "bad" : "plain"} busy={busy} onClick={() => void end("service_ended")}>{t("write.hang-up-do")}</Button>
        </div>
      </div>
      {(error ?? lost) !== undefined && <Failed error={error ?? lost} />}
    </section>
  );
}

/** What to say next; listening comes first. */
function Line({ now }: { now: Running | undefined }) {
  const act = now?.card?.acts[0] ?? "listen", sentence = now?.card?.say[0]?.text;
  return (
    <div class="card write-line" aria-live="polite">
      <p class="write-say">{sentence ?? named("acts", act)}</p>
      <p class="soft">{named("instructions", `${act}.phone`, { emergency_number: now?.start.emergency_number ?? "" })}</p>
    </div>
  );
}

/** A clock while they wait; after two minutes it says that one goes back to them. */
function Hold() {
  const [since, setSince] = useState<number>();
  const seconds = useSeconds(since);
  return (
    <div class="card">
      <h2>{t("write.hold")}</h2>
      {since === undefined
        ? <><p>{t("write.hold-about")}</p><Button onClick={() => setSince(Date.now())}>{t("write.hold-do")}</Button></>
        : <><p class="write-clock" role="timer">{clockText(seconds)}</p>
            {seconds >= 120 && <Notice>{t("write.hold-long")}</Notice>}
            <Button onClick={() => setSince(undefined)}>{t("write.hold-back")}</Button></>}
    </div>
  );
}

/** A promise with its time. */
function CallBack({ site, counter, done }: { site: string; counter: () => Promise<Counter>; done: () => void }) {
  const [at, setAt] = useState("");
  const [kept, setKept] = useState("");
  const { busy, error, run } = useRun();
  const keep = () => run(async () => {
    const due = new Date(at).toISOString(), one = await counter(), encounter = one.now.get().id;
    if (!encounter) await api.post("/v1/promises", { site, what: t("write.call-back-promise"), due_at: due });
    await one.end({ outcome: "partly", thanked: true, ...(encounter ? { promise: t("write.call-back-promise"), promise_due_at: due } : {}) });
    setKept(dateTime(due));
    done();
  });
  return (
    <div class="card">
      <h2>{t("write.call-back")}</h2>
      <Field label={t("write.call-back-at")} type="datetime-local" value={at} onInput={setAt} />
      <Button busy={busy} disabled={!at} onClick={() => void keep()}>{t("write.call-back-do")}</Button>
      {kept && <Notice kind="good">{t("write.call-back-kept", { at: kept })}</Notice>}
      {error !== undefined && <Failed error={error} />}
    </div>
  );
}

function HandOver({ now, done }: { now: Running | undefined; done: () => void }) {
  const who = useSession();
  const [to, setTo] = useState("");
  const { busy, error, run } = useRun();
  if (who.alone) return null;
  const hand = () => run(async () => {
    await api.post("/v1/encounters/{id}/hand-over", { person: to }, { ids: [now!.id!] });
    done();
  });
  return (
    <div class="card">
      <h2>{t("write.hand-over")}</h2>
      <p class="soft">{t("write.hand-over-about")}</p>
      <PersonPicker label={t("write.hand-over-to")} value={to} onChange={setTo} without={who.person.id} nobody="–" />
      <Button busy={busy} disabled={!to || !now?.id} onClick={() => void hand()}>{t("write.hand-over-do")}</Button>
      {error !== undefined && <Failed error={error} />}
    </div>
  );
}
