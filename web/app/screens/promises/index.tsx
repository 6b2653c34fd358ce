// Promises: what was promised to whom, who keeps it, by when.
import { useSession } from "../../api/session";
import { api } from "../../api/client";
import type { PromiseMade } from "../../api/types";
import { LinkButton } from "../../kit/button";
import { looking, MoreFilters, Records, Search, Toggle, useList, Views, type Looking } from "../../kit/list";
import { Empty, Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { CustomerName, PersonPicker, SitePicker } from "../../kit/records/name";
import { dayOn, fromWall, near } from "../../kit/records/when";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";

const states = ["open", "kept", "broken"] as const;

export default function Promises({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory(), at = looking(query), several = here.sites.length > 1;
  const state = at.get("show") || "open";
  const list = useList((cursor, signal) => api.get("/v1/promises", {
    query: {
      cursor, limit: 50, q: at.get("q"), site: at.get("site"), person: at.get("person"), customer: at.get("customer"),
      state: state === "all" ? "" : state, mine: at.get("mine") ? true : undefined,
      due_before: at.get("due") ? fromWall(dayOn(0, here.zone(at.get("site"))), here.zone(at.get("site"))) : "",
    }, signal,
  }), [String(query), here.ready], ["promise"]);
  const row = (one: PromiseMade) => ({
    href: `/promises/${one.id}`,
    title: one.what || t("records.erased"),
    badge: <Due one={one} zone={here.zone(one.site)} />,
    about: [one.customer && <CustomerName id={one.customer} />, one.owner === who.person.id ? t("promises.i-keep-it") : t("promises.they-keep-it", { name: here.person(one.owner) }), several && here.siteName(one.site)],
  });
  return (
    <Page title={t("promises.title")} actions={<LinkButton kind="main" icon="plus" href="/promises/new">{t("promises.new")}</LinkButton>}>
      <Tools at={at} state={state} />
      <Records list={list} at={at} row={row} label={t("promises.title")}
        empty={<Empty text={t("promises.empty")}><LinkButton href="/promises/new">{t("promises.new")}</LinkButton></Empty>} />
    </Page>
  );
}

function Tools({ at, state }: { at: Looking; state: string }) {
  const who = useSession();
  const views = [...states.map((value) => ({ value: value as string, text: t(`promises.state-${value}` as "promises.state-open") })), { value: "all", text: t("records.all") }];
  return (
    <div class="list-tools">
      <Search label={t("promises.search")} at={at} />
      <div class="list-chips">
        <Views label={t("records.show")} name="show" options={views} at={at} />
        {state === "open" && <Toggle name="due" text={t("promises.due-today")} at={at} />}
        {!who.alone && <Toggle name="mine" text={t("records.mine")} at={at} />}
      </div>
      <MoreFilters at={at} names={["site", "person"]}>
        <SitePicker value={at.get("site")} onChange={(id) => at.set("site", id)} all={t("records.anywhere")} />
        {!who.alone && <PersonPicker label={t("promises.keeper")} value={at.get("person")} onChange={(id) => at.set("person", id)} nobody={t("records.anybody")} />}
      </MoreFilters>
    </div>
  );
}

export function Due({ one, zone }: { one: PromiseMade; zone: string | undefined }) {
  if (one.state === "kept") return <span class="badge good">{t("promises.state-kept")}</span>;
  if (one.state === "broken") return <span class="badge">{t("promises.state-broken")}</span>;
  if (!one.due_at) return <span class="badge">{t("promises.next-visit")}</span>;
  const past = Date.parse(one.due_at) < Date.now();
  return <span class={`badge ${past ? "bad" : "warn"}`}>{t(past ? "promises.was-due" : "promises.due", { when: near(one.due_at, zone) })}</span>;
}
