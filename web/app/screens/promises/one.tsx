// One promise: kept, not kept, handed over, changed.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import type { PromiseMade } from "../../api/types";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { Facts } from "../../kit/facts";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading, Page } from "../../kit/page";
import { Clash, faster, useOver } from "../../kit/records/clash";
import { useDirectory } from "../../kit/records/directory";
import { CustomerName, PersonPicker } from "../../kit/records/name";
import { recordProblem } from "../../kit/records/problem";
import { fromWall, near, wall, when } from "../../kit/records/when";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { ByWhen } from "./fields";
import { Due } from "./index";

export default function OnePromise({ ids: [id = ""] }: ScreenProps) {
  const loaded = useLoad((signal) => api.get("/v1/promises/{id}", { ids: [id], signal }), [id], ["promise"]);
  const here = useDirectory(), one = loaded.data;
  const [editing, setEditing] = useState(false);
  const back = { href: "/promises", text: t("promises.title") };
  if (!one) return <Page title={t("promises.one")} back={back}>{loaded.error ? <Failed error={loaded.error} again={loaded.reload} /> : <Loading />}</Page>;
  const zone = here.zone(one.site);
  return (
    <Page title={one.what || t("records.erased")} back={back}>
      {editing
        ? <Edit one={one} zone={zone} reload={loaded.reload} done={(now) => { if (now) loaded.set(now); setEditing(false); }} />
        : <section class="card">
            <p><Due one={one} zone={zone} /></p>
            <Facts facts={facts(one, here, zone)} />
            {one.state === "open" && <Steps one={one} set={loaded.set} reload={loaded.reload} edit={() => setEditing(true)} />}
          </section>}
    </Page>
  );
}

function facts(one: PromiseMade, here: ReturnType<typeof useDirectory>, zone: string | undefined) {
  return [
    [t("promises.to"), one.customer && <CustomerName id={one.customer} link />],
    [t("promises.keeper"), here.person(one.owner)],
    [t("promises.handed-by"), here.person(one.handed_over_by)],
    [t("promises.when"), one.due_at ? `${when(one.due_at, zone)} (${near(one.due_at, zone)})` : t("promises.next-visit")],
    [t("records.where"), here.siteName(one.site)],
    [t("promises.made"), when(one.created_at, zone)],
    [t("promises.settled"), when(one.settled_at, zone)],
    [t("records.case"), one.case && <a href={`/cases/${one.case}`}>{t("records.look")}</a>],
  ] as const;
}

interface StepsProps {
  one: PromiseMade;
  set: (now: PromiseMade) => void;
  reload: () => void;
  edit: () => void;
}

function Steps({ one, set, reload, edit }: StepsProps) {
  const who = useSession(), { busy, error, run } = useRun();
  const [handing, setHanding] = useState(false), [breaking, setBreaking] = useState(false);
  const step = (what: () => Promise<PromiseMade>) => run(async () => {
    try {
      set(await what());
    } catch (reason) {
      if (faster(reason)) reload();
      throw reason;
    }
  });
  const at = { ids: [one.id], version: one.version };
  return (
    <>
      {!!error && <Notice kind="bad">{recordProblem(error)}</Notice>}
      <div class="actions">
        <Button kind="main" icon="check" busy={busy} onClick={() => void step(() => api.post("/v1/promises/{id}/keep", undefined, at))}>{t("promises.keep")}</Button>
        {!who.alone && <Button icon="people" onClick={() => setHanding(true)}>{t("promises.hand-over")}</Button>}
        <Button icon="write" onClick={edit}>{t("records.edit")}</Button>
        <Button kind="quiet" onClick={() => setBreaking(true)}>{t("promises.break")}</Button>
      </div>
      {handing && <HandOver one={one} onClose={() => setHanding(false)} give={(person) => { setHanding(false); void step(() => api.post("/v1/promises/{id}/hand-over", { person }, at)); }} />}
      {breaking && (
        <Dialog title={t("promises.break-title")} onClose={() => setBreaking(false)}>
          <p>{t("promises.break-text")}</p>
          <div class="actions">
            <Button kind="main" onClick={() => { setBreaking(false); void step(() => api.post("/v1/promises/{id}/break", undefined, at)); }}>{t("promises.break-yes")}</Button>
            <Button kind="quiet" onClick={() => setBreaking(false)}>{t("records.cancel")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function HandOver({ one, onClose, give }: { one: PromiseMade; onClose: () => void; give: (person: string) => void }) {
  const [person, setPerson] = useState(""), [asked, setAsked] = useState(false);
  return (
    <Dialog title={t("promises.hand-over")} onClose={onClose}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); setAsked(true); if (person) give(person); }}>
        <PersonPicker label={t("promises.keeper")} value={person} onChange={setPerson} without={one.owner} nobody={t("promises.choose")} mistake={asked && !person ? t("records.fill-in") : undefined} />
        <div class="actions"><Button kind="main" type="submit">{t("promises.hand-over")}</Button><Button kind="quiet" onClick={onClose}>{t("records.cancel")}</Button></div>
      </form>
    </Dialog>
  );
}

function Edit({ one, zone, reload, done }: { one: PromiseMade; zone: string | undefined; reload: () => void; done: (now?: PromiseMade) => void }) {
  const { over, clashed, mine } = useOver(one, reload);
  const form = useForm("promise-edit", one.id, { what: one.what, due_at: one.due_at ? wall(one.due_at, zone) : "" });
  const { values, set, mistake } = form;
  const send = () => form.submit(() => ({ what: !values.what.trim() && t("records.fill-in") }), async () => {
    done(await over((version) => api.patch("/v1/promises/{id}", { what: values.what.trim(), due_at: fromWall(values.due_at, zone) ?? null }, { ids: [one.id], version })));
  });
  return (
    <FormFrame form={form} label={t("records.save")} send={send} onCancel={() => done()} above={clashed(form.error) ? (
      <Clash busy={form.busy} onTheirs={() => { form.again(); done(); }} onMine={() => { mine(); send(); }} fields={[
        { label: t("promises.what"), theirs: one.what, mine: values.what.trim() },
        { label: t("promises.when"), theirs: one.due_at ? when(one.due_at, zone) : t("promises.next-visit"), mine: values.due_at ? when(fromWall(values.due_at, zone), zone) : t("promises.next-visit") },
      ]} />) : undefined}>
      <Field label={t("promises.what")} value={values.what} onInput={set("what")} maxlength={1000} required autofocus mistake={mistake("what")} />
      <ByWhen value={values.due_at} onChange={set("due_at")} zone={zone} mistake={mistake("due_at")} />
    </FormFrame>
  );
}
