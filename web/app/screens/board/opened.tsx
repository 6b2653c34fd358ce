// An encounter opened on the board: what happened in three lines, who else looks, take it over.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { useLive } from "../../api/live";
import { may, useSession } from "../../api/session";
import type { Encounter } from "../../api/types";
import { Button, LinkButton } from "../../kit/button";
import { HandOver } from "../../kit/handover";
import { Icon } from "../../kit/icons";
import { useLoad, useRun } from "../../kit/load";
import { useNames } from "../../kit/names";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { t } from "../../words/words";
import { takeOver } from "./data";

const AGAIN = 20000;

/** Says that this person looks at it, as long as they do; gives who else does. */
export function usePresence(id: string | undefined): readonly string[] {
  const [others, setOthers] = useState<readonly string[]>([]);
  const look = () => {
    if (id && !document.hidden) void api.put("/v1/encounters/{id}/presence", undefined, { ids: [id] }).then(
      ({ presence }) => setOthers(presence.map(({ person }) => person)), () => setOthers([]));
  };
  useEffect(() => {
    if (!id) return;
    look();
    const timer = setInterval(look, AGAIN);
    return () => {
      clearInterval(timer);
      void api.delete("/v1/encounters/{id}/presence", { ids: [id], keepalive: true }).catch(() => undefined);
    };
  }, [id]);
  useLive(["encounter.presence"], (news) => { if (news.subject === id) look(); });
  return others;
}

export function Opened({ encounter }: { encounter: Encounter }) {
  const who = useSession(), names = useNames(), me = who.person.id;
  const others = usePresence(encounter.id).map((id) => names.person(id)).filter(Boolean);
  const lines = useLoad((signal) => api.get("/v1/encounters/{id}/hand-over", { ids: [encounter.id], signal }), [encounter.id, encounter.version]);
  const { busy, error, run } = useRun();
  const [told, setTold] = useState("");
  const mine = encounter.person === me;
  const take = () => run(async () => {
    setTold("");
    const now = await takeOver(encounter, me);
    if ("now" in now) setTold(now.now.ended_at ? t("board.ended-meanwhile") : t("board.taken-meanwhile", { name: names.person(now.now.person) }));
    else setTold(t("board.yours-now"));
  });
  return (
    <div class="board-opened">
      {others.length > 0 && <p class="badge"><Icon name="people" />{t("board.looks", { name: others.join(", ") })}</p>}
      {lines.data ? <HandOver text={lines.data.text} /> : lines.error !== undefined ? <p class="mistake">{problemText(lines.error)}</p> : <p class="soft" role="status">{t("kit.loading")}</p>}
      {told && <Notice kind="good">{told}</Notice>}
      {error !== undefined && <p class="mistake" role="alert">{problemText(error)}</p>}
      <div class="actions">
        {may(who, "encounter.lead") && (mine
          ? <LinkButton href="/counter" kind="main" icon="counter">{t("board.to-counter")}</LinkButton>
          : <Button kind="main" icon="check" busy={busy} onClick={() => void take()}>{t("board.take-over")}</Button>)}
        <LinkButton href={encounter.case ? `/cases/${encounter.case}` : `/encounters/${encounter.id}`} icon="cases">{t("board.look-closer")}</LinkButton>
      </div>
    </div>
  );
}
