// "May I give this?": yes or no with one tap, another amount with two.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import type { Approval } from "../../api/types";
import { Since } from "../../kit/clock";
import { Button } from "../../kit/button";
import { Field } from "../../kit/field";
import { useRun } from "../../kit/load";
import { problemText } from "../../kit/problem";
import { remedyAmount, remedyText } from "../../kit/remedy";
import { still } from "../../kit/still";
import { numberOf, t } from "../../words/words";

interface Props {
  approval: Approval;
  asker: string;
  site: string;
  onSettled: (approval: Approval) => void;
}

/** Less than what was asked, in round figures. */
export function lower(asked: number): readonly number[] {
  const step = asked >= 20 ? 5 : asked >= 4 ? 1 : 0.5;
  const round = [0.75, 0.5, 0.25].map((part) => Math.round((asked * part) / step) * step);
  return [...new Set(round)].filter((amount) => amount > 0 && amount < asked);
}

function Another({ approval, busy, onAmount }: { approval: Approval; busy: boolean; onAmount: (amount: number) => void }) {
  const [typed, setTyped] = useState(""), byPercent = approval.asked_percent !== null && approval.asked_percent >= 0;
  const asked = byPercent ? approval.asked_percent : approval.asked;
  const amount = numberOf(typed);
  const shown = (value: number) => remedyAmount({ amount: byPercent ? null : value, percent: byPercent ? value : null, currency: approval.currency });
  return (
    <form class="board-another" onSubmit={(event) => { event.preventDefault(); if (amount > 0) onAmount(amount); }}>
      <div class="board-amounts" role="group" aria-label={t("board.another")}>
        {lower(asked ?? 0).map((value) => <Button key={value} busy={busy} onClick={() => onAmount(value)}>{shown(value)}</Button>)}
      </div>
      <div class="board-typed">
        <Field label={byPercent ? t("board.percent") : t("board.amount", { currency: approval.currency })} value={typed} onInput={setTyped} inputmode="decimal" />
        <Button type="submit" kind="main" busy={busy} disabled={!(amount > 0)}>{t("board.grant")}</Button>
      </div>
    </form>
  );
}

function ApprovalCard({ approval, asker, site, onSettled }: Props) {
  const { busy, error, run } = useRun();
  const [another, setAnother] = useState(false), [pressed, setPressed] = useState("");
  const byPercent = approval.asked_percent !== null && approval.asked_percent >= 0, id = `approval-${approval.id}`;
  const answer = (name: string, body: { grant: boolean; amount?: number; percent?: number; currency?: string }) => run(async () => {
    setPressed(name);
    try {
      onSettled(await api.post("/v1/approvals/{id}/answer", body, { ids: [approval.id] }));
    } catch (failed) {
      // Somebody was faster: whose answer it was stands in the question itself.
      if (!(failed instanceof Problem) || failed.status !== 409) throw failed;
      onSettled(await api.get("/v1/approvals/{id}", { ids: [approval.id] }));
    }
  });
  const other = (value: number) => answer("another", byPercent ? { grant: true, percent: value } : { grant: true, amount: value, currency: approval.currency });
  const what = remedyText({ remedy: approval.remedy, amount: approval.asked, percent: approval.asked_percent, currency: approval.currency });
  return (
    <li class="board-approval" aria-labelledby={id}>
      <div class="board-line"><h3 id={id}>{what}{approval.owed && <span class="badge">{t("board.owed")}</span>}</h3><span class="soft"><Since at={approval.created_at} /></span></div>
      <p class="board-place">{[asker, site].filter(Boolean).join(" · ")}</p>
      {approval.reason && <p class="board-note">{approval.reason}</p>}
      <div class="board-answers three" role="group" aria-labelledby={id}>
        <Button kind="main" busy={busy && pressed === "yes"} onClick={() => void answer("yes", { grant: true })}>{t("board.yes")}</Button>
        <Button busy={busy && pressed === "no"} onClick={() => void answer("no", { grant: false })}>{t("board.no")}</Button>
        {(byPercent || approval.asked !== null) && <Button pressed={another} onClick={() => setAnother(!another)}>{t("board.another")}</Button>}
      </div>
      {another && <Another approval={approval} busy={busy} onAmount={(value) => void other(value)} />}
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
    </li>
  );
}

export const ApprovalRow = still(ApprovalCard);

/** How a question was answered, and by whom. */
export function settledText(approval: Approval, me: string, name: (id: string | null) => string): string {
  const who = approval.answered_by === me ? t("board.you") : name(approval.answered_by) || t("board.somebody");
  const asked = remedyText({ remedy: approval.remedy, amount: approval.asked, percent: approval.asked_percent, currency: approval.currency });
  if (approval.state === "declined") return t("board.settled-no", { who, asked });
  if (approval.state !== "granted") return t("board.settled-gone", { asked });
  return t("board.settled-yes", { who, given: remedyText({ remedy: approval.remedy, amount: approval.granted ?? approval.asked, percent: approval.granted_percent ?? approval.asked_percent, currency: approval.currency }) });
}
