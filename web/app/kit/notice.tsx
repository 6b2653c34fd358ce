// A line that tells how something went. Bad ones interrupt who listens to the page, others wait.
import type { ComponentChildren } from "preact";

export function Notice({ kind = "plain", children }: { kind?: "plain" | "good" | "bad"; children: ComponentChildren }) {
  return <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>{children}</div>;
}
