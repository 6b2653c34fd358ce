// What came of it beside the conversation: given, asked, promised, who was called; the result; the log.
import { api } from "../../api/client";
import type { Approval, Call, PromiseMade, Remedy } from "../../api/types";
import { Button } from "../../kit/button";
import { useList } from "../../kit/list";
import { useLoad } from "../../kit/load";
import { useNames } from "../../kit/names";
import { remedyText } from "../../kit/remedy";
import { dateTime, known, money, t } from "../../words/words";

export function Given({ remedies }: { remedies: readonly Remedy[] }) {
  const names = useNames(), back = new Set(remedies.map(({ takes_back }) => takes_back));
  if (remedies.length === 0) return null;
  return (
    <section class="card" aria-labelledby="case-given">
      <h2 id="case-given">{t("case.given")}</h2>
      <ul class="case-list">{remedies.filter(({ takes_back }) => !takes_back).map((one) => (
        <li key={one.id}>
          <strong>{remedyText(one)}</strong>{one.owed && <span class="badge">{t("case.owed")}</span>}{back.has(one.id) && <span class="badge warn">{t("case.taken-back")}</span>}
          {one.what && <p>{one.what}</p>}
          <p class="soft small">{names.person(one.person)} · {dateTime(one.created_at)}</p>
        </li>
      ))}</ul>
    </section>
  );
}

function answerText(one: Approval): string {
  const given = { remedy: one.remedy, amount: one.granted ?? one.asked, percent: one.granted_percent ?? one.asked_percent, currency: one.currency };
  return one.state === "granted" ? t("case.granted", { what: remedyText(given) }) : t(`case.approval.${one.state}`);
}

export function Approvals({ approvals }: { approvals: readonly Approval[] }) {
  const names = useNames();
  if (approvals.length === 0) return null;
  return (
    <section class="card" aria-labelledby="case-asked">
      <h2 id="case-asked">{t("case.asked")}</h2>
      <ul class="case-list">{approvals.map((one) => (
        <li key={one.id}>
          <strong>{remedyText({ remedy: one.remedy, amount: one.asked, percent: one.asked_percent, currency: one.currency })}</strong>
          {one.reason && <p>{one.reason}</p>}
          <p>{answerText(one)}{one.answer && ` · ${one.answer}`}</p>
          <p class="soft small">{[names.person(one.asked_by), names.person(one.answered_by)].filter(Boolean).join(" → ")} · {dateTime(one.answered_at ?? one.created_at)}</p>
        </li>
      ))}</ul>
    </section>
  );
}

export function Promises({ promises }: { promises: readonly PromiseMade[] }) {
  const names = useNames();
  if (promises.length === 0) return null;
  return (
    <section class="card" aria-labelledby="case-promised">
      <h2 id="case-promised">{t("case.promised")}</h2>
      <ul class="case-list">{promises.map((one) => (
        <li key={one.id}>
          <a href={`/promises/${one.id}`}>{one.what}</a> <span class={`badge ${one.state === "kept" ? "good" : one.state === "broken" ? "bad" : ""}`}>{t(`case.promise.${one.state}`)}</span>
          <p class="soft small">{names.person(one.owner)} · {one.due_at ? dateTime(one.due_at) : t("case.next-visit")}</p>
        </li>
      ))}</ul>
    </section>
  );
}

export function Calls({ encounter }: { encounter: string | null }) {
  const names = useNames();
  const calls = useLoad(async (signal): Promise<readonly Call[]> => (encounter ? (await api.get("/v1/calls", { query: { encounter, limit: 50 }, signal })).items : []), [encounter], ["call"]);
  if (!calls.data?.length) return null;
  return (
    <section class="card" aria-labelledby="case-calls">
      <h2 id="case-calls">{t("case.calls")}</h2>
      <ul class="case-list">{calls.data.map((one) => (
        <li key={one.id}>
          <strong>{t(`levels.${one.whom}`)}</strong> {t(`case.call.${one.state}`)}{one.note && <p>{one.note}</p>}
          <p class="soft small">{[names.person(one.called_by), names.person(one.answered_by)].filter(Boolean).join(" → ")} · {dateTime(one.created_at)}</p>
        </li>
      ))}</ul>
    </section>
  );
}

export function Result({ id, version }: { id: string; version: number }) {
  const result = useLoad((signal) => api.get("/v1/cases/{id}/result", { ids: [id], signal }), [id, version]);
  if (!result.data) return null;
  const { costs, came_back } = result.data;
  const some = costs.filter(({ conceded, owed, without_amount }) => conceded || owed || without_amount);
  return (
    <section class="card" aria-labelledby="case-result">
      <h2 id="case-result">{t("case.result")}</h2>
      <dl class="case-facts">
        {some.map(({ currency, conceded, owed, without_amount }) => (
          <div key={currency}><dt>{t("case.cost")}</dt><dd>
            {[conceded !== null && currency && t("case.conceded", { amount: money(conceded, currency) }), owed ? t("case.was-owed", { amount: money(owed, currency) }) : "", without_amount ? t("case.without-amount", { n: without_amount }) : ""].filter(Boolean).join(" · ")}
          </dd></div>
        ))}
        <div><dt>{t("case.came-back")}</dt><dd>{t(`case.back.${came_back}`)}</dd></div>
      </dl>
    </section>
  );
}

/** Everything somebody did with it, the newest first; older entries come when they are asked for. */
export function Log({ subject, version }: { subject: string; version: number }) {
  const names = useNames();
  const log = useList((cursor, signal) => api.get("/v1/audit", { query: { subject, cursor, limit: 20 }, signal }), [subject, version], ["-"]);
  if (!log.items?.length) return null;
  const action = (name: string) => (known(`case.log.${name}`) ? t(`case.log.${name}` as "case.log.case.opened") : name);
  return (
    <details class="card case-log">
      <summary>{t("case.log")}</summary>
      <ol>{log.items.map((one) => <li key={one.id}><span class="soft">{dateTime(one.created_at)}</span> {names.person(one.person)} <strong>{action(one.action)}</strong></li>)}</ol>
      {log.more && <Button kind="quiet" busy={log.loading} onClick={log.showMore}>{t("case.log-older")}</Button>}
    </details>
  );
}
