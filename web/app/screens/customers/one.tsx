// One customer: what was promised and is open, a visit, and what the law gives them over their data.
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Answers, Customer } from "../../api/types";
import { Button, LinkButton } from "../../kit/button";
import { Facts, Words } from "../../kit/facts";
import { RowLink } from "../../kit/list";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed, Loading, Page } from "../../kit/page";
import { Clash, useOver } from "../../kit/records/clash";
import { called, learn, useDirectory } from "../../kit/records/directory";
import { recordProblem } from "../../kit/records/problem";
import { day, near, when } from "../../kit/records/when";
import { FormFrame, useForm } from "../../shell/form";
import { number, t } from "../../words/words";
import type { ScreenProps } from "../table";
import { Data } from "./data";
import { check, CustomerFields, known, useCurrency, written, type Known } from "./fields";

export type Whole = Answers["GET /v1/customers/{id}"];

export default function OneCustomer({ ids: [id = ""] }: ScreenProps) {
  const loaded = useLoad((signal) => api.get("/v1/customers/{id}", { ids: [id], signal }), [id], ["promise", "refusal", "case"]);
  const one = loaded.data;
  const [editing, setEditing] = useState(false);
  useEffect(() => { if (one) learn(one); }, [one]);
  const back = { href: "/customers", text: t("customers.title") };
  if (!one) return <Page title={t("customers.one")} back={back}>{loaded.error ? <Failed error={loaded.error} again={loaded.reload} /> : <Loading />}</Page>;
  if (editing) return <Page title={called(one)} back={back}><Edit one={one} reload={loaded.reload} done={() => { setEditing(false); loaded.reload(); }} /></Page>;
  return (
    <Page title={called(one)} back={back}>
      <About one={one} reload={loaded.reload} edit={() => setEditing(true)} />
      <Open one={one} />
      {!one.erased_at && <Data one={one} reload={loaded.reload} />}
    </Page>
  );
}

function About({ one, reload, edit }: { one: Whole; reload: () => void; edit: () => void }) {
  const who = useSession(), here = useDirectory(), { busy, error, run } = useRun();
  const [said, setSaid] = useState(false);
  const zone = here.zone(one.site);
  const visit = () => run(async () => {
    await api.post("/v1/customers/{id}/visits", {}, { ids: [one.id] });
    setSaid(true);
    reload();
  });
  if (one.erased_at) return <section class="card"><p>{t("customers.was-erased", { when: when(one.erased_at, zone) })}</p></section>;
  return (
    <section class="card">
      <Facts facts={[
        [t("customers.contact"), one.contact],
        [t("customers.notes"), one.notes && <Words text={one.notes} />],
        [t("customers.buys"), one.yearly !== null && t("customers.about-yearly", { amount: number(one.yearly, { style: "currency", currency: one.currency, maximumFractionDigits: 0 }) })],
        [t("customers.comes"), one.visits_yearly >= 0 && t("customers.about-visits", { n: one.visits_yearly })],
        [t("customers.last-here"), one.last_visit_at && `${when(one.last_visit_at, zone)} (${near(one.last_visit_at, zone)})`],
        [t("customers.mostly"), here.siteName(one.site)],
        [t("records.hold"), one.hold && t("records.hold-on")],
      ]} />
      {!!error && <Notice kind="bad">{recordProblem(error)}</Notice>}
      {said && <Notice kind="good">{t("customers.visit-noted")}</Notice>}
      {may(who, "customer.work") && (
        <div class="actions">
          <Button kind="main" icon="check" busy={busy} onClick={() => void visit()}>{t("customers.are-here")}</Button>
          <Button icon="write" onClick={edit}>{t("records.edit")}</Button>
        </div>
      )}
    </section>
  );
}

/** What is open with them: refusals first, because they decide what may be done; then promises, then cases. */
function Open({ one }: { one: Whole }) {
  const who = useSession(), here = useDirectory();
  const cases = useLoad(async (signal) => (may(who, "case.see") ? (await api.get("/v1/cases", { query: { customer: one.id, limit: 50 }, signal })).items : []), [one.id], ["case"]);
  const open = cases.data?.filter(({ state }) => state !== "closed") ?? [];
  const nothing = one.promises.length + one.refusals.length + open.length === 0;
  return (
    <section class="card">
      <h2>{t("customers.open")}</h2>
      {nothing && cases.data && <p class="soft">{t("customers.nothing-open")}</p>}
      <ul class="rows">
        {one.refusals.map((each) => <li key={each.id}><RowLink href={`/refusals/${each.id}`} title={each.reason || t("records.erased")} about={[t("customers.refused-until", { day: day(each.until, here.zone(each.site)) })]} /></li>)}
        {one.promises.map((each) => <li key={each.id}><RowLink href={`/promises/${each.id}`} title={each.what || t("records.erased")} about={[t("customers.promised-until", { when: each.due_at ? near(each.due_at, here.zone(each.site)) : t("customers.next-visit") }), here.person(each.owner)]} /></li>)}
        {open.map((each) => <li key={each.id}><RowLink href={`/cases/${each.id}`} title={each.subject || t("records.erased")} about={[t("records.case"), day(each.received_at, here.zone(each.site))]} /></li>)}
      </ul>
      {!one.erased_at && (
        <div class="actions">
          {may(who, "promise.work") && <LinkButton href={`/promises/new?customer=${one.id}`} icon="promise">{t("customers.promise")}</LinkButton>}
          {may(who, "case.work") && <LinkButton href={`/cases/new?customer=${one.id}`} icon="cases">{t("customers.case")}</LinkButton>}
          {may(who, "refusal.decide") && <LinkButton kind="quiet" href={`/refusals/new?customer=${one.id}`}>{t("customers.refuse")}</LinkButton>}
          {may(who, "case.see") && <LinkButton kind="quiet" href={`/cases?show=all&customer=${one.id}`}>{t("customers.all-cases")}</LinkButton>}
        </div>
      )}
    </section>
  );
}

function Edit({ one, reload, done }: { one: Customer; reload: () => void; done: () => void }) {
  const { over, clashed, mine } = useOver(one, reload);
  const form = useForm<Known>("customer-edit", one.id, known(one));
  const currency = useCurrency(form.values.site);
  const send = () => form.submit(() => check(form.values), async () => {
    learn(await over((version) => api.patch("/v1/customers/{id}", written(form.values, one.currency || currency, form.values.site), { ids: [one.id], version })));
    done();
  });
  const theirs = known(one), names = { name: t("customers.name"), contact: t("customers.contact"), notes: t("customers.notes"), yearly: t("customers.buys"), visits_yearly: t("customers.comes") };
  const fields = (Object.keys(names) as (keyof typeof names)[]).map((name) => ({ label: names[name], theirs: theirs[name], mine: form.values[name].trim() }));
  return (
    <FormFrame form={form} label={t("records.save")} send={send} onCancel={done}
      above={clashed(form.error) ? <Clash fields={fields} busy={form.busy} onTheirs={() => { form.again(); done(); }} onMine={() => { mine(); send(); }} /> : undefined}>
      <CustomerFields form={form} currency={one.currency || currency} />
    </FormFrame>
  );
}
