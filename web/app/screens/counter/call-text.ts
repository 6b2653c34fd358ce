// What became of a call, in words.
import { t } from "../../words/words";
import type { Calling, CallState } from "./calls";

export type Seen = CallState;

export function callText({ state, number, call }: Calling, names: (id: string | null | undefined) => string): string {
  const name = names(call?.answered_by) || t("counter.somebody");
  switch (state) {
    case "sending": return t("counter.call.sending");
    case "not_sent": return number ? t("counter.call.not-sent", { number }) : t("counter.call.not-sent-nobody");
    case "called": return t("counter.call.called");
    case "delivered": return t("counter.call.delivered");
    case "seen": return t("counter.call.seen", { name });
    case "on_the_way": return t("counter.call.on-the-way", { name });
    case "arrived": return t("counter.call.arrived", { name });
    case "nobody": return number ? t("counter.call.nobody", { number }) : t("counter.call.nobody-came");
    default: return t("counter.call.ended");
  }
}

/** Is the telephone the way now? */
export const mustDial = ({ state, call }: Calling): boolean => state === "not_sent" || state === "nobody" || Boolean(call?.told?.telephone);
