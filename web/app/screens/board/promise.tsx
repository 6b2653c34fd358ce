// A promise whose day has come.
import { api, Problem } from "../../api/client";
import type { PromiseMade } from "../../api/types";
import { Button } from "../../kit/button";
import { useRun } from "../../kit/load";
import { problemText } from "../../kit/problem";
import { still } from "../../kit/still";
import { ago, t } from "../../words/words";

interface Props {
  promise: PromiseMade;
  owner: string;
  onChanged: () => void;
}

function PromiseCard({ promise, owner, onChanged }: Props) {
  const { busy, error, run } = useRun();
  const late = promise.due_at !== null && Date.parse(promise.due_at) < Date.now();
  const kept = () => run(async () => {
    try {
      await api.post("/v1/promises/{id}/keep", undefined, { ids: [promise.id], version: promise.version });
    } catch (failed) {
      // Changed meanwhile: the row shows how it is now, and one taps again.
      if (!(failed instanceof Problem) || (failed.status !== 412 && failed.status !== 409)) throw failed;
    }
    onChanged();
  });
  return (
    <li class="board-promise">
      <div>
        <p>{promise.what}</p>
        <p class="soft small">{owner}{promise.due_at && <> · <span class={late ? "board-late" : ""}>{ago(promise.due_at)}</span></>}</p>
      </div>
      <div class="actions">
        <Button icon="check" busy={busy} onClick={() => void kept()}>{t("board.kept")}</Button>
        {promise.case && <a class="button quiet" href={`/cases/${promise.case}`}><span>{t("board.case")}</span></a>}
      </div>
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
    </li>
  );
}

export const PromiseRow = still(PromiseCard);
