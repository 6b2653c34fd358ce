// How I sign in: password, PIN, authenticator; where I am signed in, and programs that act for me.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { refresh, useSession } from "../../api/session";
import { Authenticator, RecoveryCodes } from "../../kit/account/authenticator";
import { NewPassword, NewPin, Password, withPassword } from "../../kit/account/password";
import { Button } from "../../kit/button";
import { Form, useForm } from "../../kit/business/form";
import { Dialog } from "../../kit/dialog";
import { Notice } from "../../kit/notice";
import { Page } from "../../kit/page";
import { t } from "../../words/words";
import { Sessions } from "./sessions";
import { Tokens } from "./tokens";

type Open = "password" | "pin" | "authenticator" | "codes" | "removal" | undefined;

export default function Signing() {
  const who = useSession();
  const [open, setOpen] = useState<Open>();
  const [done, setDone] = useState("");
  const finish = (text: string) => { setOpen(undefined); setDone(text); };
  return (
    <Page title={t("me.signing")} back={{ href: "/me", text: who.person.name }}>
      {done && <Notice kind="good">{done}</Notice>}
      {who.by_pin && <Notice>{t("me.by-pin")}</Notice>}
      {!who.by_pin && (
        <section class="card">
          <Row name={t("me.password")} state={t("me.password-state", { login: who.person.login })}><Button onClick={() => setOpen("password")}>{t("me.change")}</Button></Row>
          {!who.alone && <Row name={t("me.pin")} state={who.has_pin ? t("me.pin-on") : t("me.pin-off")}><Button label={`${t("me.pin")}: ${who.has_pin ? t("me.change") : t("me.set")}`} onClick={() => setOpen("pin")}>{who.has_pin ? t("me.change") : t("me.set")}</Button></Row>}
          <Row name={t("me.authenticator")} state={who.has_authenticator ? t("me.codes-left", { n: who.recovery_codes_left }) : t("me.authenticator-off")}>
            {who.has_authenticator
              ? <><Button onClick={() => setOpen("codes")}>{t("me.codes-new")}</Button><Button kind="quiet" onClick={() => setOpen("removal")}>{t("me.authenticator-remove")}</Button></>
              : <Button label={`${t("me.authenticator")}: ${t("me.set")}`} onClick={() => setOpen("authenticator")}>{t("me.set")}</Button>}
          </Row>
        </section>
      )}
      <Sessions />
      <Tokens />
      {open === "password" && <Dialog title={t("me.password")} onClose={() => setOpen(undefined)}><NewPassword onDone={() => finish(t("me.password-changed"))} /></Dialog>}
      {open === "pin" && <Dialog title={t("me.pin")} onClose={() => setOpen(undefined)}><NewPin has={who.has_pin} onDone={(set) => finish(set ? t("me.pin-changed") : t("me.pin-gone"))} /></Dialog>}
      {open === "authenticator" && <Dialog title={t("me.authenticator")} onClose={() => setOpen(undefined)}><Authenticator onDone={() => finish(t("me.authenticator-done"))} /></Dialog>}
      {open === "codes" && <Dialog title={t("me.codes-new")} onClose={() => setOpen(undefined)}><NewCodes onDone={() => finish(t("me.codes-done"))} /></Dialog>}
      {open === "removal" && <Dialog title={t("me.authenticator-remove")} onClose={() => setOpen(undefined)}><Removal onDone={() => finish(t("me.authenticator-gone"))} /></Dialog>}
    </Page>
  );
}

function Row({ name, state, children }: { name: string; state: string; children: preact.ComponentChildren }) {
  return <div class="me-row"><div><h2>{name}</h2><p class="soft">{state}</p></div><div class="actions">{children}</div></div>;
}

function NewCodes({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<string[]>();
  const form = useForm({ password: "" }, (values) => (values.password ? {} : { password: t("account.now-missing") }),
    async ({ password }) => setCodes((await withPassword(() => api.post("/v1/me/totp/recovery-codes", { password }))).recovery_codes as string[]));
  if (codes) return <RecoveryCodes codes={codes} onDone={() => void refresh().then(onDone, onDone)} />;
  return <Form form={form}><Password form={form} label={t("account.password-now")} /><Button kind="main" type="submit" busy={form.busy}>{t("me.codes-new")}</Button></Form>;
}

function Removal({ onDone }: { onDone: () => void }) {
  const form = useForm({ password: "" }, (values) => (values.password ? {} : { password: t("account.now-missing") }), async ({ password }) => {
    await withPassword(() => api.post("/v1/me/totp/removal", { password }));
    await refresh();
    onDone();
  });
  return <Form form={form}><Password form={form} label={t("account.password-now")} /><Button kind="main" type="submit" busy={form.busy}>{t("me.authenticator-remove")}</Button></Form>;
}
