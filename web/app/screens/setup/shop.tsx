// The business and its first place. The country fills in money, clock and emergency number; all three can be changed.
import { Button } from "../../kit/button";
import { currencies, zoneOptions } from "../../kit/business/names";
import { Form, needed, useForm, type FormOf } from "../../kit/business/form";
import { Check, Field, Select } from "../../kit/field";
import { t } from "../../words/words";
import { countries, countryOptions } from "./countries";
import type { Founding } from "./draft";
import { Way, type EarlyStep } from "./parts";

type Place = Pick<Founding, "organisation" | "site" | "country" | "currency" | "zone" | "emergency_number" | "telephone" | "security">;

export function Shop({ values, keep, onNext, onBack }: EarlyStep) {
  const { organisation, site, country, currency, zone, emergency_number, telephone, security } = values;
  const form = useForm<Place>({ organisation, site, country, currency, zone, emergency_number, telephone, security }, check, async (now) => {
    keep({ ...now, organisation: now.organisation.trim(), site: now.site.trim() || now.organisation.trim(), currency: now.currency.toUpperCase() });
    onNext();
  });
  const choose = (code: string) => {
    form.set("country", code);
    const found = countries.find((one) => one.code === code);
    if (!found) return;
    form.set("currency", found.currency);
    form.set("zone", found.zone);
    form.set("emergency_number", found.emergency);
  };
  return (
    <Form form={form}>
      <Field label={t("setup.organisation")} autocomplete="organization" maxlength={100} {...form.text("organisation")} required />
      <Field label={t("setup.site")} hint={t("setup.site-hint")} maxlength={100} {...form.text("site")} />
      <Select label={t("setup.country")} value={form.values.country} options={countryOptions(t("setup.country-other"))} onChange={choose} />
      <div class="setup-pair">
        <Field label={t("setup.emergency")} type="tel" hint={t("setup.emergency-hint")} maxlength={40} {...form.text("emergency_number")} required />
        <Field label={t("setup.telephone")} type="tel" hint={t("setup.telephone-hint")} autocomplete="tel" maxlength={40} {...form.text("telephone")} />
      </div>
      <Check label={t("setup.security")} hint={t("setup.security-hint")} checked={form.values.security} onChange={(on) => form.set("security", on)} />
      <Money form={form} />
      <Way onBack={onBack}><Button kind="main" type="submit" busy={form.busy}>{t("setup.next")}</Button></Way>
    </Form>
  );
}

function Money({ form }: { form: FormOf<Place> }) {
  return (
    <div class="setup-pair">
      <Field label={t("setup.currency")} autocapitalize="none" maxlength={3} {...form.text("currency")} required />
      <Select label={t("setup.zone")} value={form.values.zone} options={zoneOptions(form.values.zone)} mistake={form.mistake("zone")} onChange={(zone) => form.set("zone", zone)} />
    </div>
  );
}

function check(values: Place) {
  const money = values.currency.toUpperCase();
  return { ...needed(values, ["organisation", "emergency_number", "zone"]), ...(/^[A-Z]{3}$/.test(money) && currencies().includes(money) ? {} : { currency: t("business.wrong.currency") }) };
}
