// Which screen is shown: by the path, as a browser knows it. Links are plain <a href>.
import { store } from "./api/store";

export interface Place {
  path: string;
  query: URLSearchParams;
}
const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });
export const place = store<Place>(here());

/** May one leave? A screen with something unsaved says no until it was asked. */
let leaving: (() => boolean) | undefined;
export function beforeLeaving(ask: (() => boolean) | undefined): void {
  leaving = ask;
}

/** Whose way through the pages it is: another person on this device does not go back into it. */
let way = sessionStorage.getItem("way") ?? "";
export function forgetWay(): void {
  way = crypto.randomUUID?.() ?? String(Math.random());
  sessionStorage.setItem("way", way);
}

export function go(to: string, how: "push" | "replace" = "push"): void {
  if (leaving && !leaving()) return;
  history[how === "push" ? "pushState" : "replaceState"]({ way }, "", to);
  place.set(here());
  window.scrollTo(0, 0);
}

export function startRouter(): void {
  if (!way) forgetWay();
  const foreign = (state: unknown) => state !== null && (state as { way?: string }).way !== way;
  const stay = (state: unknown) => { if (foreign(state)) history.replaceState({ way }, "", "/"); };
  stay(history.state);
  history.replaceState({ way }, "");
  place.set(here());
  // What the browser kept of a page that was left may be somebody else's.
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
  window.addEventListener("popstate", ({ state }) => {
    stay(state);
    place.set(here());
  });
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest("a");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute("download") || link.getAttribute("href")?.startsWith("#") || link.pathname.startsWith("/v1/")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

/** Fits "/cases/{id}" to a path; gives the ids in order, or nothing. */
export function fit(pattern: string, path: string): string[] | undefined {
  const found = new RegExp(`^${pattern.replace(/\{\w+\}/g, "([0-9a-z-]+)")}$`).exec(path);
  return found ? found.slice(1) : undefined;
}
