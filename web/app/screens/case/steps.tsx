// The steps of a case: acknowledged, responded, closed, opened again; and what can be done with it besides.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { CaseClosing } from "../../api/types";
import { Button, LinkButton } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Choice, Field, TextArea } from "../../kit/field";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import type { Changing, Whole } from "./change";
import { Giving, HandOn } from "./giving";
import { Merge } from "./merge";

interface Props {
  one: Whole;
  changing: Changing;
}

export function Clash({ changing }: { changing: Changing }) {
  if (!changing.clash) return null;
  return (
    <Notice>
      <p><strong>{t("case.clash")}</strong></p>
      {changing.clash.length > 0 && <ul>{changing.clash.map(({ name, now }) => <li key={name}>{t("case.clash-field", { name, now })}</li>)}</ul>}
      <p>{t("case.clash-go-on")}</p>
    </Notice>
  );
}

const outcomes: readonly CaseClosing["outcome"][] = ["satisfied", "partly", "unsatisfied", "service_ended", "removed", "none"];

function Closing({ one, changing, onClose }: Props & { onClose: () => void }) {
  const [outcome, setOutcome] = useState<CaseClosing["outcome"] | undefined>(one.outcome ?? undefined), [cause, setCause] = useState(one.cause);
  const untold = changing.error instanceof Problem && changing.error.field === "cause";
  const close = async (event: Event) => {
    event.preventDefault();
    if (outcome && (await changing.change((version) => api.post("/v1/cases/{id}/close", { outcome, ...(cause.trim() ? { cause: cause.trim() } : {}) }, { ids: [one.id], version })))) onClose();
  };
  return (
    <Dialog title={t("case.close")} onClose={onClose}>
      <form onSubmit={(event) => void close(event)}>
        <Choice label={t("case.how-ended")} value={outcome} onChange={setOutcome} options={outcomes.map((value) => ({ value, text: t(`outcomes.${value}`) }))} />
        <TextArea label={t("case.field.cause")} hint={t("case.cause-hint")} value={cause} onInput={setCause} rows={2} maxlength={2000} mistake={untold ? t("records.fill-in") : undefined} />
        <Clash changing={changing} />
        {changing.error !== undefined && !untold && <Notice kind="bad">{problemText(changing.error)}</Notice>}
        <Button kind="main" type="submit" busy={changing.busy} disabled={!outcome}>{t("case.close")}</Button>
      </form>
    </Dialog>
  );
}

function Editing({ one, changing, onClose }: Props & { onClose: () => void }) {
  const [subject, setSubject] = useState(one.subject), [happened, setHappened] = useState(one.happened), [wants, setWants] = useState(one.wants), [cause, setCause] = useState(one.cause);
  const [first] = useState({ subject, happened, wants, cause });
  const save = async (event: Event) => {
    event.preventDefault();
    // Only what was typed here, held against what stood there then: what others changed meanwhile stays.
    const typed = { subject, happened, wants, cause };
    const edit = Object.fromEntries(Object.entries(typed).filter(([name, value]) => value !== first[name as keyof typeof first]));
    if (Object.keys(edit).length === 0 || (await changing.change((version) => api.patch("/v1/cases/{id}", edit, { ids: [one.id], version })))) onClose();
  };
  return (
    <Dialog title={t("case.edit")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field label={t("case.field.subject")} value={subject} onInput={setSubject} required maxlength={200} />
        <TextArea label={t("case.field.happened")} value={happened} onInput={setHappened} maxlength={8000} />
        <TextArea label={t("case.field.wants")} value={wants} onInput={setWants} rows={2} maxlength={2000} />
        <TextArea label={t("case.field.cause")} value={cause} onInput={setCause} rows={2} maxlength={2000} />
        <Clash changing={changing} />
        {changing.error !== undefined && <Notice kind="bad">{problemText(changing.error)}</Notice>}
        <Button kind="main" type="submit" busy={changing.busy} disabled={!subject.trim()}>{t("case.save")}</Button>
      </form>
    </Dialog>
  );
}

/** Which step comes next; the others stand beside it where they are possible. */
function next({ state, encounter, reopened }: Whole): { ack: boolean; respond: boolean; close: boolean; reopen: boolean } {
  return {
    ack: state === "open",
    respond: state === "open" || state === "acknowledged",
    close: state === "responded" || (state !== "closed" && encounter !== null && reopened === 0),
    reopen: state === "closed",
  };
}

type Doing = "close" | "edit" | "merge" | "give" | "hand-on";

export function Steps({ one, changing, reload }: Props & { reload: () => void }) {
  const who = useSession(), ids = [one.id];
  const [dialog, setDialog] = useState<Doing>(), close = () => { setDialog(undefined); changing.clear(); };
  const { busy, change } = changing, can = next(one), works = may(who, "case.work"), merges = may(who, "case.merge");
  const merged = one.merged_into !== null;
  const openDialog = (name: Doing) => { changing.clear(); setDialog(name); };
  return (
    <div class="case-steps">
      <div class="actions">
        {works && !merged && can.ack && <Button kind="main" busy={busy} onClick={() => void change((version) => api.post("/v1/cases/{id}/acknowledge", undefined, { ids, version }))}>{t("case.acknowledge")}</Button>}
        {works && !merged && can.respond && <Button kind={can.ack ? "plain" : "main"} busy={busy} onClick={() => void change((version) => api.post("/v1/cases/{id}/respond", undefined, { ids, version }))}>{t("case.respond")}</Button>}
        {works && !merged && can.close && <Button kind={can.respond ? "plain" : "main"} onClick={() => openDialog("close")}>{t("case.close")}</Button>}
        {merges && !merged && can.reopen && <Button busy={busy} onClick={() => void change((version) => api.post("/v1/cases/{id}/reopen", undefined, { ids, version }))}>{t("case.reopen")}</Button>}
        {merges && merged && <Button busy={busy} onClick={() => void change((version) => api.post("/v1/cases/{id}/unmerge", undefined, { ids, version }))}>{t("case.unmerge")}</Button>}
      </div>
      <div class="actions">
        {works && !merged && <Button kind="quiet" icon="gift" onClick={() => openDialog("give")}>{t("case.give")}</Button>}
        {!merged && may(who, "promise.work") && <LinkButton icon="promise" kind="quiet" href={`/promises/new?case=${one.id}${one.customer ? `&customer=${one.customer}` : ""}`}>{t("case.promise-more")}</LinkButton>}
        {works && !merged && !who.alone && <Button kind="quiet" icon="people" onClick={() => openDialog("hand-on")}>{t("case.hand-on")}</Button>}
        {works && !merged && <Button kind="quiet" icon="write" onClick={() => openDialog("edit")}>{t("case.edit")}</Button>}
        {merges && !merged && one.state !== "closed" && <Button kind="quiet" onClick={() => openDialog("merge")}>{t("case.merge")}</Button>}
      </div>
      {!dialog && <Clash changing={changing} />}
      {!dialog && changing.error !== undefined && <Failed error={changing.error} />}
      {dialog === "close" && <Closing one={one} changing={changing} onClose={close} />}
      {dialog === "edit" && <Editing one={one} changing={changing} onClose={close} />}
      {dialog === "give" && <Giving one={one} onClose={close} onDone={() => { close(); reload(); }} />}
      {dialog === "hand-on" && <HandOn one={one} onClose={close} hand={(owner) => change((version) => api.patch("/v1/cases/{id}", { owner }, { ids, version }))} />}
      {dialog === "merge" && <Merge one={one} changing={changing} onClose={close} />}
    </div>
  );
}
