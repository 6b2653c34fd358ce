// Customers: found by a word or by their contact.
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Customer } from "../../api/types";
import { LinkButton } from "../../kit/button";
import { looking, Records, Search, useList, type Part } from "../../kit/list";
import { Empty, Page } from "../../kit/page";
import { called, useDirectory } from "../../kit/records/directory";
import { SitePicker } from "../../kit/records/name";
import { day } from "../../kit/records/when";
import { t } from "../../words/words";
import type { ScreenProps } from "../table";

/** Looks like a telephone number or an address. */
const contact = (q: string): boolean => /^[^\s@]+@[^\s@]+$|^[+(]?\d[\d\s()./-]{4,}$/.test(q);

async function find(q: string, site: string, cursor: string | undefined, signal: AbortSignal): Promise<Part<Customer>> {
  const words = () => api.get("/v1/customers", { query: { cursor, limit: 50, q, site }, signal });
  if (cursor || !contact(q)) return words();
  const [known, found] = await Promise.all([api.get("/v1/customers/by-contact", { query: { contact: q, limit: 50 }, signal }).catch(() => ({ items: [], next: null })), words()]);
  return { items: [...known.items.filter((one) => !site || one.site === site), ...found.items], next: found.next };
}

export default function Customers({ query }: ScreenProps) {
  const who = useSession(), here = useDirectory(), at = looking(query), several = here.sites.length > 1;
  const list = useList((cursor, signal) => find(at.get("q"), at.get("site"), cursor, signal), [String(query)], ["customer"]);
  const row = (one: Customer) => ({
    href: `/customers/${one.id}`,
    title: called(one),
    badge: one.hold ? <span class="badge warn">{t("records.hold")}</span> : undefined,
    about: [one.name && one.contact, several && here.siteName(one.site), one.last_visit_at && t("customers.here-last", { day: day(one.last_visit_at, here.zone(one.site)) })],
  });
  const works = may(who, "customer.work");
  return (
    <Page title={t("customers.title")} actions={works && <LinkButton kind="main" icon="plus" href="/customers/new">{t("customers.new")}</LinkButton>}>
      <div class="list-tools">
        <Search label={t("customers.search")} hint={t("customers.search-hint")} at={at} />
        {several && <SitePicker value={at.get("site")} onChange={(id) => at.set("site", id)} all={t("records.anywhere")} />}
      </div>
      <Records list={list} at={at} row={row} label={t("customers.title")}
        empty={<Empty text={t("customers.empty")}>{works && <LinkButton href="/customers/new">{t("customers.new")}</LinkButton>}</Empty>} />
    </Page>
  );
}
