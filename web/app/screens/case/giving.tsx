// Giving in a case: what and how much. Within authority it is given; beyond, the same form asks who may.
import { useState } from "preact/hooks";
import { api, Problem } from "../../api/client";
import { useSession } from "../../api/session";
import { hasSum, remedies, type Remedy } from "../../kit/business/names";
import { Button } from "../../kit/button";
import { Dialog } from "../../kit/dialog";
import { Check, Field, Select, TextArea } from "../../kit/field";
import { useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { problemText } from "../../kit/problem";
import { useDirectory } from "../../kit/records/directory";
import { remedyName } from "../../kit/remedy";
import { numberOf, t } from "../../words/words";
import type { Whole } from "./change";

const beyond = (error: unknown) => error instanceof Problem && ["over-authority", "authority-unclear"].includes(error.type);

export function Giving({ one, onClose, onDone }: { one: Whole; onClose: () => void; onDone: () => void }) {
  const who = useSession(), here = useDirectory(), { busy, error, run, clear } = useRun();
  const [kind, setKind] = useState<Remedy>("refund"), [amount, setAmount] = useState(""), [what, setWhat] = useState(""), [owed, setOwed] = useState(false);
  const currency = here.site(one.site)?.currency ?? "", counted = hasSum(kind), percent = kind === "discount_percent";
  const asks = beyond(error) && !who.alone, wanted = numberOf(amount);
  const ready = !(counted || percent) || wanted > 0;
  const changed = <T,>(set: (value: T) => void) => (value: T) => { clear(); set(value); };
  const give = () => run(async () => {
    await api.post("/v1/remedies", { case: one.id, remedy: kind, ...(counted && { amount: wanted, currency }), ...(percent && { percent: wanted }), ...(what.trim() && { what: what.trim() }), ...(owed && { owed }) });
    onDone();
  });
  const ask = () => run(async () => {
    await api.post("/v1/approvals", { case: one.id, remedy: kind, ...(counted && { asked: wanted, currency }), ...(percent && { asked_percent: wanted }), ...(what.trim() && { reason: what.trim() }), ...(owed && { owed }) });
    onDone();
  });
  return (
    <Dialog title={t("case.give")} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void (asks ? ask() : give()); }}>
        <Select<Remedy> label={t("case.give-what")} value={kind} onChange={changed(setKind)} options={remedies.map((value) => ({ value, text: remedyName(value) }))} />
        {(counted || percent) && <Field label={percent ? t("case.give-percent") : t("case.give-amount", { currency })} inputmode="decimal" value={amount} onInput={changed(setAmount)} required autofocus maxlength={12} />}
        <TextArea label={t("case.give-words")} value={what} onInput={setWhat} rows={2} maxlength={1000} />
        <Check label={t("case.give-owed")} hint={t("case.give-owed-hint")} checked={owed} onChange={changed(setOwed)} />
        {asks ? <Notice>{t("case.give-beyond")}</Notice> : error !== undefined && <Notice kind="bad">{problemText(error)}</Notice>}
        <Button kind="main" type="submit" busy={busy} disabled={!ready}>{t(asks ? "case.give-ask" : "case.give-do")}</Button>
      </form>
    </Dialog>
  );
}

/** Somebody else sees to it from now on. */
export function HandOn({ one, onClose, hand }: { one: Whole; onClose: () => void; hand: (owner: string) => Promise<boolean> }) {
  const here = useDirectory(), [to, setTo] = useState("");
  const others = here.people.filter(({ id, active }) => active && id !== one.owner);
  return (
    <Dialog title={t("case.hand-on")} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void hand(to).then((done) => { if (done) onClose(); }); }}>
        <Select label={t("case.hand-on-to")} value={to} onChange={setTo} options={[{ value: "", text: "–" }, ...others.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Button kind="main" type="submit" disabled={!to}>{t("case.hand-on")}</Button>
      </form>
    </Dialog>
  );
}
