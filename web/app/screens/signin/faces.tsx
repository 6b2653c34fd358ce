// A shared device: one's face (a circle with initials), then the PIN on keys that a thumb hits.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { switchTo } from "../../api/session";
import type { DevicePerson } from "../../api/types";
import { Button } from "../../kit/button";
import { Icon } from "../../kit/icons";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import { entered } from "./enter";

const initials = (name: string) => {
  const parts = name.trim().split(/\s+/);
  return parts.length > 1 ? [...parts[0]!][0]! + [...parts[parts.length - 1]!][0]! : [...(parts[0] ?? "")].slice(0, 2).join("");
};

export function Faces({ people, only }: { people: readonly DevicePerson[]; only?: string }) {
  const [chosen, setChosen] = useState<DevicePerson | undefined>(people.find(({ id }) => id === only));
  if (chosen) return <Pin person={chosen} {...(only ? {} : { onBack: () => setChosen(undefined) })} />;
  return (
    <>
      <h2 class="signin-question">{t("signin.who")}</h2>
      <ul class="signin-faces">
        {people.map((person) => (
          <li key={person.id}>
            <button type="button" onClick={() => setChosen(person)}>
              <span class="signin-face" aria-hidden="true">{initials(person.name)}</span>
              <span>{person.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

function Pin({ person, onBack }: { person: DevicePerson; onBack?: () => void }) {
  const [pin, setPin] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { busy, error, run } = useRun();
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  const press = (digit: string) => setPin((before) => (before + digit).slice(0, 12));
  const submit = (event: Event) => {
    event.preventDefault();
    if (pin.length < 4) return field.current?.focus();
    void run(async () => {
      try {
        await switchTo(person.id, pin);
        entered();
      } finally {
        setPin("");
        field.current?.focus({ preventScroll: true });
      }
    });
  };
  return (
    <form class="signin-pin" onSubmit={submit} noValidate aria-label={person.name}>
      <h2 class="signin-question"><span class="signin-face" aria-hidden="true">{initials(person.name)}</span> {person.name}</h2>
      <input ref={field} type="password" inputMode="none" pattern="[0-9]*" autoComplete="off" aria-label={t("signin.pin")} value={pin} maxLength={12}
        onInput={(event) => setPin(event.currentTarget.value.replace(/\D/g, ""))} />
      {error !== undefined && <Notice kind="bad">{problemText(error)}</Notice>}
      <div class="signin-keys" role="group" aria-label={t("signin.keys")}>
        {KEYS.map((digit) => <button key={digit} type="button" onClick={() => press(digit)}>{digit}</button>)}
        <button type="button" aria-label={t("signin.delete")} onClick={() => setPin((before) => before.slice(0, -1))}><Icon name="back" /></button>
        <button type="button" onClick={() => press("0")}>0</button>
        <button type="submit" class="signin-go" aria-label={t("signin.enter")} aria-busy={busy}><Icon name="check" /></button>
      </div>
      {onBack && <Button kind="quiet" onClick={onBack}>{t("signin.others")}</Button>}
    </form>
  );
}
