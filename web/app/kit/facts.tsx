// What is known of something: a label and what it is. What is not known is left out.
import type { ComponentChildren } from "preact";

export type Fact = readonly [label: string, what: ComponentChildren | undefined | null | false | ""];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(([, what]) => what !== undefined && what !== null && what !== false && what !== "");
  if (known.length === 0) return null;
  return <dl class="facts">{known.map(([label, what]) => <div key={label}><dt>{label}</dt><dd>{what}</dd></div>)}</dl>;
}

/** What somebody wrote, with its lines as they wrote them. */
export function Words({ text }: { text: string }) {
  return <span class="written">{text}</span>;
}
