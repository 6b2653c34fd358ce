// Who works here. Each gets a password to begin with, shown this once; who works alone goes on.
import { useState } from "preact/hooks";
import { refresh, useSession } from "../../api/session";
import { Button } from "../../kit/button";
import { NewPerson, type Hired } from "../../kit/business/person";
import { ToldOnce } from "../../kit/account/once";
import { useLoad } from "../../kit/load";
import { allPeople } from "../../kit/names";
import { Failed, Loading } from "../../kit/page";
import { t } from "../../words/words";
import { useSites, Way } from "./parts";

export function Team({ onNext }: { onNext: () => void }) {
  const who = useSession();
  const sites = useSites(), people = useLoad(allPeople, []);
  const [hired, setHired] = useState<Hired[]>([]);
  if (!sites.data || !people.data) return sites.error || people.error ? <Failed error={sites.error ?? people.error} again={() => { sites.reload(); people.reload(); }} /> : <Loading />;
  const told = new Set(hired.map(({ person }) => person.id));
  const before = people.data.filter(({ id }) => id !== who.person.id && !told.has(id));
  const onHired = (one: Hired) => {
    setHired([...hired, one]);
    void refresh().catch(() => undefined); // from now on they are not alone
  };
  return (
    <>
      {before.length > 0 && <p class="soft">{t("setup.there", { names: before.map(({ name }) => name).join(", ") })}</p>}
      {hired.length > 0 && <p>{t("setup.hand-on")}</p>}
      <ul class="rows">{hired.map(({ person, password }) => <li key={person.id}><ToldOnce label={t("setup.of-person", { name: person.name, login: person.login })} text={password} /></li>)}</ul>
      <section class="card"><h2>{hired.length + before.length > 0 ? t("setup.one-more") : t("setup.first-person")}</h2><NewPerson key={hired.length} sites={sites.data} onHired={onHired} /></section>
      <Way><Button kind="main" onClick={onNext}>{hired.length + before.length > 0 ? t("setup.next") : t("setup.alone")}</Button></Way>
    </>
  );
}
