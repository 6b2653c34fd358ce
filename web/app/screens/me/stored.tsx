// All that the desk keeps about me: to read, and to take along.
import { api } from "../../api/client";
import { useSession } from "../../api/session";
import { useLoad } from "../../kit/load";
import { useDirectory } from "../../kit/records/directory";
import { Page, coming } from "../../kit/page";
import { dateTime, known, number, t } from "../../words/words";

type Row = Readonly<Record<string, unknown>>;
const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") return time.test(value) ? dateTime(value) : value;
  if (typeof value === "number") return number(value);
  return typeof value === "boolean" ? t(value ? "me.yes" : "me.no") : JSON.stringify(value);
}

const label = (name: string) => (known(`me.field.${name}`) ? t(`me.field.${name}` as "me.field.name") : name.replaceAll("_", " "));
/** Read here is what says something; the file has every field. */
const says = ([name, value]: [string, unknown]) => !["id", "version", "person", "key", "card"].includes(name) && value !== null && value !== "" && value !== false;

const title = (kind: string) => (known(`me.kind.${kind}`) ? t(`me.kind.${kind}` as "me.kind.people") : kind.replaceAll("_", " "));

export default function Stored() {
  const who = useSession();
  const { sites, people } = useDirectory();
  const stored = useLoad((signal) => api.get("/v1/people/{id}/stored", { ids: [who.person.id], signal }), [who.person.id]);
  if (!stored.data) return coming({ title: t("me.stored"), back: { href: "/me", text: who.person.name } }, [stored]);
  const named = new Map([...sites, ...people].map(({ id, name }) => [id, name]));
  const lists = Object.entries(stored.data.records as Record<string, Row[]>).filter(([, rows]) => rows.length > 0);
  return (
    <Page title={t("me.stored")} back={{ href: "/me", text: who.person.name }} actions={<a class="button plain" href={`data:application/json;charset=utf-8,${encodeURIComponent(JSON.stringify(stored.data, null, 2))}`} download="amends-me.json"><span>{t("me.stored-save")}</span></a>}>
      <p class="soft">{t("me.stored-long")}</p>
      {lists.map(([kind, rows]) => (
        <details key={kind} class="card me-stored">
          <summary><strong>{title(kind)}</strong> <span class="soft">{number(rows.length)}</span></summary>
          {rows.slice(0, 50).map((row, at) => (
            <dl key={at}>
              {Object.entries(row).filter(says).map(([name, value]) => <div key={name}><dt>{label(name)}</dt><dd>{shown(named.get(String(value)) ?? value)}</dd></div>)}
            </dl>
          ))}
          {rows.length > 50 && <p class="soft">{t("me.stored-more", { n: rows.length - 50 })}</p>}
        </details>
      ))}
    </Page>
  );
}
