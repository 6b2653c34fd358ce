// Who hears a page instead of seeing it: keys alone, what the browser tells assistive technology of the place one is at, and
// what live regions announce.

/** Runs in every page: keeps what live regions say. One that comes with its words is an alert or it is not announced everywhere. */
function keepHeard() {
  globalThis.heard = [];
  const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]";
  const quiet = "[aria-live=off], [role=timer]";
  const last = new WeakMap();
  const text = (at) => [...at.querySelectorAll(quiet)].reduce((all, one) => all.replace(one.textContent, ""), at.textContent).replace(/\s+/g, " ").trim();
  const look = (changes) => {
    const changed = new Set();
    for (const { target, addedNodes, type } of changes) {
      const at = target.nodeType === 1 ? target : target.parentElement;
      if (at?.closest(quiet)) continue;
      const region = at?.closest(live);
      if (region && (type === "characterData" || addedNodes.length)) changed.add(region);
      for (const one of addedNodes) if (one.nodeType === 1) for (const alert of [one, ...one.querySelectorAll("*")]) if (alert.matches("[role=alert]")) changed.add(alert);
    }
    for (const region of changed) if (text(region) && text(region) !== last.get(region) && (last.has(region) || region.matches("[role=alert]"))) globalThis.heard.push(text(region));
    for (const region of document.querySelectorAll(live)) last.set(region, text(region));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
}

const ROLES = { textbox: "edit", StaticText: "text", combobox: "combo box", searchbox: "search", RootWebArea: "page" };
const STATES = [["disabled", "unavailable"], ["invalid", "invalid"], ["required", "required"]];

/** A listener at a page that has yet to be opened: `press`, `type`, `here`, `heard`. */
export async function listener(page) {
  await page.addInitScript(keepHeard);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Accessibility.enable");
  return {
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.insertText(text),
    /** Where the focus is, as a screen reader says it: name, role, states. */
    async here() {
      const { result } = await cdp.send("Runtime.evaluate", { expression: "document.activeElement" });
      const { nodes } = await cdp.send("Accessibility.getPartialAXTree", { objectId: result.objectId, fetchRelatives: false });
      const [{ name, role, properties = [], ignored, value, description }] = nodes;
      if (ignored) return "nothing";
      const has = Object.fromEntries(properties.map(({ name: key, value: { value: what } }) => [key, what]));
      const states = [
        ...("expanded" in has ? [has.expanded ? "expanded" : "collapsed"] : []),
        ...("pressed" in has ? [has.pressed === "true" ? "pressed" : "not pressed"] : []),
        ...("checked" in has ? [has.checked === "true" ? "checked" : "not checked"] : []),
        ...STATES.flatMap(([key, word]) => (has[key] && has[key] !== "false" ? [word] : [])),
      ];
      const said = [name?.value, ROLES[role.value] ?? role.value, ...states].filter(Boolean).join(", ");
      return [said, value?.value && role.value === "textbox" ? `has “${value.value}”` : "", description?.value ? `(${description.value})` : ""].filter(Boolean).join(" ");
    },
    /** What was announced since it was asked last. */
    heard: () => page.evaluate(() => globalThis.heard.splice(0)),
  };
}
