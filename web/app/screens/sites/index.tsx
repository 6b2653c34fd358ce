// The places of the business; each opens for its hours, ways to reach somebody, and devices.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { tradeName } from "../../kit/business/names";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { Icon } from "../../kit/icons";
import { useLoad } from "../../kit/load";
import { allSites, readNames } from "../../kit/names";
import { Page, coming } from "../../kit/page";
import { go } from "../../router";
import { t } from "../../words/words";

export default function Sites() {
  const sites = useLoad(allSites, [], ["site"]);
  const [adds, setAdds] = useState(false);
  if (!sites.data) return coming({ title: t("settings.sites"), back: { href: "/settings", text: t("settings.title") } }, [sites]);
  return (
    <Page title={t("settings.sites")} back={{ href: "/settings", text: t("settings.title") }} actions={<Button icon="plus" onClick={() => setAdds(true)}>{t("sites.add")}</Button>}>
      <ul class="rows">
        {sites.data.map((site) => (
          <li key={site.id}>
            <a class="hub-link" href={`/sites/${site.id}`}>
              <span class="settings-text"><strong>{site.name}</strong><span class="soft small">{tradeName(site.trade)}</span></span>
              {site.closed && <span class="badge">{t("sites.closed")}</span>}
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
      {adds && <Dialog title={t("sites.add")} onClose={() => setAdds(false)}><Add emergency={sites.data[0]?.emergency_number ?? "112"} /></Dialog>}
    </Page>
  );
}

function Add({ emergency }: { emergency: string }) {
  const form = useForm({ name: "", emergency_number: emergency, telephone: "" }, (values) => needed(values, ["name", "emergency_number"]), async ({ name, emergency_number, telephone }) => {
    const site = await api.post("/v1/sites", { name: name.trim(), emergency_number: emergency_number.trim(), telephone: telephone.trim() });
    readNames({ changed: true });
    go(`/sites/${site.id}`);
  });
  return (
    <Form form={form}>
      <Field label={t("sites.name")} maxlength={100} {...form.text("name")} required />
      <Field label={t("sites.emergency")} type="tel" maxlength={40} {...form.text("emergency_number")} required />
      <Field label={t("sites.telephone")} type="tel" maxlength={40} {...form.text("telephone")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("sites.add")}</Button>
    </Form>
  );
}
