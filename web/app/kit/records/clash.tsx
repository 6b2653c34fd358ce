// Somebody was faster (412): what stands there now beside what one typed, and which of both it shall be.
import { useRef } from "preact/hooks";
import { t } from "../../words/words";
import { Problem } from "../../api/client";
import { Button } from "../button";
import { Facts, Words } from "../facts";

export const faster = (error: unknown): boolean => error instanceof Problem && error.status === 412;

/** Writes over the version that was read; where somebody was faster, the record is read anew, and `clashed` says that both can be shown. */
export function useOver<R extends { version: number }>(one: R, reload: () => void) {
  const version = useRef(one.version);
  return {
    over: async <A,>(write: (version: number) => Promise<A>): Promise<A> => {
      try {
        return await write(version.current);
      } catch (reason) {
        if (faster(reason)) reload();
        throw reason;
      }
    },
    clashed: (error: unknown) => faster(error) && one.version !== version.current,
    /** What stands there now was seen: the next write goes over it. */
    mine: () => { version.current = one.version; },
  };
}

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
