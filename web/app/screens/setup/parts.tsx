// What the steps have in common: the way on and back, and the site that was made.
import type { ComponentChildren } from "preact";
import { Button } from "../../kit/button";
import { useLoad } from "../../kit/load";
import { allSites } from "../../kit/names";
import { t } from "../../words/words";
import type { Founding } from "./draft";

export interface EarlyStep {
  values: Founding;
  keep: (more: Partial<Founding>) => void;
  onNext: () => void;
  onBack?: () => void;
}

export function Way({ onBack, children }: { onBack?: (() => void) | undefined; children: ComponentChildren }) {
  return <div class="setup-way">{onBack ? <Button kind="quiet" onClick={onBack}>{t("setup.back")}</Button> : <span />}{children}</div>;
}

export const useSites = () => useLoad(allSites, []);
