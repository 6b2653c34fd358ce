// Every screen of the app, and how it is brought to something worth looking at: for pictures.mjs, and for what looks at them all.
import { visit } from "./lib.mjs";

const tap = (name, exact = true) => (page) => page.getByRole("button", { name, exact }).first().click();
const taps = (...names) => async (page) => { for (const name of names) await tap(name)(page); };
/** The first of a list whose text fits. */
const row = (text) => async (page) => {
  await page.getByRole("listitem").getByRole("link", { name: text }).first().click();
  await page.waitForURL(/\/[0-9a-z]{10,}$/);
  await page.locator("h1").waitFor();
};
const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** name, who, path, what is done before the picture, what it is (for docs/guide/screens.md). */
export const scenes = [
  ["counter", "tom", "/counter", undefined, "The counter: one line to say, what to do, what to keep from; four zones, what one seldom needs, help and danger"],
  ["counter-louder", "tom", "/counter", taps("Says it again", "Louder"), "The counter after two taps"],
  ["counter-what", "tom", "/counter", tap("What is it?"), "One level down: what it is about, what one sees, what they say"],
  ["counter-give", "tom", "/counter", async (page) => { await tap("Can I give …?")(page); await page.getByRole("button", { name: /Refund/ }).click(); }, "Can I give …? Kind, then amount"],
  ["counter-help", "tom", "/counter", tap("Help"), "Help: whom, and the number"],
  ["counter-end", "tom", "/counter", tap("The end"), "The end: outcome, promise, thanks"],
  ["counter-danger", "tom", "/counter", tap("Danger"), "Danger: help at once, loud or quietly, and the number"],
  ["write", "tom", "/write", async (page) => {
    await page.getByLabel("What they wrote").fill("I have waited three weeks for the lamp, and nobody answers the telephone. I want my money back!");
    await page.getByLabel("Your answer").fill("I'm sorry you feel that way, but it is our policy. I will look into it today.");
    await page.locator(".write-mark, .finding, mark, [data-finding]").first().waitFor({ timeout: 4000 }).catch(() => {});
    await page.evaluate(() => scrollTo(0, 0));
  }, "Before and after: what they wrote, what it shows, the answer with what could make things worse underlined"],
  ["board", "daniel", "/board", undefined, "The board: calls, questions that wait for an answer, who is with customers now"],
  ["cases", "daniel", "/cases", undefined, "Cases: what is due stands first"],
  ["case", "daniel", "/cases", row(/Parking charge/), "A case: its steps, what happened, what was given and promised"],
  ["case-new", "daniel", "/cases/new", undefined, "A new case"],
  ["promises", "daniel", "/promises", undefined, "Promises: what, to whom, by when"],
  ["promise", "daniel", "/promises", row(/car park/), "A promise"],
  ["incidents", "grace", "/incidents?show=settled", undefined, "Incidents"],
  ["incident-new", "tom", "/incidents/new", undefined, "Reporting an incident"],
  ["refusals", "daniel", "/refusals", undefined, "Refusals of service: mostly none"],
  ["refusal-new", "grace", "/refusals/new", undefined, "Refusing further service, which shows what it costs"],
  ["customers", "daniel", "/customers", undefined, "Customers: the least that serves"],
  ["customer", "daniel", "/customers", row(/Helen Brooks/), "A customer"],
  ["me", "tom", "/me", undefined, "My page"],
  ["me-stored", "tom", "/me/stored", undefined, "What is stored about me"],
  ["me-debriefs", "tom", "/me/debriefs", undefined, "My debriefs: nobody else reads them"],
  ["me-signing-in", "tom", "/me/signing-in", undefined, "Password, PIN, devices"],
  ["settings", "grace", "/settings", undefined, "Set-up"],
  ["people", "grace", "/people", undefined, "People"],
  ["limits", "grace", "/limits", undefined, "Limits: who may give what without asking"],
  ["site", "grace", "/sites", row(/High Street/), "A site: opening hours, telephones, who is called and how"],
  ["business", "grace", "/settings/business", undefined, "The business, and how long records are kept"],
  ["method", "tom", "/method", undefined, "The method on one page, for the back room"],
  ["signin", undefined, "/", undefined, "Signing in"],
];

/** Comes to a scene: as a link does; the counter and what is there already are loaded anew, and stand as at the beginning. */
export async function come(page, at, path) {
  const { pathname } = new URL(path, at.url);
  if (pathname === "/counter" || pathname === new URL(page.url()).pathname) await page.goto(at.url + path);
  else await visit(page, at, path);
}

/** Draws a scene in a page that was just opened; false where it did not come to rest. */
export async function prepare(page, steps) {
  await page.locator("h1, button").filter({ visible: true }).first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading"));
  await steps?.(page);
  await page.waitForFunction(() => !document.querySelector(".loading, [aria-busy=true]"));
  await page.evaluate(() => document.fonts.ready);
  await drawn(page);
}
