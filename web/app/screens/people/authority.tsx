// What could they give that day? As it stood then, whatever changed since.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Site } from "../../api/types";
import { remedies, remedyName } from "../../kit/business/names";
import { Field, Select } from "../../kit/field";
import { useLoad } from "../../kit/load";
import { Failed } from "../../kit/page";
import { dayOn } from "../../kit/records/when";
import { money, number, t } from "../../words/words";

type Given = Readonly<Record<string, number | boolean | string>>;

function text(name: (typeof remedies)[number], value: number | boolean | string, currency: string): string {
  if (typeof value !== "number") return remedyName(name);
  const most = name === "discount_percent" ? number(value / 100, { style: "percent", maximumFractionDigits: 2 }) : money(value, currency);
  return t("business.up-to", { what: remedyName(name), most });
}

export function AuthorityThen({ person, sites }: { person: string; sites: readonly Site[] }) {
  const [day, setDay] = useState(dayOn(0));
  const [site, setSite] = useState(sites[0]?.id ?? "");
  const at = day && day !== dayOn(0) ? new Date(`${day}T12:00:00`).toISOString() : undefined;
  const then = useLoad((signal) => api.get("/v1/people/{id}/authority", { ids: [person], query: { site, at }, signal }), [person, day, site], ["grant", "membership"]);
  const given = (then.data?.authority ?? {}) as Given;
  const shown = remedies.filter((name) => given[name]);
  return (
    <section class="card">
      <h2>{t("people.may-give")}</h2>
      <div class="setup-pair">
        <Field label={t("people.on-day")} type="date" value={day} onInput={setDay} max={dayOn(0)} />
        {sites.length > 1 && <Select label={t("business.person-site")} value={site} options={sites.map(({ id, name }) => ({ value: id, text: name }))} onChange={setSite} />}
      </div>
      {then.error ? <Failed error={then.error} again={then.reload} /> : (
        <div role="status">
          {given["all"] === true ? <p>{t("business.everything")}</p> : shown.length === 0 ? <p class="soft">{t("business.limit-none")}</p>
            : <ul class="people-gives">{shown.map((name) => <li key={name}>{text(name, given[name]!, String(given["currency"] ?? "EUR"))}</li>)}</ul>}
        </div>
      )}
    </section>
  );
}
