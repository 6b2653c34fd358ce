// What one sees of an encounter at a glance: words and shapes, no number.
import type { Encounter } from "../../api/types";
import { Icon } from "../../kit/icons";
import { t } from "../../words/words";
import { mood } from "./data";

const moods = ["calm", "tense", "very-tense"] as const;

/** `quiet`: calm is not said. */
export function Marks({ encounter, quiet = false }: { encounter: Encounter; quiet?: boolean }) {
  const how = moods[mood(encounter)] ?? "calm";
  return (
    <>
      {encounter.danger && <span class="badge bad"><Icon name="danger" />{t("board.danger")}</span>}
      {!(quiet && how === "calm") && <span class={`board-mood ${how}`}><i aria-hidden="true" />{t(`board.mood.${how}`)}</span>}
    </>
  );
}
