// Shared devices of a place: those that are let in, a code for another, and this browser itself.
import { useState } from "preact/hooks";
import { all, api } from "../../api/client";
import { useSession } from "../../api/session";
import type { Device } from "../../api/types";
import { Button } from "../../kit/button";
import { EnrolHere, JoinCode } from "../../kit/business/join";
import { Dialog } from "../../kit/dialog";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { ago, t } from "../../words/words";

export function Devices({ site }: { site: string }) {
  const devices = useLoad<Device[]>((signal) => all((cursor) => api.get("/v1/devices", { query: { cursor }, signal })), [site]);
  const { alone } = useSession();
  const [asks, setAsks] = useState<"join" | "here">();
  const [enrolled, setEnrolled] = useState(false);
  const { busy, error, run } = useRun();
  const end = (id: string) => run(async () => { await api.delete("/v1/devices/{id}", { ids: [id] }); devices.reload(); });
  const mine = (devices.data ?? []).filter((device) => device.site === site && !device.revoked && !(device.joins_until && new Date(device.joins_until).getTime() < Date.now()));
  return (
    <section class="card">
      <h2>{t(alone ? "sites.devices-alone" : "sites.devices")}</h2>
      {devices.error !== undefined && <Failed error={devices.error} again={devices.reload} />}
      {devices.data && mine.length === 0 && !alone && <p class="soft">{t("sites.no-devices")}</p>}
      <ul class="me-list">
        {mine.map((device) => (
          <li key={device.id}>
            <span>{device.name}<span class="soft small">{device.joins_until ? t("sites.joins") : device.seen_at ? ago(device.seen_at) : ""}</span></span>
            <Button kind="quiet" busy={busy} label={t("sites.device-end", { name: device.name })} onClick={() => void end(device.id)}>{t("sites.take-away")}</Button>
          </li>
        ))}
      </ul>
      {enrolled && <Notice kind="good">{t("sites.enrolled")}</Notice>}
      {error !== undefined && <Failed error={error} />}
      <div class="actions">
        <Button icon="phone" onClick={() => setAsks("join")}>{t("sites.join")}</Button>
        {!alone && <Button onClick={() => setAsks("here")}>{t("business.enrol")}</Button>}
      </div>
      {asks === "join" && <Dialog title={t("sites.join")} onClose={() => { setAsks(undefined); devices.reload(); }}><JoinCode site={site} onJoins={devices.reload} /></Dialog>}
      {asks === "here" && <Dialog title={t("business.enrol")} onClose={() => setAsks(undefined)}><EnrolHere site={site} onDone={() => { setAsks(undefined); setEnrolled(true); devices.reload(); }} /></Dialog>}
    </section>
  );
}
