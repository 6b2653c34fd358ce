// The hand-over in three lines: what happened, what was said and offered, what they want. Each begins with its name.
import { Facts } from "./facts";

export function HandOver({ text }: { text: string }) {
  return (
    <Facts facts={text.split("\n").filter(Boolean).map((line) => {
      const cut = line.search(/[:\uff1a]/);
      return [line.slice(0, Math.max(cut, 0)), line.slice(cut + 1).trim()] as const;
    })} />
  );
}
