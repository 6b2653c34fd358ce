// Who may give what: by role at a glance, then what goes to one person or one site, and who stands in for whom.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Grant, Person, Site } from "../../api/types";
import { Button } from "../../kit/button";
import { Given, LimitsByRole, limitBody, limitMistakes } from "../../kit/business/limits";
import { Form, useForm, type Mistakes } from "../../kit/business/form";
import { allGrants, grantText, roleName, roleOptions, standing, type Remedy, type Role } from "../../kit/business/names";
import { Dialog } from "../../kit/dialog";
import { Field, Select } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { allPeople, allSites } from "../../kit/names";
import { Failed, Page, coming } from "../../kit/page";
import { endOf } from "../../kit/records/when";
import { dateTime, t } from "../../words/words";

export default function Limits() {
  const who = useSession();
  const grants = useLoad(allGrants, [], ["grant"]), people = useLoad(allPeople, []), sites = useLoad(allSites, []);
  const [adds, setAdds] = useState<"grant" | "stand-in">();
  const gives = may(who, "grant.give");
  const back = may(who, "site.administer") ? { back: { href: "/settings", text: t("settings.title") } } : {};
  if (!grants.data || !people.data || !sites.data) return coming({ title: t("settings.limits"), ...back }, [grants, people, sites]);
  const done = () => { setAdds(undefined); grants.reload(); };
  const others = standing(grants.data).filter(({ to, site }) => to !== "role" || site !== null);
  const currency = sites.data[0]?.currency ?? "EUR";
  return (
    <Page title={t("settings.limits")} {...back} actions={gives && <><Button icon="plus" onClick={() => setAdds("grant")}>{t("limits.special")}</Button><Button onClick={() => setAdds("stand-in")}>{t("limits.stand-in")}</Button></>}>
      <p class="soft">{t("limits.about")}</p>
      <LimitsByRole grants={grants.data} currency={currency} onChanged={grants.reload} roles={["associate", "supervisor", "manager"]} editable={gives} />
      {others.length > 0 && (
        <section class="card">
          <h2>{t("limits.others")}</h2>
          <ul class="me-list">{others.map((grant) => <Other key={grant.id} grant={grant} people={people.data!} sites={sites.data!} gives={gives} onDone={grants.reload} />)}</ul>
        </section>
      )}
      {adds === "grant" && <Dialog title={t("limits.special")} onClose={() => setAdds(undefined)}><Special people={people.data} sites={sites.data} currency={currency} onDone={done} /></Dialog>}
      {adds === "stand-in" && <Dialog title={t("limits.stand-in")} onClose={() => setAdds(undefined)}><StandIn people={people.data} onDone={done} /></Dialog>}
    </Page>
  );
}

function Other({ grant, people, sites, gives, onDone }: { grant: Grant; people: readonly Person[]; sites: readonly Site[]; gives: boolean; onDone: () => void }) {
  const { busy, error, run } = useRun();
  const person = (id: string | null) => people.find((one) => one.id === id)?.name ?? "–";
  const place = sites.find(({ id }) => id === grant.site)?.name ?? t("business.everywhere");
  const whom = grant.to === "person" ? person(grant.person) : grant.to === "role" && grant.role ? roleName(grant.role) : t("limits.everybody");
  const what = grant.stands_in_for ? t("limits.stands-in", { name: person(grant.stands_in_for) }) : grantText(grant);
  const end = () => run(async () => { await api.post("/v1/grants/{id}/end", {}, { ids: [grant.id] }); onDone(); });
  return (
    <li>
      <span><strong>{whom}: {what}</strong><span class="soft small">{place}{grant.until && ` · ${t("people.until", { time: dateTime(grant.until, { dateStyle: "medium" }) })}`}</span>{error !== undefined && <Failed error={error} />}</span>
      {gives && <Button kind="quiet" busy={busy} label={t("limits.end-of", { whom, what })} onClick={() => void end()}>{t("people.end")}</Button>}
    </li>
  );
}

interface Values { to: Grant["to"]; role: Role; person: string; site: string; remedy: Remedy | ""; most: string; percent: string; until: string }

function Special({ people, sites, currency, onDone }: { people: readonly Person[]; sites: readonly Site[]; currency: string; onDone: () => void }) {
  const active = people.filter((one) => one.active);
  const first: Values = { to: "person", role: "associate", person: active[0]?.id ?? "", site: "", remedy: "refund", most: "", percent: "", until: "" };
  const form = useForm<Values>(first, (values) => ({ ...limitMistakes(values), ...(values.to === "site" && !values.site ? { site: t("limits.which-site") } : {}) } as Mistakes<Values>), async (values) => {
    const { to, role, person, site, remedy, most, percent, until } = values;
    await api.post("/v1/grants", { to, ...(to === "role" ? { role } : {}), ...(to === "person" ? { person } : {}), site: site || null, ...limitBody(remedy, most, percent, sites.find(({ id }) => id === site)?.currency ?? currency), until: endOf(until) });
    onDone();
  });
  const { values, set } = form;
  return (
    <Form form={form}>
      <Select label={t("limits.to")} value={values.to} options={[{ value: "person", text: t("limits.to-person") }, { value: "role", text: t("limits.to-role") }, { value: "site", text: t("limits.to-site") }]} onChange={(to) => set("to", to)} />
      {values.to === "person" && <Select label={t("limits.person")} value={values.person} options={active.map(({ id, name }) => ({ value: id, text: name }))} onChange={(id) => set("person", id)} />}
      {values.to === "role" && <Select label={t("business.person-role")} value={values.role} options={roleOptions()} onChange={(role) => set("role", role)} />}
      <Select label={t("business.person-site")} value={values.site} mistake={form.mistake("site")} options={[{ value: "", text: t("business.everywhere") }, ...sites.map(({ id, name }) => ({ value: id, text: name }))]} onChange={(site) => set("site", site)} />
      <Given form={form} currency={sites.find(({ id }) => id === values.site)?.currency ?? currency} />
      <Field label={t("people.until-when")} type="date" {...form.text("until")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("limits.grant")}</Button>
    </Form>
  );
}

function StandIn({ people, onDone }: { people: readonly Person[]; onDone: () => void }) {
  const active = people.filter((one) => one.active), options = active.map(({ id, name }) => ({ value: id, text: name }));
  const form = useForm({ person: active[0]?.id ?? "", stands_in_for: active[1]?.id ?? "", until: "" },
    (values) => ({ ...(values.person === values.stands_in_for ? { stands_in_for: t("limits.another") } : {}), ...(values.until ? {} : { until: t("limits.until-missing") }) }),
    async ({ person, stands_in_for, until }) => {
      await api.post("/v1/grants", { to: "person", person, stands_in_for, until: endOf(until) });
      onDone();
    });
  return (
    <Form form={form}>
      <p>{t("limits.stand-in-about")}</p>
      <Select label={t("limits.who-stands-in")} value={form.values.person} options={options} onChange={(id) => form.set("person", id)} />
      <Select label={t("limits.for-whom")} value={form.values.stands_in_for} mistake={form.mistake("stands_in_for")} options={options} onChange={(id) => form.set("stands_in_for", id)} />
      <Field label={t("limits.until")} type="date" {...form.text("until")} required />
      <Button kind="main" type="submit" busy={form.busy}>{t("limits.stand-in")}</Button>
    </Form>
  );
}
