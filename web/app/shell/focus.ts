// The focus is never lost. Where what had it goes away or can be pressed no more, it goes to the heading of the nearest part of
// the page that is still there, or to that part itself: who works with keys goes on from there and hears where they are. What takes
// the focus as it comes does so in a layout effect: keys are faster than the next frame.

const PART = "section, form, li, dialog, main";
const gone = (one: Element) => !one.isConnected || one.matches(":disabled");

/** The part of what is left of the way from the page to what had the focus. */
function nearest(way: readonly Element[]): HTMLElement | null {
  const left = way.slice(1).find((one) => one.isConnected && one.closest("main, dialog")) ?? document.querySelector("main");
  const part = left?.closest<HTMLElement>(PART) ?? null;
  return part?.querySelector<HTMLElement>("h1, h2, h3") ?? part;
}

export function keepFocus(): void {
  let way: Element[] = [];
  document.addEventListener("focusin", ({ target }) => {
    way = [];
    for (let at = target as Element | null; at; at = at.parentElement) way.push(at);
  });
  new MutationObserver(() => {
    const at = document.activeElement;
    if (!way[0] || (at !== document.body && at !== way[0]) || !gone(way[0])) return;
    const to = nearest(way);
    if (!to) return;
    if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
    to.focus({ preventScroll: true });
  }).observe(document, { subtree: true, childList: true, attributeFilter: ["disabled"] });
}
