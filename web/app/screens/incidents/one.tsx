// One incident, and what came of it.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Incident } from "../../api/types";
import { Button } from "../../kit/button";
import { Check, TextArea } from "../../kit/field";
import { Facts, Words } from "../../kit/facts";
import { useLoad } from "../../kit/load";
import { Failed, Loading, Page } from "../../kit/page";
import { Clash, useOver } from "../../kit/records/clash";
import { useDirectory } from "../../kit/records/directory";
import { Hold } from "../../kit/records/hold";
import { fromWall, wall, when } from "../../kit/records/when";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { harmName, ReportFields, type HarmName, type Report } from "./fields";
import { Harm } from "./index";

export default function OneIncident({ ids: [id = ""] }: ScreenProps) {
  const loaded = useLoad((signal) => api.get("/v1/incidents/{id}", { ids: [id], signal }), [id], ["incident"]);
  const who = useSession(), here = useDirectory(), one = loaded.data;
  const [doing, setDoing] = useState<"edit" | "follow">();
  const back = { href: "/incidents", text: t("incidents.title") };
  if (!one) return <Page title={t("incidents.one")} back={back}>{loaded.error ? <Failed error={loaded.error} again={loaded.reload} /> : <Loading />}</Page>;
  const zone = here.zone(one.site), sees = may(who, "incident.see");
  const done = (now?: Incident) => { if (now) loaded.set(now); setDoing(undefined); };
  const Doing = doing === "edit" ? Edit : Follow;
  return (
    <Page title={t("incidents.one-number", { number: String(one.number) })} back={back}>
      {doing ? <Doing one={one} zone={zone} reload={loaded.reload} done={done} /> : (
        <section class="card">
          <p><Harm one={one} />{one.settled_at && <> <span class="badge good">{t("incidents.settled")}</span></>}</p>
          <Facts facts={[
            [t("incidents.what"), <Words text={one.what || t("records.erased")} />],
            [t("incidents.happened"), when(one.happened_at, zone)],
            [t("records.where"), here.siteName(one.site)],
            [t("incidents.there"), one.there && <Words text={one.there} />],
            [t("incidents.called"), one.called && <Words text={one.called} />],
            [t("incidents.reference"), one.reference],
            [t("incidents.reported-by"), here.person(one.reported_by)],
            [t("incidents.followed"), one.followed ? <Words text={one.followed} /> : t("incidents.nothing-yet")],
            [t("incidents.settled"), when(one.settled_at, zone)],
            [t("records.case"), one.case && <a href={`/cases/${one.case}`}>{t("records.look")}</a>],
            [t("records.hold"), one.hold && t("records.hold-on")],
          ]} />
          {!one.settled_at && (sees || one.reported_by === who.person.id) && (
            <div class="actions">
              {sees && <Button kind="main" onClick={() => setDoing("follow")}>{t("incidents.follow")}</Button>}
              <Button icon="write" onClick={() => setDoing("edit")}>{t("records.edit")}</Button>
            </div>
          )}
        </section>
      )}
      {may(who, "keep") && !doing && <Hold on={one.hold} put={(hold) => api.put("/v1/incidents/{id}/hold", { hold }, { ids: [one.id] })} done={loaded.reload} />}
    </Page>
  );
}

interface Doing {
  one: Incident;
  zone: string | undefined;
  reload: () => void;
  done: (now?: Incident) => void;
}

function Edit({ one, zone, reload, done }: Doing) {
  const { over, clashed, mine } = useOver(one, reload);
  const form = useForm<Report>("incident-edit", one.id, { what: one.what, harm: one.harm, there: one.there, called: one.called, reference: one.reference, happened_at: one.happened_at ? wall(one.happened_at, zone) : "" });
  const { values } = form;
  const send = () => form.submit(() => ({ what: !values.what.trim() && t("records.fill-in") }), async () => {
    const happened = fromWall(values.happened_at, zone);
    done(await over((version) => api.patch("/v1/incidents/{id}", {
      what: values.what.trim(), harm: values.harm as HarmName, there: values.there.trim(), called: values.called.trim(), reference: values.reference.trim(),
      // A field shows minutes: seconds that nobody touched stay.
      ...(happened && values.happened_at !== (one.happened_at ? wall(one.happened_at, zone) : "") ? { happened_at: happened } : {}),
    }, { ids: [one.id], version })));
  });
  const fields = [
    { label: t("incidents.what"), theirs: one.what, mine: values.what.trim() },
    { label: t("incidents.harm"), theirs: harmName(one.harm), mine: harmName(values.harm as HarmName) },
    { label: t("incidents.there"), theirs: one.there, mine: values.there.trim() },
    { label: t("incidents.called"), theirs: one.called, mine: values.called.trim() },
    { label: t("incidents.reference"), theirs: one.reference, mine: values.reference.trim() },
    { label: t("incidents.followed"), theirs: one.followed, mine: one.followed },
  ];
  return (
    <FormFrame form={form} label={t("records.save")} send={send} onCancel={() => done()}
      above={clashed(form.error) ? <Clash fields={fields} busy={form.busy} onTheirs={() => { form.again(); done(); }} onMine={() => { mine(); send(); }} /> : undefined}>
      <ReportFields form={form} zone={zone} />
    </FormFrame>
  );
}

function Follow({ one, reload, done }: Doing) {
  const { over, clashed, mine } = useOver(one, reload);
  const form = useForm("incident-follow", one.id, { followed: one.followed, settled: "" });
  const { values, set, mistake } = form;
  const send = () => form.submit(() => ({ followed: !values.followed.trim() && t("records.fill-in") }), async () => {
    done(await over((version) => api.post("/v1/incidents/{id}/follow", { followed: values.followed.trim(), settled: values.settled === "1" }, { ids: [one.id], version })));
  });
  return (
    <FormFrame form={form} label={t("records.save")} send={send} onCancel={() => done()}
      above={clashed(form.error) ? <Clash fields={[{ label: t("incidents.followed"), theirs: one.followed, mine: values.followed.trim() }]} busy={form.busy}
        onTheirs={() => { form.again(); done(); }} onMine={() => { mine(); send(); }} /> : undefined}>
      <TextArea label={t("incidents.followed")} hint={t("incidents.follow-hint")} value={values.followed} onInput={set("followed")} rows={5} maxlength={8000} required mistake={mistake("followed")} />
      <Check label={t("incidents.nothing-more")} checked={values.settled === "1"} onChange={(on) => set("settled")(on ? "1" : "")} />
    </FormFrame>
  );
}
