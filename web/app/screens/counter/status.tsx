// The line above the card: the one thing beside it that one must know now. Its place is always there, so nothing moves; who listens
// hears it from here, and not again from the panel that shows the same.
import type { ComponentChildren } from "preact";
import type { Reach, Running } from "../../offline";
import { Icon, type IconName } from "../../kit/icons";
import { t } from "../../words/words";
import { approvalText } from "./approval-text";
import type { Asking } from "./approvals";
import { callText, mustDial } from "./call-text";
import type { Calling } from "./calls";
import { Clock } from "./clock";
import type { Place } from "./desk";
import type { View } from "./index";
import type { Topic } from "./zones";

interface Props {
  running: Running | undefined;
  network: Reach;
  calling: Calling | undefined;
  asking: Asking | undefined;
  /** Who covers, so that one may go for a break. */
  covers: string | null;
  names: (id: string | null | undefined) => string;
  topic: Topic | undefined;
  place: Place | undefined;
  onOpen: (view: View) => void;
}

function Line({ icon, kind = "", children, onClick }: { icon: IconName; kind?: string; children: ComponentChildren; onClick?: () => void }) {
  const inside = <><Icon name={icon} /><span>{children}</span></>;
  return onClick ? <button type="button" class={`counter-status ${kind}`} onClick={onClick}>{inside}</button> : <p class={`counter-status ${kind}`}>{inside}</p>;
}

/** What is called for help outweighs what was asked, that the network, that the rest. */
function first({ running, network, calling, asking, covers, names, topic, place, onOpen }: Props): ComponentChildren {
  if (calling && calling.state !== "ended") {
    const inDanger = calling.whom === "security" || calling.whom === "emergency";
    return <Line icon="people" kind={mustDial(calling) ? "bad" : "strong"} onClick={() => onOpen(inDanger ? "danger" : "help")}>{callText(calling, names)} {!mustDial(calling) && calling.state !== "arrived" && <Clock since={calling.since} />}</Line>;
  }
  if (asking) return <Line icon="gift" kind="strong" onClick={() => onOpen("give")}>{approvalText(asking, place?.currency ?? "EUR", names)} {asking.approval?.state === "asked" && <Clock since={asking.since} />}</Line>;
  if (running?.trouble) return <Line icon="incident" kind="bad">{t("counter.trouble")}</Line>;
  if (network === "away") return <Line icon="offline">{running?.waiting ? t("counter.away-waiting", { n: running.waiting }) : t("counter.away")}</Line>;
  const open = (running?.promises.length ?? 0) + (running?.refusals.length ?? 0);
  if (running && !running.ended && open > 0) return <Line icon="promise" kind="strong" onClick={() => onOpen("before")}>{t("counter.open-before", { n: open })}</Line>;
  if (covers) return <Line icon="clock" kind="strong">{t("counter.break-goes", { name: names(covers) })}</Line>;
  return <Line icon="counter">{topic ? t(`counter.topic.${topic}`) : place?.name ?? ""}</Line>;
}

export function Status(props: Props) {
  return <div class="counter-statuses" role="status" aria-live={props.calling && mustDial(props.calling) ? "assertive" : "polite"}>{first(props)}</div>;
}
