// What must be done before anything else: a password of one's own, an authenticator for who administers people.
import { useStore } from "../../api/store";
import { session } from "../../api/session";
import { Authenticator } from "../../kit/account/authenticator";
import { NewPassword } from "../../kit/account/password";
import { Loading } from "../../kit/page";
import { SignOut } from "../../shell/leaving";
import { t } from "../../words/words";

export default function Must() {
  const who = useStore(session);
  if (!who) return <Loading />;
  return (
    <main class="signin">
      <h1>{who.must_change_password ? t("signin.must-password") : t("signin.must-authenticator")}</h1>
      {who.must_change_password
        ? <><p>{t("signin.must-password-why", { name: who.person.name })}</p><NewPassword first onDone={() => undefined} /></>
        : <Authenticator onDone={() => undefined} />}
      <SignOut kind="quiet" text={t("signin.leave")} />
    </main>
  );
}
