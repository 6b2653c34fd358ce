// A call for help: who, where, since when; answered with one tap.
import { useState } from "preact/hooks";
import type { Call, Encounter } from "../../api/types";
import { Icon, type IconName } from "../../kit/icons";
import { useRun } from "../../kit/load";
import { problemText } from "../../kit/problem";
import { Since } from "../../kit/clock";
import { still } from "../../kit/still";
import { t } from "../../words/words";
import { answerCall, type Answer } from "./data";
import { Marks } from "./marks";
import { Opened } from "./opened";

const icons: Record<Call["whom"], IconName> = { emergency: "danger", security: "danger", supervisor: "help", colleague: "people", none: "help" };

interface Props {
  call: Call;
  encounter: Encounter | undefined;
  me: string;
  /** Names that stand on it, as texts: so it is drawn again when they are known. */
  caller: string;
  comes: string;
  site: string;
  open: boolean;
  onOpen: (encounter: string | undefined) => void;
  onAnswered: (call: Call, how: Answer, already: string | null) => void;
}

/** What its caller may say, and what those who are called may. */
function answers(call: Call, me: string): readonly Answer[] {
  if (call.called_by === me) return ["arrived", "end"];
  if (call.answered_by === me && call.state === "on_the_way") return ["arrived", "cannot"];
  return call.state === "seen" && call.answered_by === me ? ["on-the-way", "cannot", "arrived"] : ["on-the-way", "seen", "cannot", "arrived"];
}

function State({ call, comes, me }: { call: Call; comes: string; me: string }) {
  const mine = call.answered_by === me;
  if (call.state === "on_the_way") return <p class="board-comes good"><Icon name="check" />{mine ? t("board.you-come") : t("board.comes", { name: comes })}</p>;
  if (call.state === "seen") return <p class="board-comes"><Icon name="check" />{mine ? t("board.you-saw") : t("board.saw", { name: comes })}</p>;
  if (call.state === "nobody") return <p class="board-comes bad"><Icon name="incident" />{t("board.nobody")}</p>;
  return null;
}

function CallCard({ call, encounter, me, caller, comes, site, open, onOpen, onAnswered }: Props) {
  const { busy, error, run } = useRun();
  const [pressed, setPressed] = useState<Answer>();
  const say = (how: Answer) => run(async () => {
    setPressed(how);
    const { told, ...now } = await answerCall(call.id, how);
    onAnswered(now, how, told?.already ?? null);
  });
  const given = answers(call, me), id = `call-${call.id}`, place = [call.where, site].filter(Boolean).join(" · ");
  return (
    <li class={`board-call ${call.whom}${call.state === "on_the_way" ? " answered" : ""}`} aria-labelledby={id}>
      <div class="board-line">
        <Icon name={icons[call.whom]} />
        <h3 id={id}>{call.called_by === me ? t("board.you-called") : caller}<span class="board-whom">{t(`levels.${call.whom}`)}</span></h3>
        <span class="soft"><Since at={call.created_at} /></span>
        {call.encounter && (
          <button type="button" class="board-what" aria-expanded={open} aria-describedby={id} aria-label={t("board.what-happened")} onClick={() => onOpen(open ? undefined : call.encounter ?? undefined)}>
            <Icon name="next" />
          </button>
        )}
      </div>
      <p class="board-note">{place && <strong>{place}</strong>}{place && call.note && " · "}{call.note}</p>
      {(call.silent || encounter) && <p class="board-place">{call.silent && <span class="badge warn"><Icon name="hide" />{t("board.silent")}</span>}{encounter && <Marks encounter={encounter} quiet />}</p>}
      <div class="board-state" role="status"><State call={call} comes={comes} me={me} /></div>
      <div class="board-answers">
        {given.map((how, place) => (
          <button key={how} type="button" class={`button ${place === 0 ? "main" : "plain"}`} aria-describedby={id} disabled={busy && pressed !== how} aria-busy={busy && pressed === how}
            onClick={() => void say(how)}>{t(call.called_by === me && how === "arrived" ? "board.somebody-here" : `board.say.${how}`)}</button>
        ))}
      </div>
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
      {open && encounter && <Opened encounter={encounter} />}
    </li>
  );
}

export const CallRow = still(CallCard);
