// Name and password; the code of the authenticator, or a recovery code, where one is needed.
import { useState } from "preact/hooks";
import { Problem } from "../../api/client";
import { signIn } from "../../api/session";
import { Button } from "../../kit/button";
import { Field } from "../../kit/field";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import { entered } from "./enter";

/** `login`: whose session ended, who goes on. */
export function PasswordForm({ login: known }: { login?: string }) {
  const [login, setLogin] = useState(known ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asksCode, setAsksCode] = useState(false);
  const [recovers, setRecovers] = useState(false);
  const [missing, setMissing] = useState(false);
  const { busy, error, run } = useRun();

  async function submit(event: Event) {
    event.preventDefault();
    const incomplete = !login.trim() || !password || (asksCode && !code.trim());
    setMissing(incomplete);
    if (incomplete) return;
    await run(async () => {
      try {
        await signIn(login.trim(), password, code.trim() || undefined);
        entered();
      } catch (reason) {
        if (!(reason instanceof Problem) || reason.type !== "code-needed") throw reason;
        setAsksCode(true);
      }
    });
  }
  const lacks = (value: string) => (missing && !value.trim() ? t("signin.missing") : undefined);
  return (
    <form onSubmit={submit} noValidate>
      {!known && <Field label={t("signin.name")} value={login} onInput={setLogin} autocomplete="username" required autocapitalize="none" mistake={lacks(login)} />}
      <Field label={t("signin.password")} type="password" value={password} onInput={setPassword} autocomplete="current-password" required mistake={lacks(password)} autofocus={!!known} />
      {asksCode && (recovers
        ? <Field key="recovery" label={t("signin.recovery")} value={code} onInput={setCode} required autofocus autocapitalize="none" mistake={lacks(code)} />
        : <Field key="code" label={t("signin.code")} value={code} onInput={setCode} autocomplete="one-time-code" inputmode="numeric" required autofocus mistake={lacks(code)} />)}
      {error !== undefined && <Notice kind="bad">{problemText(error)}</Notice>}
      <Button kind="main" type="submit" busy={busy} wide>{t("signin.enter")}</Button>
      {asksCode && <Button kind="quiet" onClick={() => { setRecovers(!recovers); setCode(""); }}>{recovers ? t("signin.use-code") : t("signin.use-recovery")}</Button>}
    </form>
  );
}
