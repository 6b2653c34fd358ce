// The business: its name, and what new sites begin with.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Organisation } from "../../api/types";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { KeepFields, keptBody, keptDays, keptMistakes } from "../../kit/business/keep";
import { tradeOptions, zoneOptions } from "../../kit/business/names";
import { Field, Select } from "../../kit/field";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading, Page } from "../../kit/page";
import { languageNames, languages, t } from "../../words/words";

export default function Business() {
  const business = useLoad((signal) => api.get("/v1/organisation", { signal }), [], ["organisation"]);
  return (
    <Page title={t("settings.business")} back={{ href: "/settings", text: t("settings.title") }}>
      {business.data ? <Edit key={business.data.version} now={business.data} onDone={business.set} again={business.reload} /> : business.error ? <Failed error={business.error} again={business.reload} /> : <Loading />}
    </Page>
  );
}

function Edit({ now, onDone, again }: { now: Organisation; onDone: (now: Organisation) => void; again: () => void }) {
  const who = useSession();
  const [saved, setSaved] = useState(false);
  const form = useForm({ name: now.name, currency: now.currency, lang: now.lang, zone: now.zone, trade: now.trade, ...keptDays(now.retention), retention: "" }, (values) => ({ ...needed(values, ["name", "currency"]), ...keptMistakes(values) }), async (values) => {
    const { name, currency, lang, zone, trade } = values;
    const retention = keptBody(now.retention, values);
    const changed = may(who, "keep") && JSON.stringify(retention) !== JSON.stringify(now.retention);
    const answer = await api.patch("/v1/organisation", { name: name.trim(), currency: currency.toUpperCase(), lang, zone, trade, ...(changed ? { retention } : {}) }, { version: now.version });
    setSaved(true);
    onDone(answer);
  });
  return (
    <div class="settings-form">
      <Form form={form} again={again}>
        <Field label={t("settings.name")} maxlength={100} {...form.text("name")} required />
        <Select label={t("settings.trade")} value={form.values.trade} options={tradeOptions()} onChange={(trade) => form.set("trade", trade)} />
        <Select label={t("settings.lang")} value={form.values.lang} options={[...new Set([form.values.lang, ...languages])].map((value) => ({ value, text: (languageNames as Record<string, string>)[value] ?? value }))} onChange={(lang) => form.set("lang", lang)} />
        <Field label={t("settings.currency")} maxlength={3} {...form.text("currency")} required />
        <Select label={t("settings.zone")} value={form.values.zone} options={zoneOptions(form.values.zone)} mistake={form.mistake("zone")} onChange={(zone) => form.set("zone", zone)} />
        {may(who, "keep") && (
          <fieldset class="settings-keep">
            <legend>{t("settings.keep")}</legend>
            <p class="soft small">{t("settings.keep-about")}</p>
            <KeepFields form={form} />
            {form.mistake("retention") && <p class="mistake">{form.mistake("retention")}</p>}
          </fieldset>
        )}
        {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button>
      </Form>
    </div>
  );
}
