// The second factor: the app's secret as a QR code, a code to show that it works, and the recovery codes, told once.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { refresh } from "../../api/session";
import type { TotpAnswer } from "../../api/types";
import { t } from "../../words/words";
import { Button } from "../button";
import { Form, useForm } from "../business/form";
import { Field } from "../field";
import { QrCode } from "../qrcode";
import { Password, withPassword } from "./password";

/** From the password to the recovery codes. */
export function Authenticator({ onDone }: { onDone: () => void }) {
  const [told, setTold] = useState<TotpAnswer>();
  const [codes, setCodes] = useState<string[]>();
  const form = useForm({ password: "" }, (values) => (values.password ? {} : { password: t("account.now-missing") }),
    async ({ password }) => setTold(await withPassword(() => api.post("/v1/me/totp", { password }))));
  if (codes) return <RecoveryCodes codes={codes} onDone={() => void refresh().then(onDone, onDone)} />;
  if (told) return <Confirm told={told} onDone={setCodes} />;
  return (
    <Form form={form}>
      <p>{t("account.authenticator-why")}</p>
      <Password form={form} label={t("account.password-now")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("account.authenticator-begin")}</Button>
    </Form>
  );
}

function Confirm({ told, onDone }: { told: TotpAnswer; onDone: (codes: string[]) => void }) {
  const form = useForm({ code: "" }, ({ code }) => (/^\d{6}$/.test(code.replace(/\s/g, "")) ? {} : { code: t("business.wrong.code") }), async ({ code }) => {
    try {
      const { recovery_codes } = await api.put("/v1/me/totp", { code: code.replace(/\s/g, "") });
      onDone(recovery_codes as string[]);
    } catch (error) {
      if (error instanceof Problem && error.type === "wrong") throw new Problem(400, { type: "/problems/field", field: "code" });
      throw error;
    }
  });
  return (
    <Form form={form}>
      <p>{t("account.scan")}</p>
      <QrCode text={told.address} label={t("account.qr")} />
      <p class="small">{t("account.secret")} <code class="secret">{told.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code></p>
      <p><a href={told.address}>{t("account.open-app")}</a></p>
      <Field label={t("account.code")} inputmode="numeric" autocomplete="one-time-code" {...form.text("code")} required />
      <Button kind="main" type="submit" busy={form.busy}>{t("account.confirm")}</Button>
    </Form>
  );
}

/** Ten codes, each good once: to be kept on paper. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Amends\n${codes.join("\n")}\n`)}`;
  return (
    <div class="told-once">
      <h3>{t("account.codes")}</h3>
      <p>{t("account.codes-hint")}</p>
      <ol class="codes">{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ol>
      <div class="actions">
        <a class="button plain" href={file} download="amends-codes.txt"><span>{t("account.codes-save")}</span></a>
        <Button kind="main" onClick={onDone}>{t("account.codes-kept")}</Button>
      </div>
    </div>
  );
}
