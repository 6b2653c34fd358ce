// What may be noted of a customer: little, and only what serves them.
import type { Customer, CustomerNew } from "../../api/types";
import { Field, TextArea } from "../../kit/field";
import { useSession } from "../../api/session";
import { everywhere, useDirectory } from "../../kit/records/directory";
import { SitePicker } from "../../kit/records/name";
import type { Form } from "../../shell/form";
import { number, t } from "../../words/words";

export interface Known extends Record<string, string> {
  name: string;
  contact: string;
  notes: string;
  yearly: string;
  visits_yearly: string;
  site: string;
}

/** "1 200,50" and "1,200.50" as a person types them; undefined: no number. */
export function typed(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f']/g, "");
  const last = Math.max(plain.lastIndexOf(","), plain.lastIndexOf("."));
  // A last comma or point before one or two digits parts the cents; otherwise it parts thousands.
  const cents = last >= 0 && plain.length - last - 1 <= 2;
  const digits = cents ? `${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}` : plain.replace(/[.,]/g, "");
  return /^\d+(\.\d*)?$/.test(digits) ? Number(digits) : undefined;
}

export const known = (one?: Customer): Known => ({
  name: one?.name ?? "", contact: one?.contact ?? "", notes: one?.notes ?? "", site: one?.site ?? "",
  yearly: one?.yearly != null ? number(one.yearly, { useGrouping: false, maximumFractionDigits: 3 }) : "",
  visits_yearly: one && one.visits_yearly >= 0 ? String(one.visits_yearly) : "",
});

export function check(values: Known): Partial<Record<string, string | false>> {
  const nobody = !values.name.trim() && !values.contact.trim();
  return {
    name: nobody && t("customers.name-missing"),
    yearly: !!values.yearly.trim() && typed(values.yearly) === undefined && t("records.a-number"),
    visits_yearly: !!values.visits_yearly.trim() && !/^\d{1,5}$/.test(values.visits_yearly.trim()) && t("records.a-number"),
  };
}

export function written(values: Known, currency: string, site: string): CustomerNew {
  const yearly = values.yearly.trim() ? typed(values.yearly) : undefined;
  return {
    name: values.name.trim(), contact: values.contact.trim(), notes: values.notes.trim(), site: site || null,
    visits_yearly: values.visits_yearly.trim() ? Number(values.visits_yearly) : -1,
    yearly: yearly ?? null, ...(yearly === undefined ? {} : { currency }),
  };
}

/** Where they mostly buy, as far as it is said; who works at one site notes them there. */
export function useSite(said: string): string {
  const here = useDirectory(), who = useSession();
  return said || (everywhere(who, "customer.work") ? "" : here.home);
}

export function useCurrency(site: string): string {
  const { sites, site: of } = useDirectory();
  return (of(site) ?? sites[0])?.currency ?? "";
}

export function CustomerFields({ form, currency }: { form: Form<Known>; currency: string }) {
  const { values, set, mistake } = form, site = useSite(values.site);
  return (
    <>
      <Field label={t("customers.name")} hint={t("customers.name-hint")} value={values.name} onInput={set("name")} maxlength={200} autofocus autocapitalize="words" mistake={mistake("name")} />
      <Field label={t("customers.contact")} hint={t("customers.contact-hint")} value={values.contact} onInput={set("contact")} maxlength={254} autocapitalize="none" mistake={mistake("contact")} />
      <TextArea label={t("customers.notes")} hint={t("customers.notes-hint")} value={values.notes} onInput={set("notes")} rows={3} maxlength={8000} mistake={mistake("notes")} />
      <div class="customers-two">
        <Field label={t("customers.yearly", { currency })} value={values.yearly} onInput={set("yearly")} inputmode="decimal" maxlength={20} mistake={mistake("yearly")} />
        <Field label={t("customers.visits")} value={values.visits_yearly} onInput={set("visits_yearly")} inputmode="numeric" maxlength={5} mistake={mistake("visits_yearly")} />
      </div>
      <SitePicker permission="customer.work" value={site} onChange={set("site")} all={t("customers.any-site")} mistake={mistake("site")} />
    </>
  );
}
