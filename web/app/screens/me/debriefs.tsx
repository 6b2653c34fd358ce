// My debriefs: written for myself, sealed; a part of one can be shown to somebody.
import { useState } from "preact/hooks";
import { all, api } from "../../api/client";
import { useSession } from "../../api/session";
import type { Answers, Debrief } from "../../api/types";
import { Button } from "../../kit/button";
import { useEdit } from "../../kit/business/edit";
import { Form, useForm, type FormOf } from "../../kit/business/form";
import { Dialog } from "../../kit/dialog";
import { Select, TextArea } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { allPeople } from "../../kit/names";
import { Notice } from "../../kit/notice";
import { Empty, Failed, Loading, Page, coming } from "../../kit/page";
import { dateTime, t } from "../../words/words";

export default function Debriefs() {
  const who = useSession();
  const mine = useLoad<Debrief[]>((signal) => all((cursor) => api.get("/v1/debriefs", { query: { cursor }, signal })), []);
  const shown = useLoad<Debrief[]>((signal) => all((cursor) => api.get("/v1/debriefs/shared", { query: { cursor }, signal })), []);
  const [open, setOpen] = useState<Debrief | "new">();
  const close = () => { setOpen(undefined); mine.reload(); };
  if (!mine.data) return coming({ title: t("me.debriefs"), back: { href: "/me", text: who.person.name } }, [mine]);
  return (
    <Page title={t("me.debriefs")} back={{ href: "/me", text: who.person.name }} actions={mine.data.length > 0 && <Button kind="main" icon="plus" onClick={() => setOpen("new")}>{t("me.debrief-write")}</Button>}>
      <p class="soft">{t("me.debrief-sealed")}</p>
      {who.by_pin && <Notice>{t("me.debrief-by-pin")}</Notice>}
      {mine.data.length === 0 && <Empty text={t("me.debrief-none")}><Button kind="main" icon="plus" onClick={() => setOpen("new")}>{t("me.debrief-write")}</Button></Empty>}
      <ul class="rows">
        {mine.data.map((one) => <li key={one.id}><button type="button" class="hub-link" onClick={() => setOpen(one)}><span><strong>{dateTime(one.created_at)}</strong>{one.shared_with && <span class="soft small">{t("me.debrief-shared")}</span>}</span></button></li>)}
      </ul>
      {(shown.data ?? []).length > 0 && <h2>{t("me.debrief-shown-me")}</h2>}
      <ul class="rows">{(shown.data ?? []).map((one) => <li key={one.id} class="card"><p class="me-text">{one.shared}</p><p class="soft small">{dateTime(one.created_at)}</p></li>)}</ul>
      {open === "new" && <Dialog title={t("me.debrief-write")} onClose={() => setOpen(undefined)}><Write onDone={close} /></Dialog>}
      {open && open !== "new" && <Dialog title={dateTime(open.created_at)} onClose={close}><One id={open.id} onDone={close} /></Dialog>}
    </Page>
  );
}

const written = ({ text }: { text: string }) => (text.trim() ? {} : { text: t("business.wrong.empty") });

function Write({ onDone }: { onDone: () => void }) {
  const form = useForm({ text: "" }, written, async (values) => {
    await api.post("/v1/debriefs", values);
    onDone();
  });
  return <Writing form={form} />;
}

/** With what is in it, for its author. */
type Opened = Answers["GET /v1/debriefs/{id}"];

interface Editing {
  one: Opened;
  read: () => Promise<Opened>;
  onDone: () => void;
}

function Rewrite({ one, read, onDone }: Editing) {
  const form = useEdit(one, {
    of: ({ opened }) => ({ text: opened?.text ?? "" }), check: written, read,
    send: async (values, version) => {
      const now = await api.put("/v1/debriefs/{id}", values, { ids: [one.id], version });
      onDone();
      return { ...one, ...now, opened: values };
    },
  });
  return <Writing form={form} />;
}

function Writing({ form }: { form: FormOf<{ text: string }> }) {
  return (
    <Form form={form} says={({ text }) => [[t("me.debrief-text"), text]]}>
      <TextArea label={t("me.debrief-text")} hint={t("me.debrief-hint")} rows={7} maxlength={16000} {...form.text("text")} required />
      <Button kind="main" type="submit" busy={form.busy}>{t("business.save")}</Button>
    </Form>
  );
}

function One({ id, onDone }: { id: string; onDone: () => void }) {
  const one = useLoad((signal) => api.get("/v1/debriefs/{id}", { ids: [id], signal }), [id]);
  const [does, setDoes] = useState<"read" | "write" | "share">("read");
  const { busy, error, run } = useRun();
  if (!one.data) return one.error ? <Failed error={one.error} again={one.reload} /> : <Loading />;
  const { opened } = one.data, text = opened?.text;
  const read = () => api.get("/v1/debriefs/{id}", { ids: [id] });
  if (does === "write") return <Rewrite one={one.data} read={read} onDone={onDone} />;
  if (does === "share") return <Share one={one.data} read={read} onDone={onDone} />;
  const away = () => run(async () => { await api.delete("/v1/debriefs/{id}", { ids: [id], version: one.data!.version }); onDone(); });
  return (
    <>
      {text === undefined ? <Notice>{t("me.debrief-closed")}</Notice> : <p class="me-text">{text}</p>}
      <div class="actions dialog-actions">
        {text !== undefined && <Button onClick={() => setDoes("write")}>{t("me.debrief-rewrite")}</Button>}
        {text !== undefined && <Button onClick={() => setDoes("share")}>{t("me.debrief-share")}</Button>}
        <Button kind="quiet" busy={busy} onClick={() => void away()}>{t("me.debrief-away")}</Button>
      </div>
      {error !== undefined && <Failed error={error} />}
    </>
  );
}

function Share({ one, read, onDone }: Editing) {
  const who = useSession();
  const people = useLoad(allPeople, []);
  const form = useEdit(one, {
    of: ({ shared_with, shared, opened }) => ({ with: shared_with ?? "", shared: shared || (opened?.text ?? "") }), check: () => ({}), read,
    send: async (values, version) => {
      const now = await api.post("/v1/debriefs/{id}/share", values.with ? values : { with: null, shared: "" }, { ids: [one.id], version });
      onDone();
      return { ...one, ...now };
    },
  });
  if (!people.data) return people.error ? <Failed error={people.error} again={people.reload} /> : <Loading />;
  return (
    <Form form={form} says={(values) => [[t("me.debrief-with"), people.data?.find(({ id }) => id === values.with)?.name ?? t("me.debrief-nobody")], [t("me.debrief-part"), values.shared]]}>
      <Select label={t("me.debrief-with")} value={form.values.with} onChange={(id) => form.set("with", id)}
        options={[{ value: "", text: t("me.debrief-nobody") }, ...people.data.filter(({ id, active }) => active && id !== who.person.id).map(({ id, name }) => ({ value: id, text: name }))]} />
      <TextArea label={t("me.debrief-part")} rows={5} maxlength={4000} {...form.text("shared")} />
      <Button kind="main" type="submit" busy={form.busy}>{t("me.debrief-share")}</Button>
    </Form>
  );
}
