// People, limits, sites and the business: added, changed, ended, looked up for a day that is past; by who may, and not by who may not.
import { strict as assert } from "node:assert";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, open, phone, Suite } from "./lib.mjs";
import { looked } from "./looked.mjs";

const suite = new Suite("web-people"), chromium = await browser(), at = await desk();
const button = (page, name) => page.getByRole("button", { name, exact: true });
/** Goes there inside the app, as a link does. */
const within = (page, href) => page.evaluate((to) => {
  const link = Object.assign(document.createElement("a"), { href: to });
  document.body.append(link);
  link.click();
  link.remove();
}, href);
/** Somebody else at another device changes a record, whatever its version is. */
const meanwhile = async (page, path, data) => {
  const { csrf } = await (await page.request.get(`${at.url}/v1/session`)).json(), { version } = await (await page.request.get(at.url + path)).json();
  assert.equal((await page.request.patch(at.url + path, { data, headers: { "X-CSRF-Token": csrf, "If-Match": `"${version}"` } })).status(), 200);
};
const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

await suite.test("somebody is added, gets a role with an end, a new password, and leaves", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/promises/new" });
  const named = (name) => page.locator("option", { hasText: name }).waitFor({ state: "attached" });
  await named("Emily Carter");
  await within(page, "/settings");
  await title(page, "Setup");
  await looked(page, phone);
  await page.getByRole("link", { name: /People/ }).click();
  await title(page, "People");
  await page.getByRole("link", { name: /Daniel Okafor\s*Supervisor\s*daniel/ }).waitFor();
  await page.getByRole("link", { name: /Grace Marlow\s*Manager · Administrator\s*grace/ }).waitFor();
  await looked(page, phone);
  await button(page, "Add somebody").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: false }).first().fill("Nora <i>Falk</i>");
  await dialog.getByLabel("Signs in as").fill("emily");
  await button(dialog, "Add this person").click();
  await dialog.getByText("that nobody else has").waitFor();
  assert.deepEqual(await audit(page), []);
  await dialog.getByLabel("Signs in as").fill("nora");
  await dialog.getByLabel("Where").selectOption({ index: 1 });
  await button(dialog, "Add this person").click();
  await dialog.getByText("signs in as nora").waitFor();
  const first = await dialog.locator(".secret").textContent();
  await button(dialog, "I have handed it on").click();
  await within(page, "/promises/new"); // who was added can be chosen at once
  await named("Nora <i>Falk</i>");
  await within(page, "/people");
  await page.getByLabel("Find by name").fill("nora");
  await page.getByRole("link", { name: /Nora <i>Falk<\/i>/ }).click();

  await page.getByText("Serves customers.").or(page.getByText("Associate")).first().waitFor();
  await looked(page, phone);
  await button(page, "Give a role").click();
  await page.getByLabel("Role", { exact: true }).selectOption("supervisor");
  await page.getByLabel("Until (empty: no end)").fill("2099-12-31");
  await button(page, "Give a role").click();
  await page.getByText("until 31 Dec 2099").waitFor();
  await button(page, "End: Supervisor").click();
  await page.getByText("Earlier: Supervisor").waitFor();

  await button(page, "New password").click();
  await page.getByText("can then be read by nobody").waitFor();
  assert.deepEqual(await audit(page), []);
  await button(page, "Set a new password").click();
  const second = await page.locator(".secret").textContent();
  assert.notEqual(second, first);
  await button(page, "I have handed it on").click();
  assert.equal((await page.request.post(`${at.url}/v1/session`, { data: { login: "nora", password: first } })).status(), 401);
  await page.context().close();
});

