// Cases: what is still to be done, by when; search in all that was.
import { may, useSession } from "../../api/session";
import type { Case } from "../../api/types";
import { LinkButton } from "../../kit/button";
import { Select } from "../../kit/field";
import { looking, MoreFilters, Records, Search, Toggle, useList, Views, type Looking } from "../../kit/list";
import { Empty, Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { PersonPicker, SitePicker } from "../../kit/records/name";
import { day, near } from "../../kit/records/when";
import { known, t } from "../../words/words";
import type { ScreenProps } from "../table";
import { byDeadline, deadline, late, readCases } from "./read";

export const outcomes = ["satisfied", "partly", "unsatisfied", "service_ended", "removed"] as const;
const outcomeName = (outcome: string) => (known(`outcomes.${outcome}`) ? t(`outcomes.${outcome}` as "outcomes.satisfied") : outcome);

export default function Cases({ query }: ScreenProps) {
  const who = useSession(), at = looking(query);
  const asked = at.get("q");
  const view = at.get("show") || (asked || at.get("outcome") ? "all" : "todo");
  const list = useList(readCases(at, view), [String(query), view], ["case"]);
  const sorted = view === "todo" && !asked && list.items ? { ...list, items: [...list.items].sort(byDeadline) } : list;
  const write = may(who, "case.work");
  return (
    <Page title={t("cases.title")} actions={write && <LinkButton kind="main" icon="plus" href="/cases/new">{t("cases.new")}</LinkButton>}>
      <Tools at={at} view={view} />
      <Records list={sorted} at={at} row={useRow()} label={t("cases.title")}
        empty={<Empty text={t("cases.empty")}>{write && <LinkButton href="/cases/new">{t("cases.new")}</LinkButton>}</Empty>} />
    </Page>
  );
}

function Tools({ at, view }: { at: Looking; view: string }) {
  const who = useSession();
  const views = ["todo", "closed", "all"].map((value) => ({ value, text: value === "all" ? t("records.all") : t(`cases.view-${value}` as "cases.view-todo") }));
  return (
    <div class="list-tools">
      <Search label={t("cases.search")} at={at} />
      <div class="list-chips">
        <Views label={t("records.show")} name="show" options={views} at={at} fallback={at.get("q") || at.get("outcome") ? "all" : "todo"} />
        {view !== "closed" && <Toggle name="late" text={t("cases.late")} at={at} />}
        {!who.alone && <Toggle name="mine" text={t("records.mine")} at={at} />}
      </div>
      <MoreFilters at={at} names={["site", "person", "outcome"]}>
        <SitePicker value={at.get("site")} onChange={(id) => at.set("site", id)} all={t("records.anywhere")} />
        {!who.alone && <PersonPicker label={t("records.who")} value={at.get("person")} onChange={(id) => at.set("person", id)} nobody={t("records.anybody")} />}
        <Select label={t("cases.outcome")} value={at.get("outcome")} onChange={(value) => at.set("outcome", value)}
          options={[{ value: "", text: t("cases.any-outcome") }, ...outcomes.map((value) => ({ value: value as string, text: outcomeName(value) }))]} />
      </MoreFilters>
    </div>
  );
}

function useRow() {
  const here = useDirectory(), several = here.sites.length > 1;
  return (one: Case) => ({
    href: `/cases/${one.id}`,
    title: one.subject || t("cases.untold"),
    badge: <State one={one} zone={here.zone(one.site)} />,
    about: [
      t("cases.number", { number: String(one.number) }),
      day(one.received_at ?? one.created_at, here.zone(one.site)),
      several && here.siteName(one.site),
      one.owner ? here.person(one.owner) : one.state !== "closed" && t("cases.nobody"),
    ],
  });
}

/** How far it is, and by when the next step is due. */
export function State({ one, zone }: { one: Case; zone: string | undefined }) {
  if (one.state === "closed") return <span class={`badge${one.outcome === "satisfied" ? " good" : ""}`}>{one.outcome ? outcomeName(one.outcome) : t("cases.view-closed")}</span>;
  const due = deadline(one);
  if (!due) return <span class="badge">{t(`cases.state-${one.state}` as "cases.state-open")}</span>;
  return late(one) ? <span class="badge bad">{t("cases.was-due", { when: near(due, zone) })}</span> : <span class="badge warn">{t(one.state === "open" ? "cases.tell-by" : "cases.answer-by", { when: near(due, zone) })}</span>;
}
