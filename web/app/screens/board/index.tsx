// The board: who needs help now, first calls, then what is asked, then encounters from the hottest; live.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { listening } from "../../api/live";
import { may, useSession } from "../../api/session";
import { useStore } from "../../api/store";
import type { Approval, Call, Encounter } from "../../api/types";
import { Icon } from "../../kit/icons";
import { useNames } from "../../kit/names";
import { Empty, Failed, Loading, Page } from "../../kit/page";
import { t } from "../../words/words";
import { ApprovalRow, settledText } from "./approval";
import { BreakRow, readBreaks } from "./breaks";
import { CallRow } from "./call";
import { callsInOrder, encountersInOrder, readApprovals, readCalls, readEncounters, readPromises, tellShown, type Answer } from "./data";
import { merge, useRows } from "./list";
import { PromiseRow } from "./promise";
import { Row } from "./row";
import { notify, want, wanted } from "./signal";

const none = async () => [];

/** Ids that were not there with the last reading; the first reading brings nothing new. */
function useNew(ids: readonly string[] | undefined, met: (ids: readonly string[]) => void): void {
  const before = useRef<ReadonlySet<string>>();
  useEffect(() => {
    if (!ids) return;
    const known = before.current, fresh = known ? ids.filter((id) => !known.has(id)) : [];
    before.current = new Set(ids);
    if (fresh.length > 0) met(fresh);
  }, [ids]);
}

/** Lines that tell for a while what has become of something. */
function useTold(): { told: readonly string[]; tell: (text: string) => void } {
  const [told, setTold] = useState<readonly string[]>([]);
  const tell = useCallback((text: string) => {
    setTold((before) => [...before.filter((one) => one !== text).slice(-1), text]);
    setTimeout(() => setTold((before) => before.filter((one) => one !== text)), 8000);
  }, []);
  return { told, tell };
}

function Signals() {
  const { sound, vibration } = useStore(wanted);
  return (
    <div class="actions board-signals" role="group" aria-label={t("board.signals")}>
      <button type="button" class="button quiet" aria-pressed={sound} onClick={() => want("sound", !sound)}><Icon name="louder" /><span>{t("board.sound")}</span></button>
      {"vibrate" in navigator && <button type="button" class="button quiet board-vibration" aria-pressed={vibration} onClick={() => want("vibration", !vibration)}><Icon name="phone" /><span>{t("board.vibration")}</span></button>}
    </div>
  );
}

/** Calls and what can be done with them; those of encounters show how these go. */
function useCalls(me: string, tell: (text: string) => void, names: ReturnType<typeof useNames>) {
  const who = useSession();
  // What others say to a call is told to its caller alone: it is looked for while one is open.
  const [quick, setQuick] = useState(false);
  const rows = useRows<Call>(may(who, "call.answer") ? readCalls : none, ["call", "encounter.events"], quick ? 3000 : 15000);
  const calls = useMemo(() => callsInOrder(rows.items ?? []), [rows.items]);
  useEffect(() => setQuick(calls.length > 0), [calls.length > 0]);
  useEffect(() => { for (const call of calls) tellShown(call, me); }, [calls]);
  const answered = useCallback((call: Call, how: Answer, already: string | null) => {
    rows.put(call);
    if (already && already !== me) tell(t("board.already", { name: names.person(already) }));
    if (how === "cannot") tell(t("board.others-called"));
    rows.reload();
  }, [names.people]);
  return { ...rows, calls, answered };
}

function useApprovals(me: string, tell: (text: string) => void, names: ReturnType<typeof useNames>) {
  const who = useSession();
  // The desk tells those who are asked first; whoever could answer too looks for it.
  const rows = useRows<Approval>(may(who, "approval.answer") ? readApprovals : none, ["approval"], 15000);
  const mine = useRef(new Set<string>()), before = useRef<readonly Approval[]>([]);
  const settled = useCallback((approval: Approval) => {
    mine.current.add(approval.id);
    tell(settledText(approval, me, names.person));
    rows.reload();
  }, [names.people]);
  useEffect(() => {
    const now = new Set(rows.items?.map(({ id }) => id));
    for (const { id } of before.current)
      if (rows.items && !now.has(id) && !mine.current.has(id)) void api.get("/v1/approvals/{id}", { ids: [id] }).then((approval) => {
        if (approval.state !== "asked") tell(settledText(approval, me, names.person));
      }, () => undefined);
    before.current = rows.items ?? [];
  }, [rows.items]);
  return { ...rows, settled };
}

