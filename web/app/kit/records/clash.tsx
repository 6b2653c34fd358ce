// Somebody was faster (412): what stands there now beside what one typed, and which of both it shall be.
import { t } from "../../words/words";
import { Problem } from "../../api/client";
import { Button } from "../button";
import { Facts, Words } from "../facts";

export const faster = (error: unknown): boolean => error instanceof Problem && error.status === 412;

export interface Differing {
  label: string;
  theirs: string;
  mine: string;
}

export function Clash({ fields, onMine, onTheirs, busy }: { fields: readonly Differing[]; onMine: () => void; onTheirs: () => void; busy: boolean }) {
  const differing = fields.filter(({ theirs, mine }) => theirs !== mine);
  return (
    <div class="notice clash" role="alert">
      <p><strong>{t("records.faster")}</strong></p>
      <Facts facts={differing.map(({ label, theirs }) => [label, <Words text={theirs || t("records.blank")} />] as const)} />
      <div class="actions">
        <Button onClick={onMine} busy={busy}>{t("records.keep-mine")}</Button>
        <Button onClick={onTheirs}>{t("records.take-theirs")}</Button>
      </div>
    </div>
  );
}
