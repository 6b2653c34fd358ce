// The browser's way back closes what is open over the zones, and only then leaves the counter.
import { useLayoutEffect, useRef } from "preact/hooks";

const isPanel = (): boolean => Boolean((history.state as { panel?: boolean } | null)?.panel);

/** `open`: something is open that `close` closes. It has a place of its own in the browser's history; one that was closed by
 * hand leaves that place to the next one, and the way back goes over it. Layout effects: somebody may be quick. */
export function useBack(open: boolean, close: () => void): void {
  const now = useRef({ open, close });
  now.current = { open, close };
  const there = useRef(isPanel());
  useLayoutEffect(() => {
    if (!open || there.current) return;
    history.pushState({ ...(history.state as object | null), panel: true }, "");
    there.current = true;
  }, [open]);
  useLayoutEffect(() => {
    const { pathname } = location;
    const went = () => {
      const left = there.current && !isPanel() && location.pathname === pathname;
      there.current = isPanel();
      if (!left) return;
      if (now.current.open) now.current.close();
      else history.back();
    };
    window.addEventListener("popstate", went);
    return () => window.removeEventListener("popstate", went);
  }, []);
}
