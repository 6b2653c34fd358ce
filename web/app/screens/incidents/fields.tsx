// The fields of an incident, for the report and for its correction.
import type { Incident } from "../../api/types";
import { Choice, Field, TextArea } from "../../kit/field";
import { t } from "../../words/words";
import { wall } from "../../kit/records/when";
import type { Form } from "../../shell/form";

export const harms = ["none", "threat", "property", "injury", "serious"] as const;
export type HarmName = Incident["harm"];
export const harmName = (harm: HarmName): string => t(`incidents.harm-${harm}`);

export interface Report extends Record<string, string> {
  what: string;
  harm: string;
  there: string;
  called: string;
  reference: string;
  happened_at: string;
}

export function ReportFields({ form, zone }: { form: Form<Report>; zone: string | undefined }) {
  const { values, set, mistake } = form;
  return (
    <>
      <TextArea label={t("incidents.what")} hint={t("incidents.what-hint")} value={values.what} onInput={set("what")} rows={4} maxlength={8000} required mistake={mistake("what")} />
      <Choice<string> label={t("incidents.harm")} value={values.harm} options={harms.map((value) => ({ value, text: harmName(value) }))} onChange={set("harm")} />
      {mistake("harm") && <p class="mistake" role="alert">{mistake("harm")}</p>}
      <Field label={t("incidents.there")} value={values.there} onInput={set("there")} maxlength={1000} mistake={mistake("there")} />
      <Field label={t("incidents.called")} hint={t("incidents.called-hint")} value={values.called} onInput={set("called")} maxlength={1000} mistake={mistake("called")} />
      <Field label={t("incidents.reference")} hint={t("incidents.reference-hint")} value={values.reference} onInput={set("reference")} maxlength={200} autocapitalize="none" mistake={mistake("reference")} />
      <Field label={t("incidents.happened")} hint={t("incidents.happened-hint")} type="datetime-local" value={values.happened_at} onInput={set("happened_at")} max={wall(Date.now(), zone)} mistake={mistake("happened_at")} />
    </>
  );
}
