// The business: its name, and what new sites begin with.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Organisation } from "../../api/types";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { tradeOptions, zones } from "../../kit/business/names";
import { Field, Select } from "../../kit/field";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading, Page } from "../../kit/page";
import { languageNames, languages, t } from "../../words/words";

export default function Business() {
  const business = useLoad((signal) => api.get("/v1/organisation", { signal }), [], ["organisation"]);
  return (
    <Page title={t("settings.business")} back={{ href: "/settings", text: t("settings.title") }}>
      {business.data ? <Edit key={business.data.version} now={business.data} onDone={business.set} /> : business.error ? <Failed error={business.error} again={business.reload} /> : <Loading />}
    </Page>
  );
}

/** Kinds of records of which somebody should know how long they stay. */
const kept = ["case", "encounter", "event", "customer", "incident", "debrief"] as const;
const usual: Record<(typeof kept)[number], number> = { case: 1095, encounter: 365, event: 90, customer: 1095, incident: 3650, debrief: 365 };

function Edit({ now, onDone }: { now: Organisation; onDone: (now: Organisation) => void }) {
  const who = useSession();
  const [saved, setSaved] = useState(false);
  const days = (now.retention ?? {}) as Record<string, number>;
  const first = { name: now.name, currency: now.currency, lang: now.lang, zone: now.zone, trade: now.trade, ...Object.fromEntries(kept.map((kind) => [kind, days[kind] === undefined ? "" : String(days[kind])])) as Record<(typeof kept)[number], string> };
  const form = useForm({ ...first, retention: "" }, (values) => needed(values, ["name", "currency"]), async (values) => {
    const { name, currency, lang, zone, trade } = values;
    const retention = { ...days, ...Object.fromEntries(kept.filter((kind) => values[kind].trim()).map((kind) => [kind, Number(values[kind])])) };
    for (const kind of kept) if (!values[kind].trim()) delete retention[kind];
    const changed = may(who, "keep") && JSON.stringify(retention) !== JSON.stringify(days);
    const answer = await api.patch("/v1/organisation", { name: name.trim(), currency: currency.toUpperCase(), lang, zone, trade, ...(changed ? { retention } : {}) }, { version: now.version });
    setSaved(true);
    onDone(answer);
  });
  const all = zones();
  return (
    <div class="settings-form">
      <Form form={form}>
        <Field label={t("settings.name")} maxlength={100} {...form.text("name")} required />
        <Select label={t("settings.trade")} value={form.values.trade} options={tradeOptions()} onChange={(trade) => form.set("trade", trade)} />
        <Select label={t("settings.lang")} value={form.values.lang} options={[...new Set([form.values.lang, ...languages])].map((value) => ({ value, text: (languageNames as Record<string, string>)[value] ?? value }))} onChange={(lang) => form.set("lang", lang)} />
        <Field label={t("settings.currency")} maxlength={3} {...form.text("currency")} required />
        <Select label={t("settings.zone")} value={form.values.zone} options={[...new Set([form.values.zone, ...all])].map((value) => ({ value, text: value.replaceAll("_", " ") }))} mistake={form.mistake("zone")} onChange={(zone) => form.set("zone", zone)} />
        {may(who, "keep") && (
          <fieldset class="settings-keep">
            <legend>{t("settings.keep")}</legend>
            <p class="soft small">{t("settings.keep-about")}</p>
            <div class="setup-pair">{kept.map((kind) => <Field key={kind} label={t(`settings.keep-of.${kind}`)} inputmode="numeric" placeholder={String(usual[kind])} {...form.text(kind)} />)}</div>
            {form.mistake("retention") && <p class="mistake">{form.mistake("retention")}</p>}
          </fieldset>
        )}
        {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button>
      </Form>
    </div>
  );
}
