// The menu: at the side where there is room; below on a phone, as many places as have room for their names, the others behind More.
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../kit/icons";
import type { Screen } from "../screens/table";
import { t } from "../words/words";

const MOST = 5;

export function Menu({ entries, path }: { entries: readonly Screen[]; path: string }) {
  const [open, setOpen] = useState(false);
  const [{ room }, setRoom] = useState({ room: MOST });
  const at = useRef<HTMLElement>(null), more = useRef<HTMLButtonElement>(null), id = useId();
  const shown = entries.length > room ? room - 1 : entries.length;
  const [first, rest] = [entries.slice(0, shown), entries.slice(shown)];
  useEffect(() => setOpen(false), [path]);
  // Another width, or larger text: it is measured anew.
  useEffect(() => {
    const watch = new ResizeObserver(() => setRoom({ room: MOST }));
    watch.observe(at.current!);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    const names = [...at.current!.querySelectorAll<HTMLElement>(":scope > * > span")];
    if (room > 2 && names.some((name) => name.scrollWidth > name.clientWidth)) setRoom({ room: room - 1 });
  });
  return (
    <nav ref={at} class="menu" aria-label={t("shell.menu")} onKeyDown={(event) => {
      if (event.key !== "Escape" || !open) return;
      setOpen(false);
      more.current?.focus();
    }}>
      {first.map((entry) => <Entry key={entry.path} entry={entry} path={path} />)}
      {rest.length > 0 && (
        <>
          <button ref={more} type="button" class="menu-more" aria-expanded={open} aria-controls={id} data-here={rest.some((one) => path.startsWith(one.path)) || undefined} onClick={() => setOpen(!open)}>
            <Icon name="more" /><span>{t("shell.more")}</span>
          </button>
          <div id={id} class={`menu-rest${open ? " open" : ""}`}>{rest.map((entry) => <Entry key={entry.path} entry={entry} path={path} />)}</div>
        </>
      )}
    </nav>
  );
}

function Entry({ entry: { path: to, menu }, path }: { entry: Screen; path: string }) {
  return menu ? <a href={to} aria-current={path.startsWith(to) ? "page" : undefined}><Icon name={menu.icon} /><span>{t(menu.name as "shell.me")}</span></a> : null;
}
