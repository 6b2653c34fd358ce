// One person: what they are called, their roles, what they may give, and a new password where the old one is lost.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Answers, Membership, Person, Site } from "../../api/types";
import { ToldOnce } from "../../kit/account/once";
import { Button } from "../../kit/button";
import { useEdit } from "../../kit/business/edit";
import { Form, needed, useForm } from "../../kit/business/form";
import { roleName, roleOptions, type Role } from "../../kit/business/names";
import { Dialog } from "../../kit/dialog";
import { Check, Field, Select } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { allSites, readNames } from "../../kit/names";
import { Notice } from "../../kit/notice";
import { Failed, Page, coming } from "../../kit/page";
import { endOf } from "../../kit/records/when";
import { dateTime, languageNames, languages, t } from "../../words/words";
import type { ScreenProps } from "../table";
import { AuthorityThen } from "./authority";

export default function One({ ids: [id = ""] }: ScreenProps) {
  const who = useSession();
  const one = useLoad((signal) => api.get("/v1/people/{id}", { ids: [id], signal }), [id], ["person"]), sites = useLoad(allSites, []);
  if (!one.data || !sites.data) return coming({ title: t("settings.people"), back: { href: "/people", text: t("settings.people") } }, [one, sites]);
  const runs = may(who, "person.administer");
  return (
    <Page title={one.data.name} back={{ href: "/people", text: t("settings.people") }}>
      {runs && <Edit key={id} person={one.data} put={one.set} />}
      <Roles person={one.data} memberships={one.data.memberships} sites={sites.data} runs={runs} onDone={one.reload} />
      {!who.alone && may(who, "grant.see") && sites.data.length > 0 && <AuthorityThen person={id} sites={sites.data} />}
      {runs && id !== who.person.id && <Keys person={one.data} />}
    </Page>
  );
}

type Whole = Answers["GET /v1/people/{id}"];
const fields = ({ name, login, lang, email, telephone, active }: Whole) => ({ name, login, lang, email, telephone, active });

function Edit({ person, put }: { person: Whole; put: (now: Whole) => void }) {
  const form = useEdit(person, {
    of: fields,
    check: (values) => needed(values, ["name", "login"]),
    send: async (values, version) => {
      const now = { ...person, ...(await api.patch("/v1/people/{id}", values, { ids: [person.id], version })) };
      readNames({ changed: true });
      put(now);
      return now;
    },
    read: async () => {
      const now = await api.get("/v1/people/{id}", { ids: [person.id] });
      put(now);
      return now;
    },
  });
  const says = (values: typeof form.values) => [
    [t("business.person-name"), values.name], [t("business.person-login"), values.login], [t("people.email"), values.email], [t("people.telephone"), values.telephone],
    [t("people.lang"), langName(values.lang)], [t("people.active"), t(values.active ? "business.yes" : "business.no")],
  ] as const;
  return (
    <section class="card">
      <Form form={form} says={says}>
        <div class="setup-pair">
          <Field label={t("business.person-name")} maxlength={100} {...form.text("name")} required />
          <Field label={t("business.person-login")} autocapitalize="none" maxlength={100} {...form.text("login")} required />
          <Field label={t("people.email")} type="email" hint={t("people.email-hint")} {...form.text("email")} />
          <Field label={t("people.telephone")} type="tel" hint={t("people.telephone-hint")} {...form.text("telephone")} />
          <Select label={t("people.lang")} value={form.values.lang} onChange={(value) => form.set("lang", value)} options={["", ...languages].map((value) => ({ value, text: langName(value) }))} />
        </div>
        <Check label={t("people.active")} hint={t("people.active-hint")} checked={form.values.active} onChange={(on) => form.set("active", on)} />
        {form.saved && <Notice kind="good">{t("settings.saved")}</Notice>}
        <div class="actions"><Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button></div>
      </Form>
    </section>
  );
}

const langName = (lang: string) => (lang ? (languageNames as Record<string, string>)[lang] ?? lang : t("people.lang-site"));

const over = ({ ended, until }: Membership) => ended || (until !== null && new Date(until).getTime() <= Date.now());

