// Noting a customer: a name or a way to reach them is enough.
import { api } from "../../api/client";
import { Page } from "../../kit/page";
import { go } from "../../router";
import { FormFrame, useForm } from "../../shell/form";
import { t } from "../../words/words";
import { check, CustomerFields, known, useCurrency, useSite, written, type Known } from "./fields";

export default function NewCustomer() {
  const form = useForm<Known>("customer", "", known());
  const site = useSite(form.values.site), currency = useCurrency(site);
  const send = () => form.submit(() => check(form.values), async () => {
    const made = await api.post("/v1/customers", written(form.values, currency, site));
    return () => go(`/customers/${made.id}`, "replace");
  });
  return (
    <Page title={t("customers.new")} back={{ href: "/customers", text: t("customers.title") }}>
      <FormFrame form={form} label={t("customers.note-them")} send={send}><CustomerFields form={form} currency={currency} /></FormFrame>
    </Page>
  );
}
