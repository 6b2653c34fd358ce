// Signing out. Where something waits for the desk it is asked first; what waits stays on the device, sealed.
import { useState } from "preact/hooks";
import { session, signOut } from "../../api/session";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { useRun } from "../../kit/load";
import { Failed } from "../../kit/page";
import { forgetWay, go } from "../../router";
import { t } from "../../words/words";

async function leave(): Promise<void> {
  await signOut();
  forgetWay();
  go("/", "replace");
}

/** `text`: "Sign out", or "Switch" on a shared device. */
export function SignOut({ text, kind = "plain", wide = false }: { text: string; kind?: "plain" | "quiet" | "main"; wide?: boolean }) {
  const [waiting, setWaiting] = useState(0);
  const { busy, error, run } = useRun();
  const ask = () => run(async () => {
    const { unsent } = await import("../../offline");
    const count = session.get() ? await unsent().catch(() => 0) : 0;
    if (count > 0) setWaiting(count);
    else await leave();
  });
  return (
    <>
      <Button kind={kind} wide={wide} busy={busy} onClick={() => void ask()}>{text}</Button>
      {error !== undefined && <Failed error={error} />}
      {waiting > 0 && (
        <Dialog title={t("leaving.title")} onClose={() => setWaiting(0)}>
          <p>{t("leaving.waiting", { n: waiting })}</p>
          <p class="soft">{t("leaving.kept")}</p>
          <div class="actions dialog-actions">
            <Button kind="main" onClick={() => setWaiting(0)}>{t("leaving.stay")}</Button>
            <Button busy={busy} onClick={() => void run(leave)}>{t("leaving.leave")}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
