// Goes anywhere: screens by name, records and people by their words. Arrow keys and Enter, or a tap. And what the keys do.
import { useState } from "preact/hooks";
import { useSession } from "../api/session";
import { useStore } from "../api/store";
import { Dialog } from "../kit/dialog";
import { Field } from "../kit/field";
import { useLoad } from "../kit/load";
import { Failed } from "../kit/page";
import { go } from "../router";
import { allowed } from "../screens/table";
import { t } from "../words/words";
import { has, search, type Hit } from "./find";
import { wanted } from "./keys";

export default function Over() {
  return useStore(wanted) === "keys" ? <Keys /> : <Anywhere />;
}

function Anywhere() {
  const who = useSession();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const words = typed.trim();
  const found = useLoad<Hit[]>((signal) => (words.length < 2 ? Promise.resolve([]) : search(who, words, signal)), [words]);
  const named = [...allowed(who).map(({ path, menu, name }) => [path, menu?.name ?? name] as const), ["/method", "settings.method"] as const];
  const hits: Hit[] = [
    ...named.flatMap(([href, name]) => (name ? [{ href, text: t(name as "shell.me"), kind: "" }] : [])).filter(({ text }) => has(text, words)),
    ...(words.length < 2 ? [] : found.data ?? []),
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
        <p class="soft" role="status">{words.length >= 2 && !found.loading && hits.length === 0 && t("shell.nothing-found")}</p>
        {found.error !== undefined && <Failed error={found.error} again={found.reload} />}
      </form>
    </Dialog>
  );
}

const keys = [["Ctrl K", "anywhere"], ["/", "search"], ["?", "this"], ["1 … 9", "menu"], ["1 … 5", "zones"], ["Alt Enter", "take"]] as const;

function Keys() {
  return (
    <Dialog title={t("shell.keys")} onClose={() => wanted.set(undefined)}>
      <dl class="shell-keys">
        {keys.map(([key, does]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(`shell.keys-${does}`)}</dd></div>)}
      </dl>
      <p class="hint">{t("shell.keys-off")} <a href="/me" onClick={() => wanted.set(undefined)}>{t("shell.me")}</a></p>
    </Dialog>
  );
}
