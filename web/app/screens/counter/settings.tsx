// How one speaks to this customer: their language, face to face or by telephone; who it is, where that is known.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Customer } from "../../api/types";
import { Choice } from "../../kit/field";
import { Button } from "../../kit/button";
import { languageNames, languages, t, type Lang } from "../../words/words";
import type { Place } from "./desk";
import { Panel } from "./panel";

export interface Showing {
  channel: "counter" | "phone";
  speaks: Lang | undefined;
  customer: string | undefined;
}

interface Props {
  showing: Showing;
  onChange: (showing: Showing) => void;
  /** An encounter goes on: who it is with is settled. */
  begun: boolean;
  places: readonly Place[];
  place: Place | undefined;
  onPlace: (id: string) => void;
  onClose: () => void;
}

export function Settings({ showing, onChange, begun, places, place, onPlace, onClose }: Props) {
  const who = useSession();
  return (
    <Panel title={t("counter.settings")} onClose={onClose}>
      <Choice label={t("counter.their-language")} value={showing.speaks ?? "any"} onChange={(lang) => onChange({ ...showing, speaks: lang === "any" ? undefined : lang })}
        options={[{ value: "any" as Lang | "any", text: t("counter.any-language") }, ...languages.map((value) => ({ value, text: languageNames[value] }))]} />
      <Choice label={t("counter.channel")} value={showing.channel} onChange={(channel) => onChange({ ...showing, channel })}
        options={[{ value: "counter" as const, text: t("counter.face") }, { value: "phone" as const, text: t("counter.phone") }]} />
      {!begun && places.length > 1 && <Choice label={t("counter.place")} value={place?.id} onChange={onPlace} options={places.map(({ id, name }) => ({ value: id, text: name }))} />}
      {!begun && may(who, "customer.see") && <Customers chosen={showing.customer} onChoose={(customer) => onChange({ ...showing, customer })} />}
    </Panel>
  );
}

function Customers({ chosen, onChoose }: { chosen: string | undefined; onChoose: (customer: string | undefined) => void }) {
  const [q, setQ] = useState("");
  const [found, setFound] = useState<readonly Customer[]>();
  const search = async (event: Event) => {
    event.preventDefault();
    if (q.trim()) setFound((await api.get("/v1/customers", { query: { q: q.trim(), limit: 5 } }).catch(() => ({ items: [] }))).items);
  };
  return (
    <form class="counter-typed wrap" onSubmit={(event) => void search(event)}>
      <input type="search" aria-label={t("counter.customer")} placeholder={t("counter.customer")} autoComplete="off" value={q} onInput={(event) => setQ(event.currentTarget.value)} />
      <Button type="submit" icon="search">{t("counter.search")}</Button>
      {found && <div class="counter-chips two" role="group" aria-label={t("counter.customer")}>
        {found.map(({ id, name }) => <button key={id} type="button" aria-pressed={chosen === id} onClick={() => onChoose(chosen === id ? undefined : id)}>{name}</button>)}
        {found.length === 0 && <p class="soft">{t("counter.nobody-found")}</p>}
      </div>}
    </form>
  );
}
