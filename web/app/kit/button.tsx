// Buttons: one main one to a screen; while something runs it cannot be pressed twice.
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icons";

interface Props {
  children: ComponentChildren;
  onClick?: (event: MouseEvent) => void;
  kind?: "main" | "plain" | "quiet" | "bad";
  type?: "button" | "submit";
  icon?: IconName;
  busy?: boolean;
  disabled?: boolean;
  wide?: boolean;
  pressed?: boolean;
  label?: string;
}

export function Button({ children, onClick, kind = "plain", type = "button", icon, busy = false, disabled = false, wide = false, pressed, label }: Props) {
  return (
    <button type={type} class={`button ${kind}${wide ? " wide" : ""}`} onClick={busy ? undefined : onClick} disabled={disabled}
      aria-busy={busy} aria-pressed={pressed} aria-label={label}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** A link that looks like one. */
export function LinkButton({ href, children, icon, kind = "plain" }: { href: string; children: ComponentChildren; icon?: IconName; kind?: "main" | "plain" | "quiet" | "bad" }) {
  return <a class={`button ${kind}`} href={href}>{icon && <Icon name={icon} />}<span>{children}</span></a>;
}
