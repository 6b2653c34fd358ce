// Whether the desk is there, said calmly: what is done meanwhile is kept.
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../api/store";
import { Icon } from "../kit/icons";
import { reach, unsent } from "../offline";
import { t } from "../words/words";

const LOOK_MS = 2000;

export function Line() {
  const now = useStore(reach);
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    if (now !== "away") return undefined;
    const look = () => void unsent().then(setWaiting, () => undefined);
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return (
    <div class="shell-line" role="status">
      {now === "away" && <p><Icon name="offline" /><span>{t("shell.away")} {waiting > 0 && t("shell.waiting", { n: waiting })}</span></p>}
    </div>
  );
}
