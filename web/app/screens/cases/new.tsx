// A new case: one line is enough; the rest can come later.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import { Field, TextArea } from "../../kit/field";
import { Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { CustomerPicker, PersonPicker, SitePicker } from "../../kit/records/name";
import { fromWall, wall } from "../../kit/records/when";
import { go } from "../../router";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";

export default function NewCase({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory();
  const encounter = query.get("encounter") ?? "";
  const form = useForm("case", encounter, { subject: "", happened: "", wants: "", site: query.get("site") ?? "", customer: query.get("customer") ?? "", owner: "", received_at: "" });
  const { values, set, mistake } = form;
  const [more, setMore] = useState(false);
  const site = values.site || here.home, zone = here.zone(site);
  const send = () => form.submit(() => ({
    subject: !values.subject.trim() && t("records.fill-in"),
    received_at: !!values.received_at && Date.parse(fromWall(values.received_at, zone) ?? "") > Date.now() && t("records.not-future"),
  }), async () => {
    const made = await api.post("/v1/cases", {
      subject: values.subject.trim(), happened: values.happened.trim(), wants: values.wants.trim(),
      ...(encounter ? { encounter } : { site }),
      ...(values.customer ? { customer: values.customer } : {}),
      ...(values.owner ? { owner: values.owner } : {}),
      ...(values.received_at ? { received_at: fromWall(values.received_at, zone) ?? null } : {}),
    });
    return () => go(`/cases/${made.id}`, "replace");
  });
  return (
    <Page title={t("cases.new")} back={{ href: "/cases", text: t("cases.title") }}>
      <FormFrame form={form} label={t("cases.note-it")} send={send}>
        <Field label={t("cases.subject")} hint={t("cases.subject-hint")} value={values.subject} onInput={set("subject")} maxlength={200} required autofocus autocapitalize="sentences" mistake={mistake("subject")} />
        <TextArea label={t("cases.happened")} value={values.happened} onInput={set("happened")} rows={3} maxlength={8000} mistake={mistake("happened")} />
        <TextArea label={t("cases.wants")} value={values.wants} onInput={set("wants")} rows={2} maxlength={8000} mistake={mistake("wants")} />
        <CustomerPicker label={t("records.customer")} value={values.customer} onChange={set("customer")} mistake={mistake("customer")} />
        {!encounter && <SitePicker permission="case.work" value={site} onChange={set("site")} mistake={mistake("site")} />}
        <details class="list-filters" open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
          <summary>{t("cases.further")}</summary>
          <div>
            {!who.alone && <PersonPicker label={t("records.who")} value={values.owner} onChange={set("owner")} nobody={t("cases.nobody")} mistake={mistake("owner")} />}
            <Field label={t("cases.received")} hint={t("cases.received-hint")} type="datetime-local" value={values.received_at} onInput={set("received_at")} max={wall(Date.now(), zone)} mistake={mistake("received_at")} />
          </div>
        </details>
      </FormFrame>
    </Page>
  );
}
