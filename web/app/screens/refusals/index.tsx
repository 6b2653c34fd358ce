// Refusals of further service: who, until when, and what was said against it.
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Refusal } from "../../api/types";
import { LinkButton } from "../../kit/button";
import { looking, MoreFilters, Records, Search, useList, Views } from "../../kit/list";
import { Empty, Page } from "../../kit/page";
import { called, useCustomer, useDirectory } from "../../kit/records/directory";
import { SitePicker } from "../../kit/records/name";
import { day } from "../../kit/records/when";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";

export default function Refusals({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory(), at = looking(query), view = at.get("show") || "holding";
  const list = useList((cursor, signal) => api.get("/v1/refusals", {
    query: { cursor, limit: 50, q: at.get("q"), site: at.get("site"), customer: at.get("customer"), lifted: view === "all" ? undefined : false, appealed: view === "appealed" ? true : undefined }, signal,
  }), [String(query)], ["refusal"]);
  // What has run out still counts as not lifted; an appeal that was answered waits for nobody.
  const wanted = (one: Refusal) => view === "all" || (holds(one) && (view !== "appealed" || !one.answered_at));
  const shown = list.items ? { ...list, items: list.items.filter(wanted) } : list;
  const decides = may(who, "refusal.decide");
  const row = (one: Refusal) => ({
    href: `/refusals/${one.id}`,
    title: one.reason || t("records.erased"),
    badge: <State one={one} zone={here.zone(one.site)} />,
    about: [<Who id={one.customer} />, here.siteName(one.site) || t("refusals.everywhere"), here.person(one.decided_by)],
  });
  const views = (["holding", "appealed"] as const).map((value) => ({ value: value as string, text: t(`refusals.view-${value}`) }));
  return (
    <Page title={t("refusals.title")} actions={decides && <LinkButton icon="plus" href="/refusals/new">{t("refusals.new")}</LinkButton>}>
      <div class="list-tools">
        <Search label={t("refusals.search")} at={at} />
        <Views label={t("records.show")} name="show" options={[...views, { value: "all", text: t("records.all") }]} at={at} />
        <MoreFilters at={at} names={["site"]}>
          <SitePicker value={at.get("site")} onChange={(id) => at.set("site", id)} all={t("records.anywhere")} />
        </MoreFilters>
      </div>
      <Records list={shown} at={at} row={row} label={t("refusals.title")} empty={<Empty text={t("refusals.empty")} />} />
    </Page>
  );
}

function Who({ id }: { id: string }) {
  return <>{called(useCustomer(id)) || "…"}</>;
}

export const holds = (one: Refusal): boolean => !one.lifted_at && Date.parse(one.until) > Date.now();

export function State({ one, zone }: { one: Refusal; zone: string | undefined }) {
  if (one.lifted_at) return <span class="badge good">{t("refusals.lifted")}</span>;
  if (!holds(one)) return <span class="badge">{t("refusals.ended")}</span>;
  if (one.appealed_at && !one.answered_at) return <span class="badge warn">{t("refusals.view-appealed")}</span>;
  return <span class="badge">{t("refusals.until-day", { day: day(one.until, zone) })}</span>;
}
