// How somebody is reached when no screen is open: a webhook, a mailbox, a command of the server. Each can be tried.
import { useState } from "preact/hooks";
import { all, api } from "../../api/client";
import type { Delivery, Way } from "../../api/types";
import { ToldOnce } from "../../kit/account/once";
import { Button } from "../../kit/button";
import { Form, needed, useForm } from "../../kit/business/form";
import { Dialog } from "../../kit/dialog";
import { Check, Field, Select } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { t } from "../../words/words";

const kinds = ["webhook", "email", "command"] as const;
const levels = ["colleague", "supervisor", "security"] as const;

export function Ways({ site }: { site: string }) {
  const ways = useLoad<Way[]>((signal) => all((cursor) => api.get("/v1/ways", { query: { cursor, site }, signal })), [site]);
  const [adds, setAdds] = useState(false);
  const mine = (ways.data ?? []).filter((way) => way.site === site);
  return (
    <section class="card">
      <h2>{t("sites.ways")}</h2>
      <p class="soft">{t("sites.ways-about")}</p>
      {ways.error !== undefined && <Failed error={ways.error} again={ways.reload} />}
      <ul class="rows">{mine.map((way) => <One key={way.id} way={way} onDone={ways.reload} />)}</ul>
      <div class="actions"><Button icon="plus" onClick={() => setAdds(true)}>{t("sites.way-add")}</Button></div>
      {adds && <Dialog title={t("sites.way-add")} onClose={() => { setAdds(false); ways.reload(); }}><Add site={site} onDone={() => { setAdds(false); ways.reload(); }} /></Dialog>}
    </section>
  );
}

function One({ way, onDone }: { way: Way; onDone: () => void }) {
  const [tried, setTried] = useState<Delivery>();
  const { busy, error, run } = useRun(), trying = useRun();
  /** The trial goes out behind the answer: it is looked at until it is done, a quarter of a minute at most. */
  const attempt = () => trying.run(async () => {
    let trial: Delivery | undefined = await api.post("/v1/ways/{id}/try", undefined, { ids: [way.id] });
    const { id } = trial;
    for (let times = 0; trial?.state === "waiting" && times < 15; times++) {
      setTried(trial);
      await new Promise((go) => setTimeout(go, 1000));
      trial = (await api.get("/v1/ways/{id}", { ids: [way.id] })).trials.find((one) => one.id === id) ?? trial;
    }
    setTried(trial);
  });
  // Where somebody was faster it is read anew, and then it is said.
  const toggle = () => run(() => api.patch("/v1/ways/{id}", { off: !way.off }, { ids: [way.id], version: way.version }).then(() => undefined).finally(onDone));
  const away = () => run(async () => { await api.delete("/v1/ways/{id}", { ids: [way.id] }); onDone(); });
  const name = way.about || way.address;
  return (
    <li class="sites-way">
      <p><strong>{name}</strong> {way.off && <span class="badge">{t("sites.way-off")}</span>}<br /><span class="soft small">{t(`sites.way.${way.way as "email"}`)} → {t(`sites.level.${way.level as "colleague"}`)}</span></p>
      <div class="actions">
        <Button busy={trying.busy} label={`${name}: ${t("sites.way-try")}`} onClick={() => void attempt()}>{t("sites.way-try")}</Button>
        <Button kind="quiet" busy={busy} onClick={() => void toggle()}>{way.off ? t("sites.way-on") : t("sites.way-rest")}</Button>
        <Button kind="quiet" busy={busy} label={`${name}: ${t("sites.take-away")}`} onClick={() => void away()}>{t("sites.take-away")}</Button>
      </div>
      {tried && <Notice kind={tried.state === "done" ? "good" : tried.state === "waiting" ? "plain" : "bad"}>{t(`sites.tried.${tried.state}`)}{tried.trouble && <span class="small">{tried.trouble}</span>}</Notice>}
      {(error ?? trying.error) !== undefined && <Failed error={error ?? trying.error} />}
    </li>
  );
}

function Add({ site, onDone }: { site: string; onDone: () => void }) {
  const [secret, setSecret] = useState<string>();
  const form = useForm({ way: "webhook" as (typeof kinds)[number], level: "supervisor" as (typeof levels)[number], address: "", to: "", about: "", own: false }, (values) => needed(values, ["address"]), async ({ to, own, ...values }) => {
    const made = await api.post("/v1/ways", { site, ...values, address: values.address.trim(), ...(values.way === "command" ? { to, own } : {}) });
    if (made.signing) setSecret(made.signing.secret);
    else onDone();
  });
  if (secret) return <ToldOnce label={t("sites.way-secret")} text={secret}><Button kind="main" onClick={onDone}>{t("sites.way-kept")}</Button></ToldOnce>;
  const { values, set } = form;
  return (
    <Form form={form}>
      <Select label={t("sites.way-kind")} value={values.way} options={kinds.map((value) => ({ value, text: t(`sites.way.${value}`) }))} onChange={(way) => set("way", way)} />
      <Field label={t(`sites.address.${values.way}`)} autocapitalize="none" {...form.text("address")} required />
      {values.way === "command" && <Field label={t("sites.way-to")} {...form.text("to")} />}
      {values.way === "command" && <Check label={t("sites.way-own")} checked={values.own} onChange={(on) => set("own", on)} />}
      <Select label={t("sites.way-level")} value={values.level} options={levels.map((value) => ({ value, text: t(`sites.level.${value}`) }))} onChange={(level) => set("level", level)} />
      <Field label={t("sites.way-about")} maxlength={100} {...form.text("about")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("sites.way-add")}</Button>
    </Form>
  );
}
