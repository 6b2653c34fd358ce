// Goes anywhere: screens by name, cases and customers by their words. Arrow keys and Enter, or a tap.
import { useState } from "preact/hooks";
import { api } from "../api/client";
import { may, useSession } from "../api/session";
import { Dialog } from "../kit/dialog";
import { Field } from "../kit/field";
import { useLoad } from "../kit/load";
import { go } from "../router";
import type { Screen } from "../screens/table";
import { t } from "../words/words";
import { wanted } from "./keys";

interface Hit {
  href: string;
  text: string;
  kind: string;
}

export function Anywhere({ entries }: { entries: readonly Screen[] }) {
  const who = useSession();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const words = typed.trim();
  const found = useLoad<Hit[]>(async (signal) => {
    if (words.length < 2) return [];
    const asking = { query: { q: words, limit: 5 }, signal };
    const [cases, customers] = await Promise.all([
      may(who, "case.see") ? api.get("/v1/cases", asking) : undefined,
      may(who, "customer.see") ? api.get("/v1/customers", asking) : undefined,
    ]);
    return [
      ...(cases?.items ?? []).map(({ id, number, subject }) => ({ href: `/cases/${id}`, text: `${number} · ${subject}`, kind: t("shell.case") })),
      ...(customers?.items ?? []).map(({ id, name, contact }) => ({ href: `/customers/${id}`, text: name || contact, kind: t("shell.customer") })),
    ];
  }, [words]);
  const hits: Hit[] = [
    ...entries.flatMap(({ path, menu }) => (menu ? [{ href: path, text: t(menu.name as "shell.me"), kind: "" }] : [])).filter(({ text }) => text.toLowerCase().includes(words.toLowerCase())),
    ...(found.data ?? []),
  ];
  const close = () => wanted.set(undefined);
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    go(hit.href);
  };
  const chosen = Math.min(at, hits.length - 1);
  return (
    <Dialog title={t("shell.anywhere")} onClose={close}>
      <form onSubmit={(event) => { event.preventDefault(); open(hits[chosen]); }}
        onKeyDown={(event) => {
          const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (step === undefined) return;
          event.preventDefault();
          setAt((chosen + step + hits.length) % Math.max(1, hits.length));
        }}>
        <Field label={t("shell.anywhere-what")} type="search" value={typed} onInput={(text) => { setTyped(text); setAt(0); }} autofocus />
        <ul class="rows shell-hits">
          {hits.map((hit, i) => (
            <li key={hit.href}>
              <button type="button" class="button wide plain" aria-current={i === chosen ? "true" : undefined} onClick={() => open(hit)}>
                <span>{hit.text}</span>{hit.kind && <small class="soft">{hit.kind}</small>}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  );
}

const keys = [["Ctrl K", "anywhere"], ["/", "search"], ["?", "this"], ["1 … 9", "menu"], ["1 … 5", "zones"], ["Alt Enter", "take"]] as const;

export function Keys() {
  return (
    <Dialog title={t("shell.keys")} onClose={() => wanted.set(undefined)}>
      <dl class="shell-keys">
        {keys.map(([key, does]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(`shell.keys-${does}`)}</dd></div>)}
      </dl>
      <p class="hint">{t("shell.keys-off")} <a href="/me" onClick={() => wanted.set(undefined)}>{t("shell.me")}</a></p>
    </Dialog>
  );
}
