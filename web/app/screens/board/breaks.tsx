// Who needs a break, and who covers: the one who covers says so with one tap.
import { api } from "../../api/client";
import type { Break } from "../../api/types";
import { Button } from "../../kit/button";
import { Since } from "../../kit/clock";
import { useRun } from "../../kit/load";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";

export const readBreaks = async (signal: AbortSignal): Promise<Break[]> => (await api.get("/v1/breaks", { query: { limit: 50 }, signal })).items;

interface Props {
  one: Break;
  me: string;
  person: (id: string | null) => string;
  onChanged: () => void;
}

export function BreakRow({ one, me, person, onChanged }: Props) {
  const { busy, error, run } = useRun();
  const ids = [one.id];
  const then = (asked: Promise<unknown>) => run(async () => { await asked.finally(onChanged); });
  const over = one.person === me || one.covered_by === me;
  return (
    <li class="board-promise">
      <p>{one.person === me ? t("board.you") : person(one.person)} <span class="soft"><Since at={one.created_at} /></span></p>
      {one.covered_by && <p class="board-comes good">{one.covered_by === me ? t("board.you-cover") : t("board.covers", { name: person(one.covered_by) })}</p>}
      <div class="actions">
        {!one.covered_by && one.person !== me && <Button icon="check" busy={busy} onClick={() => void then(api.post("/v1/breaks/{id}/cover", undefined, { ids }))}>{t("board.cover")}</Button>}
        {over && <Button kind="quiet" busy={busy} onClick={() => void then(api.delete("/v1/breaks/{id}", { ids }))}>{t("board.break-over")}</Button>}
      </div>
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
    </li>
  );
}
