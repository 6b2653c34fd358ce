// What stands in place of the zones for a moment. The card and the danger button stay where they are: so this is no dialog.
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../kit/icons";
import { t } from "../../words/words";

export function Panel({ title, onClose, children }: { title: string; onClose?: (() => void) | undefined; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div class="counter-panel" onKeyDown={(event) => { if (event.key === "Escape") onClose?.(); }}>
      <header>
        {onClose && <button type="button" class="icon-button" aria-label={t("kit.close")} onClick={onClose}><Icon name="back" /></button>}
        <h2 ref={heading} tabIndex={-1}>{title}</h2>
      </header>
      {children}
    </div>
  );
}
