// What follows a sign-in: the person's own language, and no way back into what somebody else looked at.
import { session } from "../../api/session";
import { forgetWay, go } from "../../router";
import { languages, speak, type Lang } from "../../words/words";

const LAST = "last-person";

/** After signing in: `now` is who it is. */
export function entered(): void {
  const now = session.get();
  if (!now) return;
  const { id, lang } = now.person;
  if (languages.includes(lang as Lang)) void speak(lang as Lang);
  const before = sessionStorage.getItem(LAST);
  sessionStorage.setItem(LAST, id);
  if (before === null || before === id) return;
  forgetWay();
  go("/", "replace");
}
