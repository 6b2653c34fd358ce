// A new password in the place of the old one (one's other sessions end by it); a PIN for shared devices.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { refresh } from "../../api/session";
import { t } from "../../words/words";
import { Button } from "../button";
import { Form, useForm, type FormOf } from "../business/form";
import { Check, Field } from "../field";

export function NewPassword({ onDone, first = false }: { onDone: () => void; first?: boolean }) {
  const form = useForm({ password: "", new: "" },
    (values) => ({ ...(values.new.length < 10 ? { new: t("business.wrong.new") } : {}), ...(values.password ? {} : { password: t("account.now-missing") }) }),
    async (values) => {
      await withPassword(() => api.put("/v1/me/password", values));
      await refresh();
      onDone();
    });
  return (
    <Form form={form}>
      <Password form={form} label={first ? t("account.password-given") : t("account.password-now")} />
      <Field label={t("account.password-new")} type="password" autocomplete="new-password" hint={t("business.wrong.new")} {...form.text("new")} required />
      <Button kind="main" type="submit" busy={form.busy}>{t("account.password-change")}</Button>
    </Form>
  );
}

/** The PIN for shared devices: set, or taken away. */
export function NewPin({ has, onDone }: { has: boolean; onDone: (set: boolean) => void }) {
  const [removes, setRemoves] = useState(false);
  const form = useForm({ password: "", pin: "" },
    (values) => ({ ...(values.password ? {} : { password: t("account.now-missing") }), ...(removes || /^\d{4,12}$/.test(values.pin) ? {} : { pin: t("business.wrong.pin") }) }),
    async ({ password, pin }) => {
      await withPassword(() => api.put("/v1/me/pin", { password, ...(removes ? {} : { pin }) }));
      await refresh();
      onDone(!removes);
    });
  return (
    <Form form={form}>
      {has && <Check label={t("account.pin-remove")} checked={removes} onChange={setRemoves} />}
      {!removes && <Field label={t("account.pin-new")} type="password" inputmode="numeric" hint={t("account.pin-hint")} {...form.text("pin")} required />}
      <Password form={form} label={t("account.password-now")} />
      <Button kind="main" type="submit" busy={form.busy}>{removes ? t("account.pin-remove") : t("account.pin-set")}</Button>
    </Form>
  );
}

/** The password until now, asked for with what changes a sign-in. */
export function Password<T extends { password: string }>({ form, label }: { form: FormOf<T>; label: string }) {
  const mistake = form.mistake("password");
  return <Field label={label} type="password" autocomplete="current-password" {...form.text("password")}
    mistake={mistake && (form.values.password ? t("account.password-wrong") : t("account.now-missing"))} required />;
}

/** Runs a change that the password is asked for with: a wrong one is told at its field. */
export async function withPassword<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof Problem && error.type === "wrong-password") throw new Problem(400, { type: "/problems/field", field: "password" });
    throw error;
  }
}
