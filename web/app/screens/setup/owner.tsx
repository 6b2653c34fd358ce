// The owner: with their password the desk is made, once, and they are signed in.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { enter, type Session } from "../../api/session";
import { Button, LinkButton } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { loginOf, type Trade } from "../../kit/business/names";
import { Field } from "../../kit/field";
import { Notice } from "../../kit/notice";
import { language, t } from "../../words/words";
import { Way, type EarlyStep } from "./parts";

export function Owner({ values, keep, secret, onNext, onBack }: EarlyStep & { secret: string }) {
  const [typed, setTyped] = useState(values.login !== "" && values.login !== loginOf(values.name));
  const [used, setUsed] = useState(false);
  const form = useForm({ name: values.name, login: values.login, password: "" },
    (now) => ({ ...needed(now, ["name", "login"]), ...(now.password.length < 10 ? { password: t("business.wrong.password") } : {}) }),
    async (now) => {
      const { organisation, site, currency, zone, trade, emergency_number } = values;
      try {
        const made = (await api.post("/v1/setup", { secret, organisation, site, currency, zone, trade: trade as Trade, emergency_number, lang: language(),
          name: now.name.trim(), login: now.login.trim(), password: now.password })) as Session;
        history.replaceState(history.state, "", "/setup?step=people");
        enter(made);
      } catch (error) {
        if (error instanceof Problem && ["set-up", "wrong"].includes(error.type)) return setUsed(true);
        throw error;
      }
      onNext();
    });
  const name = (text: string) => {
    form.set("name", text);
    if (!typed) form.set("login", loginOf(text));
    keep({ name: text, ...(typed ? {} : { login: loginOf(text) }) });
  };
  return (
    <Form form={form}>
      <Field label={t("setup.name")} autocomplete="name" maxlength={100} {...form.text("name")} onInput={name} required />
      <Field label={t("setup.login")} autocomplete="username" autocapitalize="none" maxlength={100} {...form.text("login")} onInput={(text) => { setTyped(true); form.set("login", text); keep({ login: text }); }} required />
      <Field label={t("setup.password")} type="password" autocomplete="new-password" hint={t("setup.password-hint")} maxlength={200} {...form.text("password")} required />
      {used && <Notice kind="bad"><p>{t("setup.used")}</p><LinkButton href="/">{t("setup.to-signin")}</LinkButton></Notice>}
      <Way onBack={onBack}><Button kind="main" type="submit" busy={form.busy}>{t("setup.make")}</Button></Way>
    </Form>
  );
}
