// Who works here: the list, found by a few letters; adding somebody shows their password once.
import { useState } from "preact/hooks";
import { may, refresh, useSession } from "../../api/session";
import { ToldOnce } from "../../kit/account/once";
import { Button } from "../../kit/button";
import { NewPerson, type Hired } from "../../kit/business/person";
import { allMemberships, rolesText } from "../../kit/business/names";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { Icon } from "../../kit/icons";
import { useLoad } from "../../kit/load";
import { allPeople, allSites } from "../../kit/names";
import { Empty, Page, coming } from "../../kit/page";
import { language, t } from "../../words/words";

export default function People() {
  const who = useSession();
  const people = useLoad(allPeople, [], ["person"]), sites = useLoad(allSites, []), roles = useLoad(allMemberships, [], ["person"]).data ?? [];
  const [search, setSearch] = useState("");
  const [adds, setAdds] = useState(false);
  const [hired, setHired] = useState<Hired>();
  const runs = may(who, "person.administer");
  if (!people.data || !sites.data) return coming({ title: t("settings.people"), back: { href: "/settings", text: t("settings.title") } }, [people, sites]);
  const wanted = search.trim().toLowerCase();
  const found = people.data.filter(({ name, login }) => name.toLowerCase().includes(wanted) || login.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name, language()));
  const done = (one: Hired) => { setHired(one); people.reload(); void refresh().catch(() => undefined); };
  const close = () => { setAdds(false); setHired(undefined); };
  return (
    <Page title={t("settings.people")} back={{ href: "/settings", text: t("settings.title") }} actions={runs && <Button kind="main" icon="plus" onClick={() => setAdds(true)}>{t("people.add")}</Button>}>
      {people.data.length > 8 && <Field label={t("people.search")} type="search" value={search} onInput={setSearch} />}
      {found.length === 0 && <Empty text={t("people.none")} />}
      <ul class="rows people-rows">
        {found.map((person) => (
          <li key={person.id}>
            <a class="hub-link" href={`/people/${person.id}`}>
              <span><strong>{person.name}</strong><span>{rolesText(roles, person.id)}</span><span class="soft small">{person.login}</span></span>
              {!person.active && <span class="badge">{t("people.gone")}</span>}
              {person.active && person.absent && <span class="badge">{t(`people.absent.${person.absent}`)}</span>}
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
      {adds && (
        <Dialog title={hired ? hired.person.name : t("people.add")} onClose={close}>
          {hired
            ? <ToldOnce label={t("people.first-password", { name: hired.person.name, login: hired.person.login })} text={hired.password}><Button kind="main" onClick={close}>{t("people.handed-on")}</Button></ToldOnce>
            : <NewPerson sites={sites.data} onHired={done} />}
        </Dialog>
      )}
    </Page>
  );
}
