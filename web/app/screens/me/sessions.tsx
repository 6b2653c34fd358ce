// Where I am signed in: here, and elsewhere; each of the others can be ended, or all at once.
import { all, api } from "../../api/client";
import { useSession } from "../../api/session";
import type { SessionInfo } from "../../api/types";
import { Button } from "../../kit/button";
import { useLoad, useRun } from "../../kit/load";
import { Failed, Loading } from "../../kit/page";
import { ago, dateTime, t } from "../../words/words";

/** "Firefox · Linux" of what a browser says of itself; the whole of it where that says nothing. */
function browserName(about: string): string {
  const name = /Edg\//.test(about) ? "Edge" : /Firefox\//.test(about) ? "Firefox" : /Chrome\//.test(about) ? "Chrome" : /Safari\//.test(about) ? "Safari" : "";
  const system = /Android/.test(about) ? "Android" : /iPhone|iPad/.test(about) ? "iOS" : /Windows/.test(about) ? "Windows" : /Mac OS/.test(about) ? "macOS" : /Linux/.test(about) ? "Linux" : "";
  return [name, system].filter(Boolean).join(" · ") || about || "–";
}

export function Sessions() {
  const who = useSession();
  const list = useLoad<SessionInfo[]>((signal) => all((cursor) => api.get("/v1/sessions", { query: { cursor }, signal })), []);
  const { busy, error, run } = useRun();
  const end = (ids: readonly string[]) => run(async () => {
    for (const id of ids) await api.delete("/v1/sessions/{id}", { ids: [id] });
    list.reload();
  });
  if (!list.data) return list.error ? <Failed error={list.error} again={list.reload} /> : <Loading />;
  const now = Date.now(), here = (one: SessionInfo) => one.id === who.session;
  const standing = list.data.filter(({ revoked, ends_at }) => !revoked && new Date(ends_at).getTime() > now).sort((a, b) => Number(here(b)) - Number(here(a)));
  const others = standing.filter((one) => !here(one)).map(({ id }) => id);
  return (
    <section class="card">
      <h2>{t("me.sessions")}</h2>
      <ul class="me-list">
        {standing.map((one) => {
          const name = browserName(one.about);
          return (
            <li key={one.id}>
              <span>{name}{one.by_pin && ` · ${t("me.pin")}`}<span class="soft small">{one.seen_at ? ago(one.seen_at) : ""} · {t("me.session-until", { time: dateTime(one.ends_at, { dateStyle: "medium" }) })}</span></span>
              {here(one) ? <span class="badge good">{t("me.session-here")}</span> : <Button kind="quiet" busy={busy} label={t("me.session-end", { name })} onClick={() => void end([one.id])}>{t("me.end")}</Button>}
            </li>
          );
        })}
      </ul>
      {others.length > 1 && <div class="actions"><Button busy={busy} onClick={() => void end(others)}>{t("me.sessions-end")}</Button></div>}
      {error !== undefined && <Failed error={error} />}
    </section>
  );
}
