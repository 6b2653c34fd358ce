// One place: what holds there, when it is open, how somebody is reached, and its shared devices.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { tradeOptions, zoneOptions } from "../../kit/business/names";
import { Check, Field, Select } from "../../kit/field";
import { useLoad } from "../../kit/load";
import { readNames } from "../../kit/names";
import { Notice } from "../../kit/notice";
import { Page, coming } from "../../kit/page";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { Devices } from "./devices";
import { Hours } from "./hours";
import { Keep } from "./keep";
import { Ways } from "./ways";

export default function One({ ids: [id = ""] }: ScreenProps) {
  const who = useSession();
  const site = useLoad((signal) => api.get("/v1/sites/{id}", { ids: [id], signal }), [id]);
  const [looks, setLooks] = useState(0);
  // Somebody was faster: what stands there now takes the place of what was typed.
  const again = () => void api.get("/v1/sites/{id}", { ids: [id] }).then((now) => { site.set(now); setLooks(looks + 1); }, site.reload);
  if (!site.data) return coming({ title: t("settings.sites"), back: { href: "/sites", text: t("settings.sites") } }, [site]);
  return (
    <Page title={site.data.name} back={{ href: "/sites", text: t("settings.sites") }}>
      {who.by_pin && <Notice>{t("kit.problem.full-sign-in")}</Notice>}
      <Edit key={`edit${looks}`} site={site.data} onDone={site.set} again={again} />
      <Hours key={`hours${looks}`} site={site.data} onDone={site.set} again={again} />
      {may(who, "keep") && <Keep key={`keep${looks}`} site={site.data} onDone={site.set} again={again} />}
      {!who.alone && <Ways site={id} />}
      <Devices site={id} />
    </Page>
  );
}

const minutes = (value: number) => (value < 0 ? "" : String(value));

function Edit({ site, onDone, again }: { site: Site; onDone: (site: Site) => void; again: () => void }) {
  const [saved, setSaved] = useState(false);
  const { name, trade, currency, zone, emergency_number, telephone, security_on_site, closed } = site;
  const form = useForm({ name, trade, currency, zone, emergency_number, telephone, security_on_site, closed, acknowledge_min: minutes(site.acknowledge_min), respond_min: minutes(site.respond_min) },
    (values) => ({ ...needed(values, ["name", "emergency_number", "currency"]), ...number(values, "acknowledge_min"), ...number(values, "respond_min") }),
    async (values) => {
      const of = (text: string) => (text.trim() === "" ? -1 : Number(text));
      onDone(await api.patch("/v1/sites/{id}", { ...values, currency: values.currency.toUpperCase(), acknowledge_min: of(values.acknowledge_min), respond_min: of(values.respond_min) }, { ids: [site.id], version: site.version }));
      readNames({ changed: true });
      setSaved(true);
    });
  const { values, set, text } = form;
  return (
    <section class="card">
      <Form form={form} again={again}>
        <div class="setup-pair">
          <Field label={t("sites.name")} maxlength={100} {...text("name")} required />
          <Select label={t("settings.trade")} value={values.trade} options={tradeOptions()} onChange={(one) => set("trade", one)} />
          <Field label={t("sites.emergency")} type="tel" maxlength={40} {...text("emergency_number")} required />
          <Field label={t("sites.telephone")} type="tel" maxlength={40} {...text("telephone")} />
          <Field label={t("sites.currency")} maxlength={3} {...text("currency")} required />
          <Select label={t("sites.zone")} value={values.zone} options={zoneOptions(values.zone)} mistake={form.mistake("zone")} onChange={(one) => set("zone", one)} />
          <Field label={t("sites.acknowledge")} inputmode="numeric" hint={t("sites.minutes-hint")} {...text("acknowledge_min")} />
          <Field label={t("sites.respond")} inputmode="numeric" hint={t("sites.minutes-hint")} {...text("respond_min")} />
        </div>
        <Check label={t("sites.security")} hint={t("sites.security-hint")} checked={values.security_on_site} onChange={(on) => set("security_on_site", on)} />
        <Check label={t("sites.close")} hint={t("sites.close-hint")} checked={values.closed} onChange={(on) => set("closed", on)} />
        {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <div class="actions"><Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button></div>
      </Form>
    </section>
  );
}

function number<T extends Record<string, unknown>>(values: T, name: keyof T & string): Partial<Record<keyof T, string>> {
  return /^\d*$/.test(String(values[name]).trim()) ? {} : { [name]: t("sites.minutes-wrong") } as Partial<Record<keyof T, string>>;
}
