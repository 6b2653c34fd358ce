// The demo shop, on its own machine: looked at from each role with one tap, and thrown away for a shop of one's own. Anywhere else
// nobody's place can be taken, and nothing is shown.
import { useState } from "preact/hooks";
import { all, api } from "../../api/client";
import { enter, session, type Session } from "../../api/session";
import { useStore } from "../../api/store";
import type { DemoPerson } from "../../api/types";
import { Button } from "../../kit/button";
import { roleName, roles } from "../../kit/business/names";
import { Dialog } from "../../kit/dialog";
import { useLoad, useRun } from "../../kit/load";
import { Failed } from "../../kit/page";
import { forgetWay, go } from "../../router";
import { t } from "../../words/words";

export default function Demo() {
  const who = useStore(session);
  const [asks, setAsks] = useState(false);
  const { busy, error, run } = useRun();
  const people = useLoad<DemoPerson[]>((signal) => all((cursor) => api.get("/v1/demo", { query: { cursor }, signal })), []).data ?? [];
  if (people.length === 0) return null;
  const mine = people.find(({ id }) => id === who?.person.id)?.role;
  const places = roles.flatMap((role) => people.find((one) => one.role === role) ?? []);
  const look = (person: string) => run(async () => {
    enter((await api.post("/v1/demo/session", { person })) as Session);
    forgetWay();
    go("/", "replace");
  });
  return (
    <aside class="demo" aria-label={t("demo.title")}>
      <p><strong>{t("demo.title")}</strong> <span class="soft">{who ? t("demo.as") : t("demo.look")}</span></p>
      <div class="chips">
        {places.map(({ id, name, role }) => (
          <button key={id} type="button" class="chip" aria-pressed={role === mine} aria-busy={busy} title={name} onClick={() => { if (role !== mine) void look(id); }}>
            {role === "administrator" ? t("demo.owner") : roleName(role)}
          </button>
        ))}
        {who && <Button kind="quiet" onClick={() => setAsks(true)}>{t("demo.own")}</Button>}
      </div>
      {error !== undefined && <Failed error={error} />}
      {asks && <ThrowAway onClose={() => setAsks(false)} />}
    </aside>
  );
}

function ThrowAway({ onClose }: { onClose: () => void }) {
  const { busy, error, run } = useRun();
  const away = () => run(async () => {
    const { link } = await api.delete("/v1/demo");
    sessionStorage.clear();
    location.assign(link); // a new page: nothing of the demo shop is in it
  });
  return (
    <Dialog title={t("demo.throw-away")} onClose={onClose}>
      <p>{t("demo.what-goes")}</p>
      <p class="soft">{t("demo.then")}</p>
      {error !== undefined && <Failed error={error} />}
      <div class="actions dialog-actions">
        <Button kind="main" onClick={onClose}>{t("demo.keep")}</Button>
        <Button kind="bad" busy={busy} onClick={() => void away()}>{t("demo.do")}</Button>
      </div>
    </Dialog>
  );
}
