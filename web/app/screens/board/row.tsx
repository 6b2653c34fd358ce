// One encounter: who serves, since when, how it goes; opened in place it tells what happened.
import type { Encounter } from "../../api/types";
import { Since } from "../../kit/clock";
import { Icon } from "../../kit/icons";
import { still } from "../../kit/still";
import { t } from "../../words/words";
import { Marks } from "./marks";
import { Opened } from "./opened";

interface Props {
  encounter: Encounter;
  name: string;
  site: string;
  open: boolean;
  onOpen: (encounter: string | undefined) => void;
}

function EncounterRow({ encounter, name, site, open, onOpen }: Props) {
  const wanted = encounter.escalate && encounter.escalate !== "none" ? t("board.advised", { whom: t(`levels.${encounter.escalate}`) }) : "";
  return (
    <li class={`board-row${open ? " open" : ""}`}>
      <button type="button" aria-expanded={open} onClick={() => onOpen(open ? undefined : encounter.id)}>
        <span class="board-who"><strong>{name}</strong><span class="soft"><Since at={encounter.created_at} /></span></span>
        <span class="board-where">{[t(`board.channel.${encounter.channel}`), site, wanted].filter(Boolean).join(" · ")}</span>
        <span class="board-marks"><Marks encounter={encounter} /></span>
        <Icon name="next" />
      </button>
      {open && <Opened encounter={encounter} />}
    </li>
  );
}

export const Row = still(EncounterRow);
