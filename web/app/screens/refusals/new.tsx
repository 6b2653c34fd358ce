// Refusing further service: both sides first, then the decision, which is the person's own.
import { useEffect } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { Choice, Field, TextArea } from "../../kit/field";
import { useSession } from "../../api/session";
import { useLoad } from "../../kit/load";
import { Failed, Loading, Page } from "../../kit/page";
import { everywhere, useDirectory } from "../../kit/records/directory";
import { CustomerPicker, SitePicker } from "../../kit/records/name";
import { dayOn, fromWall } from "../../kit/records/when";
import { go } from "../../router";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { Sides } from "./sides";

const spans = [30, 90, 365] as const;

export default function NewRefusal({ query }: ScreenProps) {
  const here = useDirectory(), who = useSession();
  const encounter = query.get("encounter") ?? "", of = query.get("case") ?? "";
  const form = useForm("refusal", query.get("customer") || encounter || of, { customer: query.get("customer") ?? "", site: query.get("site") ?? "", until: "90", date: "", reason: "" }, { until: t("records.not-past") });
  const { values, set, mistake } = form;
  const site = values.site || (everywhere(who, "refusal.decide") ? "" : here.home), zone = here.zone(site);
  const until = values.until === "date" ? fromWall(values.date, zone) : fromWall(dayOn(Number(values.until), zone), zone);
  const shown = useLoad(async (signal) => (values.customer && here.ready ? api.get("/v1/refusals/shown", { query: { customer: values.customer, site, encounter, until: until && Date.parse(until) > Date.now() ? until : "" }, signal }) : null), [values.customer, site, until, here.ready]);
  useEffect(() => { if (form.error instanceof Problem && form.error.type === "look-again") shown.reload(); }, [form.error]);
  // Nobody decides before it is shown what it costs.
  const send = () => values.customer && !shown.data ? undefined : form.submit(() => ({
    customer: !values.customer && t("refusals.whom-missing"),
    reason: !values.reason.trim() && t("records.fill-in"),
    date: values.until === "date" && !(until && Date.parse(until) > Date.now()) && t("records.not-past"),
  }), async () => {
    if (!shown.data) return;
    const made = await api.post("/v1/refusals", {
      customer: values.customer, reason: values.reason.trim(), seen: shown.data.ground, until: until ?? null,
      ...(site ? { site } : {}), ...(encounter ? { encounter } : {}), ...(of ? { case: of } : {}),
    });
    return () => go(`/refusals/${made.id}`, "replace");
  });
  const options = [...spans.map((days) => ({ value: String(days), text: t("refusals.days", { n: days }) })), { value: "date", text: t("refusals.until-other") }];
  return (
    <Page title={t("refusals.new")} back={{ href: "/refusals", text: t("refusals.title") }}>
      <FormFrame form={{ ...form, busy: form.busy || (!!values.customer && shown.loading && !shown.data) }} label={t("refusals.decide")} send={send}>
        <CustomerPicker label={t("refusals.whom")} value={values.customer} onChange={set("customer")} required mistake={mistake("customer")} />
        <SitePicker permission="refusal.decide" value={site} onChange={set("site")} all={t("refusals.everywhere")} mistake={mistake("site")} />
        <Choice<string> label={t("refusals.how-long")} value={values.until} options={options} onChange={set("until")} />
        {values.until === "date" && <Field label={t("refusals.until")} type="date" value={values.date} onInput={set("date")} min={dayOn(1, zone)} mistake={mistake("date") || mistake("until")} />}
        {!!shown.error && <Failed error={shown.error} again={shown.reload} />}
        {values.customer && !shown.data && shown.loading && <Loading />}
        {values.customer && shown.data && (
          <>
            <Sides shown={shown.data} zone={zone} />
            <TextArea label={t("refusals.reason")} hint={t("refusals.reason-hint")} value={values.reason} onInput={set("reason")} rows={3} maxlength={2000} required mistake={mistake("reason")} />
            <p class="soft small">{t("refusals.before-deciding")}</p>
          </>
        )}
      </FormFrame>
    </Page>
  );
}
