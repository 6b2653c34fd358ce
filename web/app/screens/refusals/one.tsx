// One refusal: what was shown when it was decided, the appeal and its answer, and lifting it.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Refusal } from "../../api/types";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Choice, TextArea } from "../../kit/field";
import { Facts, Words } from "../../kit/facts";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading, Page } from "../../kit/page";
import { called, useCustomer, useDirectory } from "../../kit/records/directory";
import { CustomerName } from "../../kit/records/name";
import { recordProblem } from "../../kit/records/problem";
import { when } from "../../kit/records/when";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { holds, State } from "./index";
import { Sides, type Shown } from "./sides";

export default function OneRefusal({ ids: [id = ""] }: ScreenProps) {
  const loaded = useLoad((signal) => api.get("/v1/refusals/{id}", { ids: [id], signal }), [id], ["refusal"]);
  const here = useDirectory(), one = loaded.data, customer = useCustomer(one?.customer);
  const back = { href: "/refusals", text: t("refusals.title") };
  if (!one) return <Page title={t("refusals.one")} back={back}>{loaded.error ? <Failed error={loaded.error} again={loaded.reload} /> : <Loading />}</Page>;
  const zone = here.zone(one.site);
  return (
    <Page title={t("refusals.of", { name: called(customer) || "…" })} back={back}>
      <section class="card">
        <p><State one={one} zone={zone} /></p>
        <Facts facts={[
          [t("records.customer"), <CustomerName id={one.customer} link />],
          [t("refusals.reason"), <Words text={one.reason || t("records.erased")} />],
          [t("records.where"), here.siteName(one.site) || t("refusals.everywhere")],
          [t("refusals.from"), when(one.created_at, zone)],
          [t("refusals.until"), when(one.until, zone)],
          [t("refusals.decided-by"), here.person(one.decided_by)],
          [t("refusals.lifted"), when(one.lifted_at, zone)],
          [t("records.case"), one.case && <a href={`/cases/${one.case}`}>{t("records.look")}</a>],
        ]} />
      </section>
      <Appeal one={one} zone={zone} set={loaded.set} reload={loaded.reload} />
      {!!one.shown && <details class="list-filters"><summary>{t("refusals.was-shown")}</summary><Sides shown={one.shown as Shown} zone={zone} /></details>}
    </Page>
  );
}

interface Part {
  one: Refusal;
  zone: string | undefined;
  set: (now: Refusal) => void;
  reload: () => void;
}

function Appeal({ one, zone, set, reload }: Part) {
  const who = useSession(), here = useDirectory(), { busy, error, run } = useRun();
  const [doing, setDoing] = useState<"appeal" | "answer" | "lift">();
  const decides = may(who, "refusal.decide"), holding = holds(one);
  const waits = holding && !!one.appealed_at && !one.answered_at;
  const done = (now?: Refusal) => { if (now) set(now); setDoing(undefined); };
  return (
    <section class="card">
      <h2>{t("refusals.appeal")}</h2>
      {one.appealed_at ? (
        <Facts facts={[
          [t("refusals.appeal-words"), <Words text={one.appeal || t("records.erased")} />],
          [t("refusals.appealed"), when(one.appealed_at, zone)],
          [t("refusals.answer"), one.answered_at ? <Words text={one.answer || t(one.lifted_at ? "refusals.lifted" : "refusals.stands")} /> : t("refusals.no-answer")],
          [t("refusals.answered-by"), here.person(one.answered_by)],
        ]} />
      ) : <p class="soft">{t(holding ? "refusals.no-appeal" : "refusals.no-appeal-then")}</p>}
      {!!error && <Notice kind="bad">{recordProblem(error)}</Notice>}
      {doing === "appeal" && <AppealForm one={one} done={done} />}
      {doing === "answer" && <AnswerForm one={one} done={done} />}
      {!doing && decides && (
        <div class="actions">
          {holding && !one.appealed_at && <Button onClick={() => setDoing("appeal")}>{t("refusals.note-appeal")}</Button>}
          {waits && <Button kind="main" onClick={() => setDoing("answer")}>{t("refusals.answer-it")}</Button>}
          {holding && <Button kind="quiet" onClick={() => setDoing("lift")}>{t("refusals.lift")}</Button>}
        </div>
      )}
      {doing === "lift" && (
        <Dialog title={t("refusals.lift-title")} onClose={() => done()}>
          <p>{t("refusals.lift-text")}</p>
          <div class="actions">
            <Button kind="main" busy={busy} onClick={() => { setDoing(undefined); void run(async () => { set(await api.post("/v1/refusals/{id}/lift", undefined, { ids: [one.id] })); reload(); }); }}>{t("refusals.lift")}</Button>
            <Button kind="quiet" onClick={() => done()}>{t("records.cancel")}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

function AppealForm({ one, done }: { one: Refusal; done: (now?: Refusal) => void }) {
  const form = useForm("appeal", one.id, { words: "" }, { appeal: t("records.fill-in") });
  const send = () => form.submit(() => ({ words: !form.values.words.trim() && t("records.fill-in") }),
    async () => done(await api.post("/v1/refusals/{id}/appeal", { words: form.values.words.trim() }, { ids: [one.id] })));
  return (
    <FormFrame form={form} label={t("records.save")} send={send} onCancel={() => done()}>
      <TextArea label={t("refusals.appeal-words")} hint={t("refusals.appeal-hint")} value={form.values.words} onInput={form.set("words")} rows={4} maxlength={8000} required mistake={form.mistake("words")} />
    </FormFrame>
  );
}

function AnswerForm({ one, done }: { one: Refusal; done: (now?: Refusal) => void }) {
  const form = useForm("appeal-answer", one.id, { lift: "", words: "" });
  const { values, set, mistake } = form;
  const send = () => form.submit(() => ({ lift: !values.lift && t("refusals.choose") }),
    async () => done(await api.post("/v1/refusals/{id}/answer", { lift: values.lift === "yes", words: values.words.trim() }, { ids: [one.id] })));
  return (
    <FormFrame form={form} label={t("refusals.answer-it")} send={send} onCancel={() => done()}>
      <Choice<string> label={t("refusals.answer-how")} value={values.lift} onChange={set("lift")} options={[{ value: "yes", text: t("refusals.answer-lift") }, { value: "no", text: t("refusals.answer-stands") }]} />
      {mistake("lift") && <p class="mistake" role="alert">{mistake("lift")}</p>}
      <TextArea label={t("refusals.answer-words")} value={values.words} onInput={set("words")} rows={3} maxlength={1000} mistake={mistake("words")} />
    </FormFrame>
  );
}
