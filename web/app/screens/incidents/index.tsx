// Incidents: what happened, what harm was done, and whether something is still to be done about it.
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Incident } from "../../api/types";
import { LinkButton } from "../../kit/button";
import { Select } from "../../kit/field";
import { looking, MoreFilters, Records, Search, Toggle, useList, Views } from "../../kit/list";
import { Empty, Page } from "../../kit/page";
import { useDirectory } from "../../kit/records/directory";
import { SitePicker } from "../../kit/records/name";
import { when } from "../../kit/records/when";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";
import { harmName, harms } from "./fields";

export default function Incidents({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory(), at = looking(query), several = here.sites.length > 1;
  const sees = may(who, "incident.see"), view = at.get("show") || "todo";
  const settled = view === "todo" ? false : view === "settled" ? true : undefined;
  const list = useList((cursor, signal) => api.get("/v1/incidents", {
    query: { cursor, limit: 50, q: at.get("q"), site: at.get("site"), harm: at.get("harm"), settled, mine: at.get("mine") ? true : undefined }, signal,
  }), [String(query)], ["incident"]);
  const row = (one: Incident) => ({
    href: `/incidents/${one.id}`,
    title: one.what || t("records.erased"),
    badge: <Harm one={one} />,
    about: [t("incidents.number", { number: String(one.number) }), when(one.happened_at, here.zone(one.site)), several && here.siteName(one.site), one.settled_at && t("incidents.settled")],
  });
  const views = (["todo", "settled"] as const).map((value) => ({ value: value as string, text: t(`incidents.view-${value}`) }));
  return (
    <Page title={t("incidents.title")} actions={<LinkButton kind="main" icon="plus" href="/incidents/new">{t("incidents.new")}</LinkButton>}>
      <div class="list-tools">
        <Search label={t("incidents.search")} at={at} />
        <div class="list-chips">
          <Views label={t("records.show")} name="show" options={[...views, { value: "all", text: t("records.all") }]} at={at} />
          {sees && !who.alone && <Toggle name="mine" text={t("incidents.mine")} at={at} />}
        </div>
        <MoreFilters at={at} names={["site", "harm"]}>
          <SitePicker value={at.get("site")} onChange={(id) => at.set("site", id)} all={t("records.anywhere")} />
          <Select label={t("incidents.harm")} value={at.get("harm")} onChange={(value) => at.set("harm", value)}
            options={[{ value: "", text: t("incidents.any-harm") }, ...harms.map((value) => ({ value: value as string, text: harmName(value) }))]} />
        </MoreFilters>
      </div>
      {!sees && <p class="soft small">{t("incidents.only-own")}</p>}
      <Records list={list} at={at} row={row} label={t("incidents.title")}
        empty={<Empty text={t("incidents.empty")}><LinkButton href="/incidents/new">{t("incidents.new")}</LinkButton></Empty>} />
    </Page>
  );
}

export function Harm({ one }: { one: Incident }) {
  const kind = one.settled_at || one.harm === "none" ? "" : one.harm === "injury" || one.harm === "serious" ? " bad" : " warn";
  return <span class={`badge${kind}`}>{harmName(one.harm)}</span>;
}
