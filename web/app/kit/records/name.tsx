// A customer's name where only the id is known, and the pickers for who, where and whose.
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { may, useSession } from "../../api/session";
import type { Customer } from "../../api/types";
import { t } from "../../words/words";
import { Button } from "../button";
import { Field, Select } from "../field";
import { Said } from "../said";
import { called, everywhere, learn, useCustomer, useDirectory } from "./directory";

export function CustomerName({ id, link = false }: { id: string | null | undefined; link?: boolean }) {
  const customer = useCustomer(id), name = called(customer);
  if (!id || !name) return null;
  return link && customer ? <a href={`/customers/${id}`}>{name}</a> : <>{name}</>;
}

interface SiteProps {
  value: string;
  onChange: (id: string) => void;
  /** What stands for no one site; none: one must be chosen. */
  all?: string;
  /** For a form: only where this person may write so. */
  permission?: string;
  mistake?: string | undefined;
}

/** Where; not asked where there is one site alone. */
export function SitePicker({ value, onChange, all, permission, mistake }: SiteProps) {
  const { sites } = useDirectory(), who = useSession();
  const free = !permission || everywhere(who, permission);
  const open = sites.filter((site) => (!site.closed && (free || who.memberships.some((one) => one.site === site.id))) || site.id === value);
  const none = all !== undefined && free;
  if (open.length < 2 && !(none && open.length > 0 && permission)) return null;
  const options = open.map(({ id, name }) => ({ value: id, text: name }));
  return <Select label={t("records.where")} value={value} mistake={mistake} onChange={onChange} options={none ? [{ value: "", text: all }, ...options] : options} />;
}

export function PersonPicker({ label, value, onChange, nobody, without, mistake }: { label: string; value: string; onChange: (id: string) => void; nobody?: string; without?: string; mistake?: string | undefined }) {
  const { people } = useDirectory(), who = useSession();
  const others = people.filter(({ id }) => id !== without).sort((one, two) => Number(two.id === who.person.id) - Number(one.id === who.person.id));
  const options = others.map(({ id, name }) => ({ value: id, text: id === who.person.id ? t("records.me", { name }) : name }));
  return <Select label={label} value={value} mistake={mistake} onChange={onChange} options={nobody === undefined ? options : [{ value: "", text: nobody }, ...options]} />;
}

const same = (text: string, part: string) => text.toLocaleLowerCase().includes(part);

/** The desk finds whole words; what is newest is looked through by parts of words too. */
async function find(words: string, signal: AbortSignal): Promise<Customer[]> {
  const [found, recent] = await Promise.all([
    api.get("/v1/customers", { query: { q: words, limit: 20 }, signal }),
    api.get("/v1/customers", { query: { limit: 200 }, signal }),
  ]);
  const part = words.toLocaleLowerCase();
  const both = [...found.items, ...recent.items.filter(({ name, contact }) => same(name, part) || same(contact, part.replace(/\s/g, "")))];
  return [...new Map(both.map((one) => [one.id, one])).values()].filter(({ erased_at }) => !erased_at).slice(0, 6);
}

/** Whose it is: a few letters of the name, then a tap. */
export function CustomerPicker({ label, value, onChange, required, mistake }: { label: string; value: string; onChange: (id: string) => void; required?: boolean; mistake?: string | undefined }) {
  const who = useSession(), chosen = useCustomer(value || null);
  const [words, setWords] = useState(""), [found, setFound] = useState<Customer[]>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    setFound(undefined);
    if (!words.trim()) return;
    const control = new AbortController();
    const soon = setTimeout(() => find(words.trim(), control.signal).then(setFound, () => undefined), 200);
    return () => { clearTimeout(soon); control.abort(); };
  }, [words]);
  if (!may(who, "customer.see")) return null;
  const take = (customer: Customer) => { learn(customer); onChange(customer.id); setWords(""); };
  if (value) {
    return (
      <div class="field" role="group" aria-label={label}>
        <span class="picked-label">{label}</span>
        <div class="picked"><strong>{called(chosen) || "…"}</strong><Button kind="quiet" onClick={() => onChange("")}>{t("records.other")}</Button></div>
      </div>
    );
  }
  return (
    <div class="pick" ref={box}>
      <Field label={label} value={words} onInput={setWords} type="search" placeholder={t("records.find-customer")} {...(required ? { required } : {})} mistake={mistake} />
      {found && (
        <ul class="rows" aria-label={t("records.found")}>
          {found.map((customer) => (
            <li key={customer.id}><button type="button" class="list-row" onClick={() => take(customer)}>
              <span class="list-title">{called(customer)}</span><span class="list-about"><span>{customer.contact}</span></span>
            </button></li>
          ))}
          {found.length === 0 && <li class="soft"><Said>{t("records.no-customer")}</Said></li>}
        </ul>
      )}
    </div>
  );
}