export default function Board() {
  const who = useSession(), me = who.person.id, names = useNames();
  const { told, tell } = useTold();
  const [open, setOpen] = useState<string>();
  const live = useStore(listening);
  const encounters = useRows<Encounter>(readEncounters, ["encounter", "approval.answered"], 60000);
  const calls = useCalls(me, tell, names), approvals = useApprovals(me, tell, names);
  const promises = useRows(may(who, "promise.work") ? readPromises : none, ["promise"], 300000);
  const breaks = useRows(may(who, "call.answer") && !who.alone ? readBreaks : none, ["break"], 300000);
  const byId = useMemo(() => new Map(encounters.items?.map((encounter) => [encounter.id, encounter])), [encounters.items]);
  const last = useRef<readonly Encounter[]>();
  const rows = useMemo(() => {
    const called = new Set(calls.calls.map(({ encounter }) => encounter));
    return (last.current = merge(last.current, encountersInOrder((encounters.items ?? []).filter(({ id }) => !called.has(id)))));
  }, [encounters.items, calls.calls]);
  const callIds = useMemo(() => calls.items?.filter(({ state, called_by }) => state !== "on_the_way" && called_by !== me).map(({ id }) => id), [calls.items]);
  const approvalIds = useMemo(() => approvals.items?.map(({ id }) => id), [approvals.items]);
  useNew(callIds, notify);
  useNew(approvalIds, notify);
  // Where somebody sees one site, its name says nothing.
  const several = who.memberships.some((one) => one.site === null) || new Set(who.memberships.map((one) => one.site)).size > 1;
  const site = (id: string | null) => (several ? names.site(id) : "");
  const failed = encounters.error ?? calls.error;
  // What stands below waits for what stands above it: a line that moves down is tapped for another.
  const known = [calls, approvals, encounters].every(({ items, error }) => items || error !== undefined);

  return (
    <Page title={t("board.title")} actions={<Signals />}>
      {!live && encounters.items && <p class="notice board-offline" role="status"><Icon name="offline" />{t("board.not-live")}</p>}
      {failed !== undefined && <Failed error={failed} again={() => { encounters.reload(); calls.reload(); }} />}
      <div class="board-told" role="status">{told.map((text) => <p key={text} class="notice good">{text}</p>)}</div>
      <p class="sr-only" role="status">{calls.calls.length > 0 ? t("board.calls-open", { n: calls.calls.length }) : ""}</p>
      <div class="board">
        <div class="board-main">
          {calls.calls.length > 0 && (
            <section aria-labelledby="board-calls">
              <h2 id="board-calls">{t("board.calls")}</h2>
              <ul class={`rows board-calls${calls.calls.length > 3 ? " many" : ""}`}>
                {calls.calls.map((call) => (
                  <CallRow key={call.id} call={call} encounter={call.encounter ? byId.get(call.encounter) : undefined} me={me} caller={names.person(call.called_by)}
                    comes={names.person(call.answered_by)} site={site(call.site)} open={open !== undefined && open === call.encounter} onOpen={setOpen} onAnswered={calls.answered} />
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="board-now">
            <h2 id="board-now">{t("board.now")}<span class="board-count">{known && rows.length > 0 && rows.length}</span></h2>
            {!known && failed === undefined && <Loading />}
            {known && encounters.items && rows.length === 0 && <Empty text={calls.calls.length > 0 ? t("board.no-others") : t("board.quiet")} />}
            <ul class="rows board-rows">
              {known && rows.map((encounter) => (
                <Row key={encounter.id} encounter={encounter} name={encounter.person === me ? t("board.yourself") : names.person(encounter.person)} site={site(encounter.site)}
                  open={open === encounter.id} onOpen={setOpen} />
              ))}
            </ul>
          </section>
        </div>
        <div class="board-side">
          {(approvals.items?.length ?? 0) > 0 && (
            <section aria-labelledby="board-asked" class="board-asked">
              <h2 id="board-asked">{t("board.asked")}</h2>
              <ul class="rows">
                {approvals.items?.map((approval) => <ApprovalRow key={approval.id} approval={approval} asker={names.person(approval.asked_by)} site={site(approval.site)} onSettled={approvals.settled} />)}
              </ul>
            </section>
          )}
          {(breaks.items?.length ?? 0) > 0 && (
            <section aria-labelledby="board-breaks">
              <h2 id="board-breaks">{t("board.breaks")}</h2>
              <ul class="rows">
                {breaks.items?.map((one) => <BreakRow key={one.id} one={one} me={me} person={names.person} onChanged={breaks.reload} />)}
              </ul>
            </section>
          )}
          {(promises.items?.length ?? 0) > 0 && (
            <section aria-labelledby="board-promises">
              <h2 id="board-promises">{t("board.promises")}</h2>
              <ul class="rows">{promises.items?.map((promise) => <PromiseRow key={promise.id} promise={promise} owner={names.person(promise.owner)} onChanged={promises.reload} />)}</ul>
            </section>
          )}
        </div>
      </div>
    </Page>
  );
}
