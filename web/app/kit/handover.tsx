// The hand-over in three lines: what happened, what was said and offered, what they want. Each begins with its name.
import { Facts } from "./facts";

export function HandOver({ text }: { text: string }) {
  return (
    <Facts facts={text.split("\n").filter(Boolean).map((line) => {
      const cut = Math.max(line.search(/[::]/), 0);
      return [line.slice(0, cut), line.slice(cut + 1).trim()] as const;
    })} />
  );
}
