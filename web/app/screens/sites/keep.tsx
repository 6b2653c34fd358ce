// How long records of this site stay, where it is otherwise than in the rest of the business.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { Button } from "../../kit/button";
import { Form, useForm } from "../../kit/business/form";
import { KeepFields, keptBody, keptDays, keptMistakes } from "../../kit/business/keep";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { t } from "../../words/words";

export function Keep({ site, onDone, again }: { site: Site; onDone: (site: Site) => void; again: () => void }) {
  const business = useLoad((signal) => api.get("/v1/organisation", { signal }), []);
  const [saved, setSaved] = useState(false);
  const form = useForm({ ...keptDays(site.retention), retention: "" }, keptMistakes, async (values) => {
    onDone(await api.patch("/v1/sites/{id}", { retention: keptBody(site.retention, values) }, { ids: [site.id], version: site.version }));
    setSaved(true);
  });
  return (
    <section class="card">
      <h2>{t("settings.keep")}</h2>
      <p class="soft small">{t("sites.keep-about")}</p>
      <Form form={form} again={again} label={t("settings.keep")}>
        <KeepFields form={form} above={business.data?.retention} />
        {form.mistake("retention") && <p class="mistake" role="alert">{form.mistake("retention")}</p>}
        {saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <div class="actions"><Button kind="main" type="submit" busy={form.busy}>{t("sites.keep-save")}</Button></div>
      </Form>
    </section>
  );
}
