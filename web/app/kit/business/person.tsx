// Adding somebody: name, what they sign in with, their role and where; then a password to hand on.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Person, Site } from "../../api/types";
import { t } from "../../words/words";
import { Button } from "../button";
import { Field, Select } from "../field";
import { readNames } from "../names";
import { Form, needed, useForm } from "./form";
import { loginOf, roleOptions, type Role } from "./names";

export interface Hired {
  person: Person;
  /** To begin with; told this once. */
  password: string;
}

export function NewPerson({ sites, onHired }: { sites: readonly Site[]; onHired: (hired: Hired) => void }) {
  const [typed, setTyped] = useState(false);
  const only = sites.length === 1 ? sites[0]?.id ?? "" : "";
  const form = useForm({ name: "", login: "", role: "associate" as Role, site: only }, (values) => needed(values, ["name", "login"]), async ({ name, login, role, site }) => {
    const everywhere = role === "manager" || role === "administrator";
    const person = await api.post("/v1/people", { name: name.trim(), login: login.trim(), role, site: everywhere ? null : site || null });
    const { password } = await api.post("/v1/people/{id}/password-reset", undefined, { ids: [person.id] });
    readNames({ changed: true });
    onHired({ person, password });
  });
  const name = (text: string) => {
    form.set("name", text);
    if (!typed) form.set("login", loginOf(text));
  };
  return (
    <Form form={form} label={t("business.person-add")}>
      <Field label={t("business.person-name")} maxlength={100} {...form.text("name")} onInput={name} required />
      <Field label={t("business.person-login")} autocapitalize="none" maxlength={100} {...form.text("login")} onInput={(text) => { setTyped(true); form.set("login", text); }} required />
      <Select label={t("business.person-role")} value={form.values.role} options={roleOptions()} onChange={(role) => form.set("role", role)} hint={t(`business.role-about.${form.values.role}`)} />
      {sites.length > 1 && (form.values.role === "associate" || form.values.role === "supervisor") && (
        <Select label={t("business.person-site")} value={form.values.site} options={[{ value: "", text: t("business.everywhere") }, ...sites.map(({ id, name: text }) => ({ value: id, text }))]} onChange={(site) => form.set("site", site)} />
      )}
      <Button type="submit" busy={form.busy} icon="plus">{t("business.person-add")}</Button>
    </Form>
  );
}
