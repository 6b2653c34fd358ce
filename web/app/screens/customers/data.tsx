// What the law gives a customer over their data: all of it as a file, and all of it gone; and the hold that keeps it.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { called } from "../../kit/records/directory";
import { Hold } from "../../kit/records/hold";
import { recordProblem } from "../../kit/records/problem";
import { t } from "../../words/words";
import type { Whole } from "./one";

/** Gives the browser a file to keep. */
function keepAsFile(name: string, content: unknown): void {
  const at = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: at, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(at), 10000);
}

export function Data({ one, reload }: { one: Whole; reload: () => void }) {
  const who = useSession(), { busy, error, run } = useRun();
  const [asking, setAsking] = useState(false), [said, setSaid] = useState("");
  const erases = may(who, "customer.erase"), keeps = may(who, "keep");
  if (!erases && !keeps) return null;
  const save = () => run(async () => {
    const { records } = await api.post("/v1/customers/{id}/export", undefined, { ids: [one.id] });
    keepAsFile(`customer-${one.id}.json`, records);
    setSaid(t("customers.exported"));
  });
  const erase = () => {
    setAsking(false);
    void run(async () => {
      await api.post("/v1/customers/{id}/erase", undefined, { ids: [one.id] });
      reload();
    });
  };
  return (
    <>
      {erases && (
        <section class="card">
          <h2>{t("customers.data")}</h2>
          <p class="soft">{t("customers.data-about")}</p>
          {!!error && <Notice kind="bad">{recordProblem(error)}</Notice>}
          {said && <Notice kind="good">{said}</Notice>}
          <div class="actions">
            <Button busy={busy} onClick={() => void save()}>{t("customers.export")}</Button>
            <Button kind="quiet" disabled={one.hold} onClick={() => setAsking(true)}>{t("customers.erase")}</Button>
          </div>
          {one.hold && <p class="soft small">{t("records.problem-legal-hold")}</p>}
        </section>
      )}
      {keeps && <Hold on={one.hold} put={(hold) => api.put("/v1/customers/{id}/hold", { hold }, { ids: [one.id] })} done={reload} />}
      {asking && (
        <Dialog title={t("customers.erase-title", { name: called(one) })} onClose={() => setAsking(false)}>
          <p>{t("customers.erase-text")}</p>
          <p><strong>{t("customers.erase-final")}</strong></p>
          <div class="actions">
            <Button kind="bad" onClick={erase}>{t("customers.erase-yes")}</Button>
            <Button onClick={() => setAsking(false)}>{t("records.cancel")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
