// Two cases about the same: this one goes on in another, which is looked for by its words or its number.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { Dialog } from "../../kit/dialog";
import { Field } from "../../kit/field";
import { useLoad } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import type { Changing, Whole } from "./change";
import { Clash } from "./steps";

export function Merge({ one, changing, onClose }: { one: Whole; changing: Changing; onClose: () => void }) {
  const [words, setWords] = useState("");
  // The newest ones first: it is mostly one of these; words look further.
  const found = useLoad((signal) => api.get("/v1/cases", { query: { q: /^\d*$/.test(words.trim()) ? "" : words.trim(), limit: 50 }, signal }), [words.trim()]);
  const number = Number(words.trim());
  const others = (found.data?.items ?? []).filter((other) => other.id !== one.id && other.merged_into === null && other.state !== "closed" && (!(number > 0) || other.number === number)).slice(0, 8);
  const into = async (id: string) => {
    if (await changing.change((version) => api.post("/v1/cases/{id}/merge", { into: id }, { ids: [one.id], version }))) onClose();
  };
  return (
    <Dialog title={t("case.merge-into")} onClose={onClose}>
      <div class="case-merge">
        <Field label={t("case.find")} type="search" value={words} onInput={setWords} autofocus />
        <ul class="rows">
          {others.map((other) => (
            <li key={other.id}><button type="button" class="button plain wide" disabled={changing.busy} onClick={() => void into(other.id)}><span>{t("case.number", { number: String(other.number) })} {other.subject}</span></button></li>
          ))}
        </ul>
        {found.data && others.length === 0 && <p class="soft">{t("case.none-found")}</p>}
        <Clash changing={changing} />
        {changing.error !== undefined && <Notice kind="bad">{problemText(changing.error)}</Notice>}
      </div>
    </Dialog>
  );
}