await suite.test("who works no longer here cannot sign in", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/people" });
  await page.getByRole("link", { name: /Amina/ }).click();
  await page.getByLabel("Works here").uncheck();
  await page.getByLabel("Telephone").fill("+358 40 123");
  await meanwhile(page, `/v1${new URL(page.url()).pathname}`, { telephone: "+358 40 999" });
  await button(page, "Save").click();
  await page.getByText("+358 40 999").waitFor(); // whoever was faster
  await button(page, "Save mine").click();
  await page.getByText("Saved.").waitFor();
  assert.equal(await page.getByLabel("Telephone").inputValue(), "+358 40 123");
  await page.getByRole("link", { name: /People/ }).first().click();
  await page.getByText("no longer here").waitFor();
  const other = await chromium.newContext();
  assert.equal((await other.request.post(`${at.url}/v1/session`, { data: { login: "amina", password: "amends-demo" } })).status(), 401);
  await other.close();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("limits: changed, ended, for one person, a stand-in; and what somebody could give that day", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/limits", size: desktop });
  await title(page, "Limits");
  await looked(page, desktop);
  await button(page, "Refund up to £20.00 Change").click();
  await page.getByLabel("Up to, in GBP").fill("");
  await button(page, "Save").click();
  await page.getByText("An amount, please.").waitFor();
  await page.getByLabel("Up to, in GBP").fill("25");
  await button(page, "Save").click();
  await button(page, "Refund up to £25.00 Change").waitFor();
  await button(page, "Associate: something else").click();
  await page.getByLabel("What", { exact: true }).selectOption("discount_percent");
  await page.getByLabel("Up to, in per cent").fill("101");
  await button(page, "Save").click();
  await page.getByText("A number from 1 to 100.").waitFor();
  await page.getByLabel("Up to, in per cent").fill("5");
  await button(page, "Save").click();
  await button(page, "Discount up to 5% Change").click();
  await button(page, "May not give this any more").click();
  await button(page, "Discount up to 5% Change").waitFor({ state: "detached" });

  await button(page, "For one person or site").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Person").selectOption({ label: await dialog.getByLabel("Person").locator("option").filter({ hasText: "Emily" }).textContent() });
  await dialog.getByLabel("What", { exact: true }).selectOption("voucher");
  await dialog.getByLabel("Up to, in").fill("60");
  assert.deepEqual(await audit(page), []);
  await button(dialog, "Grant it").click();
  await page.getByText(/Emily.*: Voucher up to £60.00/).waitFor();
  await button(page, "Name a stand-in").click();
  await button(dialog, "Name a stand-in").click();
  await dialog.getByText("Until when?").waitFor();
  await dialog.getByLabel("Who stands in").selectOption({ label: await dialog.getByLabel("Who stands in").locator("option").filter({ hasText: "Tom" }).textContent() });
  await dialog.getByLabel("For whom").selectOption({ label: await dialog.getByLabel("For whom").locator("option").filter({ hasText: "Daniel" }).textContent() });
  await dialog.getByLabel("Until", { exact: false }).fill("2099-01-01");
  await button(dialog, "Name a stand-in").click();
  await page.getByText(/stands in for Daniel/).waitFor();

  await page.goto(`${at.url}/people`);
  await page.getByRole("link", { name: /Emily/ }).click();
  const gives = page.locator(".people-gives");
  await gives.getByText("Voucher up to £60.00").waitFor();
  await page.getByLabel("On this day").fill(new Date(Date.now() - 86_400_000 * 2).toISOString().slice(0, 10));
  await page.getByText("Voucher up to £60.00").waitFor({ state: "detached" });
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("a site: its fields, hours with two spans, a closed day, a way that is tried, a code to join", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/sites" });
  await title(page, "Sites and devices");
  await looked(page, phone);
  await page.getByRole("link", { name: /High Street/ }).click();
  await title(page, "High Street");
  await looked(page, phone);
  await page.getByLabel("Emergency number").fill("");
  await page.getByLabel("Minutes to answer it").fill("soon");
  await button(page, "Save").click();
  await page.getByText("such as 112").waitFor();
  await page.getByText("A whole number of minutes, or nothing.").waitFor();
  await page.getByLabel("Emergency number").fill("112");
  await page.getByLabel("Minutes to answer it").fill("90");
  await button(page, "Save").click();
  await page.getByText("Saved.").waitFor();

  await button(page, "Monday: add hours").click();
  await button(page, "Save the hours").isDisabled();
  const from = page.getByLabel("Monday, from"), until = page.getByLabel("Monday, until");
  await from.nth(0).fill("09:00");
  await until.nth(0).fill("12:00");
  await from.nth(1).fill("11:00");
  await until.nth(1).fill("17:00");
  await page.getByText("From before until, one after the other.").waitFor();
  assert.equal(await button(page, "Save the hours").isDisabled(), true);
  await from.nth(1).fill("13:00");
  await button(page, "Tuesday: as the day before").click();
  await page.getByLabel("Add a day").first().fill("2027-12-25");
  await button(page, "Add a day").click();
  await button(page, "Save the hours").click();
  await page.getByText("Saved.").nth(1).waitFor();
  const id = new URL(page.url()).pathname.split("/")[2];
  const site = await (await page.request.get(`${at.url}/v1/sites/${id}`)).json();
  assert.deepEqual([site.hours.mon, site.hours.tue, site.hours.closed, site.respond_min, site.emergency_number], [[["09:00", "12:00"], ["13:00", "17:00"]], [["09:00", "12:00"], ["13:00", "17:00"]], ["2027-12-25"], 90, "112"]);

  await page.getByLabel("Add a day with other hours").first().fill("2027-12-24");
  await button(page, "Add a day with other hours").click();
  await page.getByLabel("24 Dec 2027, until").fill("13:00");
  await page.getByLabel("Telephone of the site").fill("777");
  await meanwhile(page, `/v1/sites/${id}`, { telephone: "555" });
  await button(page, "Save the hours").click(); // of the hours nothing was changed: they are saved
  await page.getByText("Saved.").waitFor();
  await button(page, "Save").click();
  await page.getByText("Somebody was faster.").waitFor();
  assert.equal(await page.locator(".clash .facts").textContent(), "Telephone of the site555");
  await button(page, "Save mine").click();
  await page.getByText("Saved.").nth(1).waitFor();
  await page.getByLabel("Words said in them").fill("many");
  await button(page, "Save how long").click();
  await page.getByText("A whole number of days, or nothing.").waitFor();
  await page.getByLabel("Incidents").fill("10");
  await page.getByLabel("Words said in them").fill("30");
  await button(page, "Save how long").click();
  await page.getByText("365 for incidents").waitFor();
  await page.getByLabel("Incidents").fill("");
  await button(page, "Save how long").click();
  await page.getByText("Saved.").nth(2).waitFor();
  const then = await (await page.request.get(`${at.url}/v1/sites/${id}`)).json();
  assert.deepEqual([then.telephone, then.hours.special, then.hours.closed, then.retention], ["777", { "2027-12-24": [["10:00", "13:00"]] }, ["2027-12-25"], { event: 30 }]);
  await looked(page, phone);

  await button(page, "Add a way").click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Add a way").click();
  await dialog.getByText("Where to: a web address").waitFor();
  assert.deepEqual(await audit(page), []);
  await dialog.getByLabel("Address, beginning with https").fill("https://127.0.0.1:9/hook");
  await dialog.getByLabel("What you call it").fill("The bell");
  await button(dialog, "Add a way").click();
  await dialog.getByText("It is shown this once.").or(dialog.locator(".notice.bad, .mistake")).first().waitFor();
  await button(dialog, "I have kept it").click();
  await button(page, "The bell: Try").click();
  await page.locator(".sites-way .notice").waitFor();
  await button(page, "The bell: Remove").click();
  await page.locator(".sites-way").waitFor({ state: "detached" });
  await button(page, "Add a phone").click();
  await button(dialog, "Show a code").click();
  await dialog.getByText("amends serve --lan").waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("the business, in Finnish: its name, and how long records stay", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/settings/business", lang: "fi", size: desktop });
  await title(page, "Yritys");
  await looked(page, desktop);
  await page.getByLabel("Yrityksen nimi").fill("");
  await button(page, "Tallenna").click();
  await page.getByText("Anna nimi.").waitFor();
  await page.getByLabel("Yrityksen nimi").fill("Kulmakauppa");
  await page.getByLabel("Asiakastilanteet").fill("400");
  await meanwhile(page, "/v1/organisation", { name: "Torikauppa" });
  await button(page, "Tallenna").click();
  await page.locator(".clash .facts").getByText("Torikauppa").waitFor();
  await button(page, "Tallenna omani").click();
  await page.getByText("Tallennettu").waitFor();
  const business = await (await page.request.get(`${at.url}/v1/organisation`)).json();
  assert.deepEqual([business.name, business.retention.encounter], ["Kulmakauppa", 400]);
  await within(page, "/people");
  await page.getByRole("link", { name: /Emily/ }).click();
  await button(page, "Anna rooli").click();
  await page.getByLabel("Asti (tyhjä: toistaiseksi)").fill("2020-01-31");
  await button(page, "Anna rooli").click();
  await page.getByText("Valitse tuleva ajankohta.").waitFor(); // what the desk refuses, in the person's language
  await page.context().close();
});

await suite.test("an associate sees none of it; a supervisor reads the limits and changes none", async () => {
  const emily = await open(chromium, at, { login: "emily", path: "/me" });
  await emily.locator("nav.menu").waitFor();
  assert.equal(await emily.getByRole("link", { name: "Setup" }).count(), 0);
  await emily.goto(`${at.url}/settings`);
  await emily.getByText("There is nothing here, or it is not yours to see.").waitFor();
  await emily.context().close();
  const daniel = await open(chromium, at, { login: "daniel", path: "/limits" });
  await title(daniel, "Limits");
  assert.equal(await daniel.getByRole("button", { name: /Change|Something else|stand-in/ }).count(), 0);
  await daniel.context().close();
});

await chromium.close();
await at.stop();
suite.end();
