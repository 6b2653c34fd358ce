// One place: what holds there, when it is open, how somebody is reached, and its shared devices.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { useEdit } from "../../kit/business/edit";
import { Form, needed } from "../../kit/business/form";
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
  const read = async () => {
    const now = await api.get("/v1/sites/{id}", { ids: [id] });
    site.set(now);
    return now;
  };
  // Somebody was faster: what stands there now takes the place of what was typed.
  const again = () => void read().then(() => setLooks(looks + 1), site.reload);
  if (!site.data) return coming({ title: t("settings.sites"), back: { href: "/sites", text: t("settings.sites") } }, [site]);
  return (
    <Page title={site.data.name} back={{ href: "/sites", text: t("settings.sites") }}>
      {who.by_pin && <Notice>{t("kit.problem.full-sign-in")}</Notice>}
      <Edit key={`edit${id}`} site={site.data} onDone={site.set} read={read} />
      <Hours key={`hours${id}`} site={site.data} onDone={site.set} read={read} />
      {may(who, "keep") && <Keep key={`keep${looks}`} site={site.data} onDone={site.set} again={again} />}
      {!who.alone && <Ways site={id} />}
      <Devices site={id} />
    </Page>
  );
}

const minutes = (value: number) => (value < 0 ? "" : String(value));

const fields = ({ name, trade, currency, zone, emergency_number, telephone, security_on_site, closed, acknowledge_min, respond_min }: Site) =>
  ({ name, trade, currency, zone, emergency_number, telephone, security_on_site, closed, acknowledge_min: minutes(acknowledge_min), respond_min: minutes(respond_min) });

export interface Editing {
  site: Site;
  onDone: (site: Site) => void;
  read: () => Promise<Site>;
}

function Edit({ site, onDone, read }: Editing) {
  const form = useEdit(site, {
    of: fields, read,
    check: (values) => ({ ...needed(values, ["name", "emergency_number", "currency"]), ...number(values, "acknowledge_min"), ...number(values, "respond_min") }),
    send: async (values, version) => {
      const of = (text: string) => (text.trim() === "" ? -1 : Number(text));
      const now = await api.patch("/v1/sites/{id}", { ...values, currency: values.currency.toUpperCase(), acknowledge_min: of(values.acknowledge_min), respond_min: of(values.respond_min) }, { ids: [site.id], version });
      onDone(now);
      readNames({ changed: true });
      return now;
    },
  });
  const { values, set, text } = form;
  const yes = (on: boolean) => t(on ? "business.yes" : "business.no");
  const says = (one: typeof values) => [
    [t("sites.name"), one.name], [t("settings.trade"), tradeOptions().find(({ value }) => value === one.trade)?.text ?? ""], [t("sites.emergency"), one.emergency_number], [t("sites.telephone"), one.telephone],
    [t("sites.currency"), one.currency], [t("sites.zone"), one.zone], [t("sites.acknowledge"), one.acknowledge_min], [t("sites.respond"), one.respond_min],
    [t("sites.security"), yes(one.security_on_site)], [t("sites.close"), yes(one.closed)],
  ] as const;
  return (
    <section class="card">
      <Form form={form} says={says}>
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
        {form.saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <div class="actions"><Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button></div>
      </Form>
    </section>
  );
}

function number<T extends Record<string, unknown>>(values: T, name: keyof T & string): Partial<Record<keyof T, string>> {
  return /^\d*$/.test(String(values[name]).trim()) ? {} : { [name]: t("sites.minutes-wrong") } as Partial<Record<keyof T, string>>;
}
