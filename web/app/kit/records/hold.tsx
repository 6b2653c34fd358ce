// A legal hold: while it lies on something, nothing of it may be erased.
import { Button } from "../button";
import { useRun } from "../load";
import { Notice } from "../notice";
import { t } from "../../words/words";
import { recordProblem } from "./problem";

export function Hold({ on, put, done }: { on: boolean; put: (hold: boolean) => Promise<unknown>; done: () => void }) {
  const { busy, error, run } = useRun();
  return (
    <section class="card">
      <h2>{t("records.hold")}</h2>
      <p class="soft">{on ? t("records.hold-on") : t("records.hold-about")}</p>
      {!!error && <Notice kind="bad">{recordProblem(error)}</Notice>}
      <div class="actions"><Button busy={busy} onClick={() => void run(async () => { await put(!on); done(); })}>{t(on ? "records.hold-lift" : "records.hold-lay")}</Button></div>
    </section>
  );
}
