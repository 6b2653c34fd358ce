// A line that tells how something went. Bad ones interrupt who listens to the page, others wait.
import type { ComponentChildren } from "preact";
import { Said } from "./said";

export function Notice({ kind = "plain", children }: { kind?: "plain" | "good" | "bad"; children: ComponentChildren }) {
  if (kind === "bad") return <div class="notice bad" role="alert">{children}</div>;
  return <Said class={`notice ${kind}`}>{children}</Said>;
}
