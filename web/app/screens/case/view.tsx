// How the associate saw it: asked for before anything is decided over their head, written by themselves.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import { Button } from "../../kit/button";
import { TextArea } from "../../kit/field";
import { useRun } from "../../kit/load";
import { problemText } from "../../kit/problem";
import { dateTime, t } from "../../words/words";
import type { Whole } from "./change";

export function View({ one, associate, name, put }: { one: Whole; associate: string | null; name: string; put: (now: Whole) => void }) {
  const who = useSession(), { busy, error, run } = useRun();
  const [writing, setWriting] = useState(false), [text, setText] = useState(one.associate_view);
  const mine = associate === who.person.id;
  const write = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      put({ ...one, ...(await api.put("/v1/cases/{id}/view", { view: text.trim() }, { ids: [one.id] })) });
      setWriting(false);
    });
  };
  const ask = () => run(async () => put({ ...one, ...(await api.post("/v1/cases/{id}/view/ask", undefined, { ids: [one.id] })) }));
  return (
    <section class="card" aria-labelledby="case-view">
      <h2 id="case-view">{mine ? t("case.my-view") : t("case.view", { name: name || t("case.associate") })}</h2>
      {one.associate_view && !writing && <p class="case-text">{one.associate_view}</p>}
      {!one.associate_view && !mine && one.view_asked_at && <p class="soft">{t("case.asked-at", { at: dateTime(one.view_asked_at) })}</p>}
      {mine && one.view_asked_at && !one.associate_view && !writing && <p>{t("case.you-are-asked")}</p>}
      {writing ? (
        <form onSubmit={write}>
          <TextArea label={t("case.my-view")} value={text} onInput={setText} maxlength={8000} required />
          <Button kind="main" type="submit" busy={busy} disabled={!text.trim()}>{t("case.save")}</Button>
        </form>
      ) : (
        <div class="actions">
          {mine && <Button icon="write" onClick={() => setWriting(true)}>{t("case.write-view")}</Button>}
          {!mine && associate && !one.associate_view && !one.view_asked_at && may(who, "case.work") && <Button busy={busy} onClick={() => void ask()}>{t("case.ask-view", { name })}</Button>}
        </div>
      )}
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
    </section>
  );
}
