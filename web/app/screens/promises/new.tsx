// A new promise: what, to whom, by when, and who keeps it.
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import { Field } from "../../kit/field";
import { Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { CustomerPicker, PersonPicker, SitePicker } from "../../kit/records/name";
import { fromWall } from "../../kit/records/when";
import { go } from "../../router";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { ByWhen } from "./fields";

export default function NewPromise({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory();
  const of = { case: query.get("case") ?? "", encounter: query.get("encounter") ?? "" };
  const form = useForm("promise", of.case || of.encounter, { what: "", customer: query.get("customer") ?? "", owner: "", site: query.get("site") ?? "", due_at: "" });
  const { values, set, mistake } = form;
  const site = values.site || here.home, zone = here.zone(site);
  const send = () => form.submit(() => ({
    what: !values.what.trim() && t("records.fill-in"),
    due_at: !!values.due_at && !(Date.parse(fromWall(values.due_at, zone) ?? "") > Date.now()) && t("records.not-past"),
  }), async () => {
    const made = await api.post("/v1/promises", {
      what: values.what.trim(),
      due_at: fromWall(values.due_at, zone) ?? null,
      ...(of.case ? { case: of.case } : of.encounter ? { encounter: of.encounter } : { site }),
      ...(values.customer ? { customer: values.customer } : {}),
      ...(values.owner ? { owner: values.owner } : {}),
    });
    return () => go(`/promises/${made.id}`, "replace");
  });
  return (
    <Page title={t("promises.new")} back={{ href: "/promises", text: t("promises.title") }}>
      <FormFrame form={form} label={t("promises.promise-it")} send={send}>
        <Field label={t("promises.what")} hint={t("promises.what-hint")} value={values.what} onInput={set("what")} maxlength={1000} required autofocus autocapitalize="sentences" mistake={mistake("what")} />
        <ByWhen value={values.due_at} onChange={set("due_at")} zone={zone} mistake={mistake("due_at")} />
        <CustomerPicker label={t("promises.to")} value={values.customer} onChange={set("customer")} mistake={mistake("customer")} />
        {!who.alone && <PersonPicker label={t("promises.keeper")} value={values.owner || who.person.id} onChange={set("owner")} mistake={mistake("owner")} />}
        {!of.case && !of.encounter && <SitePicker permission="promise.work" value={site} onChange={set("site")} mistake={mistake("site")} />}
      </FormFrame>
    </Page>
  );
}
