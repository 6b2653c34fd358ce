// Words that are told to who listens, not only shown. The region is there before its words: where both come together, not every
// screen reader says them.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

export function Said({ class: name, children }: { class?: string; children: ComponentChildren }) {
  const [there, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return <div class={name} role="status">{there && children}</div>;
}
