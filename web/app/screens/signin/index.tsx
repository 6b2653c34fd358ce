// Signing in. On a shared device: whose face, then their PIN; otherwise a name and a password, with a code where it is asked for.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { DevicePerson } from "../../api/types";
import { Button } from "../../kit/button";
import { Loading } from "../../kit/page";
import { languageNames, languages, language, speak, t } from "../../words/words";
import { Faces } from "./faces";
import { PasswordForm } from "./password";

/** Who can switch on this device; empty: it is nobody's but one's own. */
async function peopleHere(): Promise<DevicePerson[]> {
  try {
    return (await api.get("/v1/device/people", { query: { limit: 200 } })).items;
  } catch {
    return [];
  }
}

export default function SignIn() {
  const [people, setPeople] = useState<DevicePerson[]>();
  const [byPassword, setByPassword] = useState(false);
  useEffect(() => {
    document.title = "Amends";
    void peopleHere().then(setPeople);
  }, []);
  if (!people) return <Loading />;
  const faces = people.length > 0 && !byPassword;
  return (
    <main class="signin">
      <h1>Amends</h1>
      {faces ? <Faces people={people} /> : <PasswordForm />}
      {people.length > 0 && <Button kind="quiet" onClick={() => setByPassword(!byPassword)}>{faces ? t("signin.by-password") : t("signin.by-pin")}</Button>}
      <Languages />
      <p class="signin-more"><a href="/method">{t("signin.method")}</a></p>
    </main>
  );
}

function Languages() {
  return (
    <nav aria-label={t("signin.language")} class="languages">
      {languages.map((code) => (
        <button key={code} type="button" lang={code} aria-pressed={language() === code} onClick={() => void speak(code)}>{languageNames[code]}</button>
      ))}
    </nav>
  );
}
