// Nothing to see: the telephone lies face down, or somebody looks over. A call that nobody shall notice leaves a small mark.
import { useEffect } from "preact/hooks";
import { t } from "../../words/words";
import { callText, type Seen } from "./call-text";
import type { Calling } from "./calls";

const marks: Partial<Record<Seen, string>> = { not_sent: "bad", nobody: "bad", seen: "half", on_the_way: "full", arrived: "full" };

export function Blank({ calling, onBack, onDanger }: { calling: Calling | undefined; onBack: () => void; onDanger: () => void }) {
  return (
    <main class="counter-blank">
      <h1 class="sr-only">{t("counter.title")}</h1>
      <button type="button" class="counter-back" aria-label={t("counter.show")} onClick={onBack}>
        {calling && <span class={`counter-mark ${marks[calling.state] ?? ""}`} data-state={calling.state} role="img" aria-label={callText(calling, () => "")} />}
      </button>
      <button type="button" class="counter-unseen" aria-label={t("counter.danger")} onClick={onDanger} />
    </main>
  );
}

const TURNED = 150;
/** Calls when the screen looks down; only where the browser tells it without asking. */
export function useFaceDown(hide: () => void): void {
  useEffect(() => {
    if (typeof DeviceOrientationEvent === "undefined" || "requestPermission" in DeviceOrientationEvent) return undefined;
    const turned = ({ beta, gamma }: DeviceOrientationEvent) => {
      if (beta !== null && gamma !== null && Math.abs(beta) > TURNED && Math.abs(gamma) < 40) hide();
    };
    window.addEventListener("deviceorientation", turned);
    return () => window.removeEventListener("deviceorientation", turned);
  }, [hide]);
}
