// Reporting an incident; what its encounter tells stands there already.
import { useEffect } from "preact/hooks";
import { api } from "../../api/client";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Loading, Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { SitePicker } from "../../kit/records/name";
import { fromWall, wall } from "../../kit/records/when";
import { go } from "../../router";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import type { Incident } from "../../api/types";
import type { ScreenProps } from "../table";
import { ReportFields, type HarmName, type Report } from "./fields";

export default function NewIncident({ query }: ScreenProps) {
  const encounter = query.get("encounter") ?? "", here = useDirectory();
  const told = useLoad(async (signal) => (encounter ? api.get("/v1/encounters/{id}/incident", { ids: [encounter], signal }) : null), [encounter]);
  const back = { href: "/incidents", text: t("incidents.title") };
  return (
    <Page title={t("incidents.new")} back={back}>
      {told.loading || !here.ready ? <Loading /> : <ReportForm told={told.data ?? null} encounter={told.data ? encounter : ""} of={query.get("case") ?? ""} missing={!!told.error} />}
    </Page>
  );
}

function ReportForm({ told, encounter, of, missing }: { told: Incident | null; encounter: string; of: string; missing: boolean }) {
  const here = useDirectory(), told_zone = here.zone(told?.site);
  const form = useForm<Report & { site: string }>("incident", encounter || of, {
    what: told?.what ?? "", harm: told?.harm ?? "", there: told?.there ?? "", called: told?.called ?? "", reference: "",
    happened_at: told?.happened_at ? wall(told.happened_at, told_zone) : "", site: told?.site ?? "",
  });
  const { values, mistake, set } = form;
  const site = values.site || here.home, zone = here.zone(site);
  useEffect(() => { document.querySelector<HTMLElement>(".record-form textarea")?.focus(); }, []);
  const send = () => form.submit(() => ({
    what: !values.what.trim() && t("records.fill-in"),
    harm: !values.harm && t("incidents.harm-missing"),
    happened_at: !!values.happened_at && Date.parse(fromWall(values.happened_at, zone) ?? "") > Date.now() && t("records.not-future"),
  }), async () => {
    const made = await api.post("/v1/incidents", {
      what: values.what.trim(), harm: values.harm as HarmName, there: values.there.trim(), called: values.called.trim(), reference: values.reference.trim(),
      happened_at: fromWall(values.happened_at, zone) ?? null,
      ...(encounter ? { encounter } : of ? { case: of } : { site }),
    });
    return () => go(`/incidents/${made.id}`, "replace");
  });
  return (
    <FormFrame form={form} label={t("incidents.report-it")} send={send}>
      {missing && <Notice kind="bad">{t("incidents.no-encounter")}</Notice>}
      {told && <Notice>{t("incidents.prefilled")}</Notice>}
      <ReportFields form={form} zone={zone} />
      {!encounter && !of && <SitePicker permission="incident.report" value={site} onChange={set("site")} mistake={mistake("site")} />}
    </FormFrame>
  );
}
