// Somebody else has taken the customer over: who, and that all is with them. What comes next is the next customer.
import { Button } from "../../kit/button";
import { t } from "../../words/words";
import { Panel } from "./panel";

export function Taken({ name, onNext }: { name: string; onNext: () => void }) {
  return (
    <Panel title={t("counter.taken", { name: name || t("counter.a-colleague") })}>
      <p>{t("counter.taken-all")}</p>
      <Button kind="main" wide icon="next" onClick={onNext}>{t("counter.next")}</Button>
    </Panel>
  );
}
