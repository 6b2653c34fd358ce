// A device that several people share joins: by a QR code from here, or as this browser itself.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import type { JoinAnswer } from "../../api/types";
import { dateTime, t } from "../../words/words";
import { Button } from "../button";
import { Field } from "../field";
import { Said } from "../said";
import { Form, needed, useForm } from "./form";

/** Only this very machine reaches such an address. */
const alone = (address: string) => /^(127\.|localhost$|\[?::1)/.test(new URL(address).hostname);

export function JoinCode({ site, onJoins }: { site: string; onJoins?: () => void }) {
  const { alone } = useSession();
  const [told, setTold] = useState<JoinAnswer>();
  const form = useForm({ name: t("business.device-first") }, (values) => needed(values, ["name"]), async ({ name }) => {
    setTold(await api.post("/v1/joins", { site, name: name.trim() }));
    onJoins?.();
  });
  return (
    <>
      <Form form={form} label={t("business.join-make")}>
        <p>{t(alone ? "business.join-about-alone" : "business.join-about")}</p>
        <Field label={t("business.device-name")} maxlength={100} {...form.text("name")} required />
        <Button type="submit" busy={form.busy} icon="phone">{t("business.join-make")}</Button>
      </Form>
      {told && <Told told={told} />}
    </>
  );
}

function Told({ told }: { told: JoinAnswer }) {
  const far = !alone(told.desk);
  return (
    <Said class="join-told">
      {far && <img class="qr" alt={t("business.join-qr")} src={`data:image/svg+xml,${encodeURIComponent(told.svg)}`} />}
      <div>
        {far ? <p>{t("business.join-scan")}</p> : <p>{t("business.join-lan")}</p>}
        {far ? <p class="small">{told.address.split("#")[0]}</p> : <pre tabIndex={0}><code>amends serve --lan</code></pre>}
        {far && <p>{t("business.join-code")} <strong class="secret">{told.code}</strong></p>}
        {far && told.ends_at && <p class="soft small">{t("business.join-until", { time: dateTime(told.ends_at, { timeStyle: "short" }) })}</p>}
        {told.print && <p class="small">{t("business.join-print")} <code class="join-print">{told.print}</code></p>}
      </div>
    </Said>
  );
}

/** This browser becomes a shared device: people switch on it by PIN. */
export function EnrolHere({ site, onDone }: { site: string; onDone: () => void }) {
  const form = useForm({ name: "" }, (values) => needed(values, ["name"]), async ({ name }) => {
    await api.post("/v1/devices", { site, name: name.trim() });
    onDone();
  });
  return (
    <Form form={form} label={t("business.enrol")}>
      <p>{t("business.enrol-about")}</p>
      <Field label={t("business.device-name")} maxlength={100} placeholder={t("business.device-example")} {...form.text("name")} required />
      <Button type="submit" busy={form.busy}>{t("business.enrol")}</Button>
    </Form>
  );
}
