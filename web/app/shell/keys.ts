// Keys: Ctrl/Cmd+K goes anywhere, / to the search field, ? tells the keys, digits to the entries of the menu, or to what the screen
// has for them. Those that are one
// character alone can be switched off (WCAG 2.1.4), and do nothing while something is typed.
import { store } from "../api/store";

/** Do keys of one character count on this device? */
export const singleKeys = store(localStorage.getItem("single-keys") !== "off");
singleKeys.watch((on) => localStorage.setItem("single-keys", on ? "on" : "off"));

export type Wanted = "anywhere" | "keys" | undefined;
/** Which dialog of the shell is open. */
export const wanted = store<Wanted>(undefined);

/** What digits do on the screen that is open; without it they go to the entries of the menu. */
export const digits = store<((digit: number) => void) | undefined>(undefined);

const typing = (at: EventTarget | null) => at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));

/** `goTo(n)`: the nth entry of the menu. Gives the function that stops it. */
export function startKeys(goTo: (entry: number) => void): () => void {
  const press = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      return wanted.set("anywhere");
    }
    if (!singleKeys.get() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return undefined;
    if (event.key === "?") return wanted.set("keys");
    if (event.key === "/") {
      const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
      if (!field) return wanted.set("anywhere");
      event.preventDefault();
      return field.focus();
    }
    return /^[1-9]$/.test(event.key) ? (digits.get() ?? goTo)(Number(event.key)) : undefined;
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
