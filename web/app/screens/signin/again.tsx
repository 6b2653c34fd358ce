// The session ended while somebody worked: they sign in again over the screen, which stays as it was with what they typed. It is
// covered meanwhile: who else picks up the device sees nothing of it.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import type { DevicePerson } from "../../api/types";
import { Loading } from "../../kit/page";
import { SignOut } from "../../shell/leaving";
import { t } from "../../words/words";
import { Faces } from "./faces";
import { PasswordForm } from "./password";

export default function Again() {
  const who = useSession();
  const [people, setPeople] = useState<DevicePerson[]>();
  useEffect(() => {
    const cover = document.querySelector<HTMLDialogElement>(".signin-again");
    cover?.showModal();
    if (who.by_pin) api.get("/v1/device/people", { query: { limit: 200 } }).then(({ items }) => setPeople(items), () => setPeople([]));
    else setPeople([]);
  }, []);
  const here = people?.some(({ id }) => id === who.person.id);
  return (
    <dialog class="signin-again" aria-labelledby="signin-again" onCancel={(event) => event.preventDefault()}>
      <div class="signin">
        <h1 id="signin-again">{t("signin.again")}</h1>
        <p>{t("signin.again-kept", { name: who.person.name })}</p>
        {!people ? <Loading /> : here ? <Faces people={people} only={who.person.id} /> : <PasswordForm login={who.person.login} />}
        <SignOut kind="quiet" text={t("signin.not-me", { name: who.person.name })} />
      </div>
    </dialog>
  );
}
