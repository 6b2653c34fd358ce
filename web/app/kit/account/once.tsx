// Something that is told this one time: a password to hand on.
import { useState } from "preact/hooks";
import { t } from "../../words/words";
import { Button } from "../button";
import { Said } from "../said";

export function ToldOnce({ label, text, children }: { label: string; text: string; children?: preact.ComponentChildren }) {
  const [copied, setCopied] = useState(false);
  return (
    <Said class="told-once">
      <p>{label}</p>
      <p><code class="secret">{text}</code></p>
      <div class="actions">
        <Button onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true), () => undefined)}>{copied ? t("account.copied") : t("account.copy")}</Button>
        {children}
      </div>
    </Said>
  );
}
