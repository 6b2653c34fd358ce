// An encounter: its conversation and what came of it; a case is made of it with one line.
import { useEffect, useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { may, useSession } from "../../api/session";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Field, TextArea } from "../../kit/field";
import { HandOver } from "../../kit/handover";
import { useLoad, useRun } from "../../kit/load";
import { useNames } from "../../kit/names";
import { Notice } from "../../kit/notice";
import { Failed, Loading, NotFound, Page } from "../../kit/page";
import { problemText } from "../../kit/problem";
import { CustomerName } from "../../kit/records/name";
import { go } from "../../router";
import { dateTime, t } from "../../words/words";
import type { ScreenProps } from "../table";
import { Approvals, Calls, Given } from "./beside";
import { readEncounter, Talk, type WholeEncounter } from "./talk";

export default function EncounterScreen({ ids }: ScreenProps) {
  return <One key={ids[0]} id={ids[0] ?? ""} />;
}

function One({ id }: { id: string }) {
  const { data: one, error, reload } = useLoad((signal) => readEncounter(id, signal), [id], ["encounter", "case"]);
  // What was found to belong to a case stands there.
  useEffect(() => { if (one?.case) go(`/cases/${one.case}`, "replace"); }, [one?.case]);
  if (!one && error instanceof Problem && error.status === 404) return <NotFound />;
  return (
    <Page title={t("case.encounter")} back={{ href: "/board", text: t("case.board") }}>
      {one ? <Whole one={one} /> : error !== undefined ? <Failed error={error} again={reload} /> : <Loading />}
    </Page>
  );
}

function Making({ one, onClose }: { one: WholeEncounter; onClose: () => void }) {
  const { busy, error, run } = useRun();
  const [subject, setSubject] = useState(""), [wants, setWants] = useState("");
  const make = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      try {
        const made = await api.post("/v1/cases", { encounter: one.id, subject: subject.trim(), ...(wants.trim() ? { wants: wants.trim() } : {}) });
        go(`/cases/${made.id}`, "replace");
      } catch (failed) {
        // Somebody made one meanwhile: that is it.
        const there = failed instanceof Problem && failed.type === "case-there" ? (await api.get("/v1/cases", { query: { encounter: one.id, limit: 1 } })).items[0] : undefined;
        if (!there) throw failed;
        go(`/cases/${there.id}`, "replace");
      }
    });
  };
  return (
    <Dialog title={t("case.make")} onClose={onClose}>
      <form onSubmit={make}>
        <Field label={t("case.field.subject")} hint={t("case.subject-hint")} value={subject} onInput={setSubject} required maxlength={200} autofocus />
        <TextArea label={t("case.field.wants")} value={wants} onInput={setWants} rows={2} maxlength={2000} />
        {error !== undefined && <Notice kind="bad">{problemText(error)}</Notice>}
        <Button kind="main" type="submit" busy={busy} disabled={!subject.trim()}>{t("case.make")}</Button>
      </form>
    </Dialog>
  );
}

function Whole({ one }: { one: WholeEncounter }) {
  const who = useSession(), names = useNames(), [making, setMaking] = useState(false);
  const lines = useLoad((signal) => api.get("/v1/encounters/{id}/hand-over", { ids: [one.id], signal }), [one.id, one.version]);
  const given = useLoad((signal) => api.get("/v1/remedies", { query: { encounter: one.id, limit: 50 }, signal }), [one.id], ["remedy"]);
  const asked = useLoad((signal) => api.get("/v1/approvals", { query: { encounter: one.id, limit: 50 }, signal }), [one.id], ["approval"]);
  return (
    <>
      <div class="case-marks">
        <span>{names.person(one.person)}</span>
        <span class="soft">{dateTime(one.created_at)}</span>
        <span class="badge">{one.ended_at ? t("case.ended") : t("case.running")}</span>
        {one.outcome && <span class="badge">{t(`outcomes.${one.outcome}`)}</span>}
        {one.danger && <span class="badge bad">{t("case.danger")}</span>}
        <CustomerName id={one.customer} link />
      </div>
      {may(who, "case.work") && <div class="actions"><Button kind="main" icon="plus" onClick={() => setMaking(true)}>{t("case.make")}</Button></div>}
      {making && <Making one={one} onClose={() => setMaking(false)} />}
      <div class="case">
        <div class="case-main">
          {lines.data && <section class="card" aria-labelledby="case-about"><h2 id="case-about">{t("case.about")}</h2><HandOver text={lines.data.text} /></section>}
          <Talk encounter={one} />
        </div>
        <div class="case-side">
          <Given remedies={given.data?.items ?? []} />
          <Approvals approvals={asked.data?.items ?? []} />
          <Calls encounter={one.id} />
        </div>
      </div>
    </>
  );
}
