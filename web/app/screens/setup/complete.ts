// What the set-up itself does not take: the telephone and security of the site, the owner's language. Told when the owner may, which
// is after the authenticator where one is asked for first.
import { api } from "../../api/client";
import { refresh, type Session } from "../../api/session";
import { language } from "../../words/words";
import { dropDraft, readDraft } from "./draft";

export async function complete({ person }: Session): Promise<void> {
  const { telephone, security } = readDraft();
  if (telephone === undefined || security === undefined) return;
  dropDraft();
  const { items: [site] } = await api.get("/v1/sites");
  if (site) await api.patch("/v1/sites/{id}", { telephone: telephone.trim(), security_on_site: security }, { ids: [site.id], version: site.version });
  const { version } = await api.get("/v1/people/{id}", { ids: [person.id] });
  await api.patch("/v1/people/{id}", { lang: language() }, { ids: [person.id], version });
  await refresh();
}
