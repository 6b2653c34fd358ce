// The business: its name, and what new sites begin with.
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Organisation } from "../../api/types";
import { Button } from "../../kit/button";
import { useEdit } from "../../kit/business/edit";
import { Form, needed } from "../../kit/business/form";
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
      {business.data ? <Edit now={business.data} put={business.set} /> : business.error ? <Failed error={business.error} again={business.reload} /> : <Loading />}
    </Page>
  );
}

const fields = ({ name, currency, lang, zone, trade, retention }: Organisation) => ({ name, currency, lang, zone, trade, ...keptDays(retention), retention: "" });

function Edit({ now, put }: { now: Organisation; put: (now: Organisation) => void }) {
  const who = useSession();
  const form = useEdit(now, {
    of: fields,
    check: (values) => ({ ...needed(values, ["name", "currency"]), ...keptMistakes(values) }),
    send: async (values, version) => {
      const { name, currency, lang, zone, trade } = values;
      const retention = keptBody(now.retention, values);
      const changed = may(who, "keep") && JSON.stringify(retention) !== JSON.stringify(now.retention);
      const answer = await api.patch("/v1/organisation", { name: name.trim(), currency: currency.toUpperCase(), lang, zone, trade, ...(changed ? { retention } : {}) }, { version });
      put(answer);
      return answer;
    },
    read: async () => {
      const answer = await api.get("/v1/organisation");
      put(answer);
      return answer;
    },
  });
  const says = (values: typeof form.values) => [
    [t("settings.name"), values.name], [t("settings.trade"), tradeOptions().find(({ value }) => value === values.trade)?.text ?? ""], [t("settings.lang"), langName(values.lang)],
    [t("settings.currency"), values.currency], [t("settings.zone"), values.zone],
    ...Object.entries(keptDays(null)).map(([kind]) => [t(`business.keep-of.${kind as "case"}`), values[kind as "case"]] as const),
  ] as const;
  return (
    <div class="settings-form">
      <Form form={form} says={says}>
        <Field label={t("settings.name")} maxlength={100} {...form.text("name")} required />
        <Select label={t("settings.trade")} value={form.values.trade} options={tradeOptions()} onChange={(trade) => form.set("trade", trade)} />
        <Select label={t("settings.lang")} value={form.values.lang} options={[...new Set([form.values.lang, ...languages])].map((value) => ({ value, text: langName(value) }))} onChange={(lang) => form.set("lang", lang)} />
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
        {form.saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button>
      </Form>
    </div>
  );
}

const langName = (lang: string) => (languageNames as Record<string, string>)[lang] ?? lang;
