// "Can I give …?": a kind, an amount. Within authority it is yes, and counted once it was given; beyond, the same tap asks.
import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import type { Authority, Card, CoachEvent, Counter, Running } from "../../offline";
import { Button } from "../../kit/button";
import { Icon } from "../../kit/icons";
import { useLoad } from "../../kit/load";
import { Said } from "../../kit/said";
import { money, number, numberOf, t } from "../../words/words";
import { approvalText, giftText, grantedAmount } from "./approval-text";
import type { Approvals } from "./approvals";
import { Clock } from "./clock";
import type { Place } from "./desk";
import { authorityOf, choices, gift, givenIn, isAmount, kinds, within, type Kind } from "./give";
import { Panel } from "./panel";

interface Props {
  running: Running | undefined;
  place: Place | undefined;
  approvals: Approvals;
  names: (id: string | null | undefined) => string;
  at: () => Promise<Counter>;
  alone: boolean;
  away: boolean;
  onTell: (event: CoachEvent) => Promise<Card | null>;
  onClose: () => void;
}

interface Choice {
  kind: Kind;
  amount: number;
}

/** What one may give: as the encounter has it, or before there is one, as the desk says. */
function useAuthority(running: Running | undefined, site: string | undefined): Authority | undefined {
  const { person } = useSession();
  const asked = useLoad(async (signal) => (site && !running ? (await api.get("/v1/people/{id}/authority", { ids: [person.id], query: { site }, signal })).authority as Authority : undefined), [site, running?.local]);
  return running ? authorityOf(running) : asked.data;
}

export function Give({ running, place, approvals, names, at, alone, away, onTell, onClose }: Props) {
  const [kind, setKind] = useState<Kind>();
  const [yes, setYes] = useState<Choice>();
  const [no, setNo] = useState<Choice>();
  const currency = place?.currency ?? "EUR";
  const authority = useAuthority(running, place?.id);
  const given = async ({ kind: what, amount }: Choice) => { approvals.forget(); await onTell({ gave: gift(what, amount, currency) }); };
  const choose = async (what: Kind, amount: number) => {
    const counter = await at().catch(() => undefined);
    const choice = { kind: what, amount };
    if (within(counter?.now.get(), what, amount)) setYes(choice);
    else if (alone || away) setNo(choice);
    else void approvals.ask(what, amount);
  };
  const { asking } = approvals;
  if (asking) return <Answered {...{ approvals, names, currency, onClose }} onGiven={() => void given({ kind: asking.kind, amount: grantedAmount(asking) })} />;
  if (yes) return (
    <Panel title={t("counter.give")} onClose={onClose}>
      <Said class="counter-became good"><p class="counter-became-text">{t("counter.yes", { what: giftText(yes.kind, yes.amount, currency) })}</p></Said>
      <Button kind="main" wide icon="check" onClick={() => void given(yes)}>{t("counter.given")}</Button>
      <Button wide onClick={() => setYes(undefined)}>{t("counter.other-amount")}</Button>
    </Panel>
  );
  if (no) return (
    <Panel title={t("counter.give")} onClose={onClose}>
      <Said class="counter-became"><p class="counter-became-text">{alone ? t("counter.beyond") : t("counter.beyond-away")}</p></Said>
      <Button wide onClick={() => setNo(undefined)}>{t("counter.other-amount")}</Button>
    </Panel>
  );
  if (!kind) return <Kinds running={running} authority={authority} currency={currency} onKind={(one) => (isAmount(one) || one === "discount_percent" ? setKind(one) : void choose(one, 1))} onClose={onClose} />;
  return <Amounts {...{ running, authority, kind, currency }} onAmount={(amount) => void choose(kind, amount)} onBack={() => setKind(undefined)} onClose={onClose} />;
}

function Kinds({ running, authority, currency, onKind, onClose }: { running: Running | undefined; authority: Authority | undefined; currency: string; onKind: (kind: Kind) => void; onClose: () => void }) {
  const sums = Object.entries(givenIn(running)) as [Kind, number][];
  return (
    <Panel title={t("counter.give")} onClose={onClose}>
      <div class="counter-chips two" role="group" aria-label={t("counter.give")}>
        {kinds.map((one) => {
          const free = within(running, one, 0.01, authority);
          return <button key={one} type="button" class={free ? "good" : ""} onClick={() => onKind(one)}><Icon name={free ? "check" : "people"} label={t(free ? "counter.yours" : "counter.to-ask")} />{t(`counter.kind.${one}`)}</button>;
        })}
      </div>
      {sums.length > 0 && <p class="soft">{t("counter.given-so-far", { what: sums.map(([one, sum]) => giftText(one, sum, currency)).join(", ") })}</p>}
    </Panel>
  );
}

function Amounts({ running, authority, kind, currency, onAmount, onBack, onClose }: { running: Running | undefined; authority: Authority | undefined; kind: Kind; currency: string; onAmount: (amount: number) => void; onBack: () => void; onClose: () => void }) {
  const [other, setOther] = useState("");
  const text = (amount: number) => (kind === "discount_percent" ? number(amount / 100, { style: "percent" }) : money(amount, currency));
  const typed = numberOf(other);
  const send = (event: Event) => { event.preventDefault(); if (typed > 0) onAmount(Math.round(typed * 100) / 100); };
  return (
    <Panel title={t(`counter.kind.${kind}`)} onClose={onClose}>
      <div class="counter-chips" role="group" aria-label={t("counter.amount")}>
        {choices(running, kind, authority).map((amount) => {
          const free = within(running, kind, amount, authority);
          return <button key={amount} type="button" class={free ? "good" : ""} onClick={() => onAmount(amount)}><Icon name={free ? "check" : "people"} label={t(free ? "counter.yours" : "counter.to-ask")} />{text(amount)}</button>;
        })}
      </div>
      <form class="counter-typed" onSubmit={send}>
        <input aria-label={t("counter.amount")} placeholder={t("counter.amount")} inputMode="decimal" autoComplete="off" value={other} onInput={(event) => setOther(event.currentTarget.value)} />
        <Button type="submit">{t("counter.can-i")}</Button>
      </form>
      <Button kind="quiet" onClick={onBack}>{t("counter.other-kind")}</Button>
    </Panel>
  );
}

/** The question, while it waits and when it is answered. */
function Answered({ approvals, names, currency, onGiven, onClose }: { approvals: Approvals; names: Props["names"]; currency: string; onGiven: () => void; onClose: () => void }) {
  const asking = approvals.asking!;
  const state = asking.error !== undefined ? "failed" : asking.approval?.state ?? "asked";
  return (
    <Panel title={t("counter.give")} onClose={onClose}>
      <div class={`counter-became ${state === "granted" ? "good" : ""}`} data-state={state}>
        <p class="counter-became-text">{approvalText(asking, currency, names)}</p>
        {asking.approval?.answer && <p>{asking.approval.answer}</p>}
        {state === "asked" && <><Clock since={asking.since} /><p>{t("counter.offer-seat")}</p></>}
      </div>
      {state === "granted" && <Button kind="main" wide icon="check" onClick={onGiven}>{t("counter.given")}</Button>}
      {state === "asked" ? <Button wide onClick={() => void approvals.withdraw()}>{t("counter.not-needed")}</Button>
        : <Button wide onClick={() => approvals.forget()}>{t("counter.other-amount")}</Button>}
    </Panel>
  );
}
