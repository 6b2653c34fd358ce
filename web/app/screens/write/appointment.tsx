// The next appointment: take it or decline it, with what either costs. Declining is recorded where service is refused.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Customer, RefusalShown } from "../../api/types";
import { Button, LinkButton } from "../../kit/button";
import { Field } from "../../kit/field";
import { useLoad, useRun } from "../../kit/load";
import { Notice } from "../../kit/notice";
import { Failed } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { money, t } from "../../words/words";

const YEAR_MS = 365 * 86_400_000;

export function Appointment() {
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Customer>();
  const found = useLoad(async (signal) => (search.trim().length < 2 ? [] : (await api.get("/v1/customers", { query: { q: search.trim(), limit: 8 }, signal })).items), [search]);
  return (
    <section class="write-part">
      <p>{t("write.appointment-about")}</p>
      <Field label={t("write.who")} type="search" value={search} onInput={(text) => { setSearch(text); setChosen(undefined); }} />
      {!chosen && (
        <ul class="rows">
          {(found.data ?? []).map((customer) => <li key={customer.id}><Button wide onClick={() => setChosen(customer)}>{customer.name || customer.contact}</Button></li>)}
          {search.trim().length > 1 && !found.loading && found.data?.length === 0 && <li class="soft">{t("write.nobody")}</li>}
        </ul>
      )}
      {chosen && <Both customer={chosen} />}
    </section>
  );
}

function Both({ customer }: { customer: Customer }) {
  const who = useSession();
  const decides = may(who, "refusal.decide");
  const { home: site } = useDirectory();
  const until = new Date(Date.now() + YEAR_MS).toISOString();
  const shown = useLoad<RefusalShown | undefined>(async (signal) => (decides ? api.get("/v1/refusals/shown", { query: { customer: customer.id, site, until }, signal }) : undefined), [customer.id, site]);
  const { busy, error, run } = useRun();
  const [taken, setTaken] = useState(false);
  const take = () => run(async () => {
    await api.post("/v1/promises", { site, customer: customer.id, what: t("write.appointment-promise") });
    setTaken(true);
  });
  const cost = shown.data;
  return (
    <div class="write-both">
      <div class="card">
        <h2>{t("write.take-it")}</h2>
        <p>{t("write.take-it-about")}</p>
        {cost && cost.warnings > 0 && <p class="badge warn">{t("write.warned", { n: cost.warnings })}</p>}
        <Button kind="main" busy={busy} onClick={() => void take()}>{t("write.take-it-do")}</Button>
        {taken && <Notice kind="good">{t("write.taken")}</Notice>}
      </div>
      <div class="card">
        <h2>{t("write.decline")}</h2>
        <p>{cost?.cost != null ? t("write.decline-cost", { cost: money(cost.cost, cost.currency) }) : t("write.decline-unknown")}</p>
        {cost && cost.promises > 0 && <p>{t("write.promises-kept", { n: cost.promises })}</p>}
        <p class="soft">{t("write.decline-about")}</p>
        {decides ? <LinkButton href={`/refusals/new?customer=${customer.id}`}>{t("write.decline-do")}</LinkButton> : <p>{t("write.decline-ask")}</p>}
      </div>
      {error !== undefined && <Failed error={error} />}
    </div>
  );
}