function Roles({ person, memberships, sites, runs, onDone }: { person: Person; memberships: readonly Membership[]; sites: readonly Site[]; runs: boolean; onDone: () => void }) {
  const [adds, setAdds] = useState(false);
  const { busy, error, run } = useRun();
  const where = (site: string | null) => sites.find(({ id }) => id === site)?.name ?? t("business.everywhere");
  const end = (id: string) => run(async () => { await api.delete("/v1/memberships/{id}", { ids: [id] }); onDone(); });
  const standing = memberships.filter((one) => !over(one)), past = memberships.filter(over);
  return (
    <section class="card">
      <h2>{t("people.roles")}</h2>
      {standing.length === 0 && <p class="soft">{t("people.no-role")}</p>}
      <ul class="me-list">
        {standing.map((one) => (
          <li key={one.id}>
            <span><strong>{roleName(one.role)}</strong><span class="soft small">{where(one.site)}{one.until && ` · ${t("people.until", { time: dateTime(one.until, { dateStyle: "medium" }) })}`}</span></span>
            {runs && <Button kind="quiet" busy={busy} label={t("people.end-role", { role: roleName(one.role) })} onClick={() => void end(one.id)}>{t("people.end")}</Button>}
          </li>
        ))}
      </ul>
      {past.length > 0 && <p class="soft small">{t("people.was", { roles: past.map(({ role, site }) => `${roleName(role)} (${where(site)})`).join(", ") })}</p>}
      {error !== undefined && <Failed error={error} />}
      {runs && !adds && <div class="actions"><Button icon="plus" onClick={() => setAdds(true)}>{t("people.add-role")}</Button></div>}
      {adds && <AddRole person={person} sites={sites} onDone={() => { setAdds(false); onDone(); }} />}
    </section>
  );
}

function AddRole({ person, sites, onDone }: { person: Person; sites: readonly Site[]; onDone: () => void }) {
  const form = useForm({ role: "associate" as Role, site: "", until: "" }, () => ({}), async ({ role, site, until }) => {
    await api.post("/v1/people/{id}/memberships", { role, site: site || null, until: endOf(until) }, { ids: [person.id] });
    onDone();
  });
  return (
    <Form form={form} label={t("people.add-role")}>
      <div class="setup-pair">
        <Select label={t("business.person-role")} value={form.values.role} options={roleOptions()} onChange={(role) => form.set("role", role)} hint={t(`business.role-about.${form.values.role}`)} />
        <Select label={t("business.person-site")} value={form.values.site} options={[{ value: "", text: t("business.everywhere") }, ...sites.map(({ id, name }) => ({ value: id, text: name }))]} onChange={(site) => form.set("site", site)} />
        <Field label={t("people.until-when")} type="date" {...form.text("until")} />
      </div>
      <div class="actions"><Button kind="main" type="submit" busy={form.busy}>{t("people.add-role")}</Button></div>
    </Form>
  );
}

/** Lost passwords and lost phones. */
function Keys({ person }: { person: Person }) {
  const [asks, setAsks] = useState<"password" | "authenticator">();
  const [told, setTold] = useState<{ password: string; lost: boolean }>();
  const [gone, setGone] = useState(false);
  const { busy, error, run } = useRun();
  const reset = () => run(async () => {
    const answer = await api.post("/v1/people/{id}/password-reset", undefined, { ids: [person.id] });
    setTold({ password: answer.password, lost: answer.debriefs_lost });
  });
  const take = () => run(async () => { await api.delete("/v1/people/{id}/totp", { ids: [person.id] }); setGone(true); setAsks(undefined); });
  const close = () => { setAsks(undefined); setTold(undefined); };
  return (
    <section class="card">
      <h2>{t("people.locked-out")}</h2>
      {gone && <Notice kind="good">{t("people.authenticator-gone")}</Notice>}
      <div class="actions">
        <Button onClick={() => setAsks("password")}>{t("people.reset")}</Button>
        <Button onClick={() => setAsks("authenticator")}>{t("people.authenticator")}</Button>
      </div>
      {asks === "password" && (
        <Dialog title={t("people.reset")} onClose={close}>
          {told
            ? <ToldOnce label={t("people.first-password", { name: person.name, login: person.login })} text={told.password}><Button kind="main" onClick={close}>{t("people.handed-on")}</Button></ToldOnce>
            : <><p>{t("people.reset-warning", { name: person.name })}</p><div class="actions dialog-actions"><Button kind="main" busy={busy} onClick={() => void reset()}>{t("people.reset-do")}</Button><Button kind="quiet" onClick={close}>{t("people.leave")}</Button></div></>}
          {told?.lost && <p class="soft">{t("people.debriefs-lost")}</p>}
          {error !== undefined && <Failed error={error} />}
        </Dialog>
      )}
      {asks === "authenticator" && (
        <Dialog title={t("people.authenticator")} onClose={close}>
          <p>{t("people.authenticator-warning", { name: person.name })}</p>
          <div class="actions dialog-actions"><Button kind="main" busy={busy} onClick={() => void take()}>{t("people.authenticator-do")}</Button><Button kind="quiet" onClick={close}>{t("people.leave")}</Button></div>
          {error !== undefined && <Failed error={error} />}
        </Dialog>
      )}
    </section>
  );
}
