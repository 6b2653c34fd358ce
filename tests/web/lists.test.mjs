// Cases, promises, incidents, refusals, customers: found, filtered, read page by page, written, and what happens where two write.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, kept, open, phone, Suite } from "./lib.mjs";

const suite = new Suite("web-lists"), chromium = await browser(), at = await desk();
const grace = await open(chromium, at, { login: "grace", path: "/cases" });
const daniel = await open(chromium, at, { login: "daniel", path: "/promises", size: desktop });

/** The desk's own answer, as the page's person gets it. */
const ask = (page, path, method = "GET", body = undefined, headers = {}) => page.evaluate(async (one) => {
  const csrf = one.method === "GET" ? "" : (await fetch("/v1/session").then((answer) => answer.json())).csrf;
  const answer = await fetch(one.path, { method: one.method, body: one.body && JSON.stringify(one.body), headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf, ...one.headers } });
  return answer.status === 204 ? null : answer.json();
}, { path, method, body, headers });
const to = async (page, path) => {
  await page.goto(at.url + path);
  await page.locator("h1").waitFor();
};
const row = (page, text) => page.getByRole("listitem").getByRole("link", { name: text });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const fact = (page, label) => page.locator(".facts > div", { has: page.getByText(label, { exact: true }) }).locator("dd").first();
const sees = (page, text) => page.getByText(text).first().waitFor();

await suite.test("a word finds its case, Enter opens it, and what finds nothing says how to go on", async () => {
  const search = grace.getByRole("searchbox", { name: "Search cases" });
  await search.fill("refund");
  await row(grace, /Spoken to rudely/).waitFor();
  await row(grace, /Bag checked/).waitFor({ state: "detached" });
  await search.press("ArrowDown");
  assert.match(await grace.evaluate(() => document.activeElement.textContent), /Spoken to rudely/);
  await grace.keyboard.press("ArrowUp");
  assert.equal(await grace.evaluate(() => document.activeElement.type), "search");
  await search.fill("nothinglikethis");
  await sees(grace, "Nothing fits what you are looking for.");
  await press(grace, "Show everything again");
  await row(grace, /Bag checked/).waitFor();
  assert.equal(await search.inputValue(), "");
});

await suite.test("what is to do first stands first; filters stand in the address, so going back finds them again", async () => {
  await to(grace, "/cases");
  await row(grace, /Bag checked/).waitFor();
  const due = await grace.locator(".list-row .badge").allTextContents();
  assert.ok(due.length >= 3 && /was due/.test(due[0]) && /answered/.test(due.at(-1)), due.join(" | "));
  await press(grace, "Overdue");
  await row(grace, /Parking charge/).waitFor({ state: "detached" });
  assert.ok((await grace.locator(".list-row .badge").allTextContents()).every((text) => text.startsWith("was due")));
  await press(grace, "Overdue");
  await press(grace, "Closed");
  await row(grace, /Yoghurt/).waitFor();
  assert.match(grace.url(), /show=closed/);
  await grace.getByText("More filters").click();
  await grace.getByLabel("Where").selectOption({ label: "Riverside" });
  await row(grace, /Yoghurt/).waitFor({ state: "detached" });
  await grace.reload();
  await row(grace, /Riverside/).first().waitFor();
  assert.equal(await row(grace, /High Street/).count(), 0);
  await to(grace, "/promises");
  await row(grace, /A coffee on the house/).waitFor();
  await press(grace, "Kept");
  await row(grace, /three missing things/).waitFor();
  await to(grace, "/incidents");
  await sees(grace, "Nothing to follow up.");
  await press(grace, "Settled");
  await row(grace, /slipped on water/).waitFor();
  await grace.getByRole("searchbox", { name: "Search incidents" }).fill("wrists");
  await grace.waitForURL(/q=wrists/);
  await row(grace, /slipped on water/).waitFor();
  await grace.getByRole("searchbox", { name: "Search incidents" }).fill("kettle");
  await row(grace, /slipped on water/).waitFor({ state: "detached" });
});

await suite.test("page by page, and a search whose page is empty goes on by itself", async () => {
  await to(grace, "/cases");
  const site = (await ask(grace, "/v1/sites")).items[0].id;
  await grace.evaluate(async ({ site: where }) => {
    const { csrf } = await fetch("/v1/session").then((answer) => answer.json());
    const one = (n) => fetch("/v1/cases", { method: "POST", headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify({ site: where, subject: `Umbrella ${n}` }) });
    for (let n = 0; n < 55; n += 11) await Promise.all(Array.from({ length: 11 }, (_, more) => one(n + more)));
  }, { site });
  let asked = 0;
  await grace.route(/\/v1\/cases\?.*q=umbrella/, async (route) => {
    asked++;
    if (!/cursor=/.test(route.request().url())) return route.fulfill({ json: { items: [], next: "again" } });
    return route.continue({ url: route.request().url().replace("cursor=again", "") });
  });
  await to(grace, "/cases?q=umbrella");
  await row(grace, /Umbrella/).first().waitFor();
  assert.ok(asked >= 2);
  assert.equal(await row(grace, /Umbrella/).count(), 50);
  await press(grace, "Show more");
  await row(grace, /Umbrella/).nth(54).waitFor();
  assert.equal(await row(grace, /Umbrella/).count(), 55);
  await grace.unroute(/\/v1\/cases\?.*q=umbrella/);
});

await suite.test("where the places to choose from come late, no form moves its button under the finger", async () => {
  await grace.route(/\/v1\/sites/, async (route) => { await new Promise((done) => setTimeout(done, 700)); await route.continue(); });
  for (const path of ["/cases/new", "/promises/new", "/refusals/new", "/customers/new"]) {
    await to(grace, path);
    const button = grace.locator("button[type=submit]"), top = async () => (await button.boundingBox()).y;
    await button.waitFor();
    const first = await top();
    await grace.getByLabel("Where").waitFor();
    assert.equal(await top(), first, path);
  }
  await grace.unroute(/\/v1\/sites/);
});

await suite.test("a case of one line, with its mistake at the field; a reload keeps what was typed", async () => {
  await to(grace, "/cases/new");
  await grace.getByLabel("What happened").fill("The lid came off in the car.");
  await press(grace, "Note it");
  await sees(grace, "Please fill this in.");
  assert.equal(await grace.getByLabel("In one line").getAttribute("aria-invalid"), "true");
  await grace.waitForFunction(() => document.activeElement.getAttribute("aria-invalid") === "true");
  await kept(grace, "case", "The lid came off in the car.");
  await grace.reload();
  await sees(grace, "What you typed before is still here.");
  assert.equal(await grace.getByLabel("What happened").inputValue(), "The lid came off in the car.");
  await grace.getByLabel("In one line").fill("Soup in the boot");
  await grace.getByRole("searchbox", { name: "Customer" }).fill("broo");
  await press(grace, "Helen Brooks h.brooks@example.org");
  await press(grace, "Note it");
  await grace.waitForURL(/\/cases\/[0-9a-z]{10,}/);
  await to(grace, "/cases?q=boot");
  await row(grace, /Soup in the boot/).waitFor();
  await to(grace, "/cases/new");
  await grace.waitForTimeout(300);
  assert.equal(await grace.getByLabel("What happened").inputValue(), "", "what was sent is no draft any more");
});

await suite.test("by keyboard alone: a promise for tomorrow; it comes to a colleague's list by itself", async () => {
  await row(daniel, /A coffee on the house/).waitFor();
  await to(grace, "/promises/new");
  await grace.waitForFunction(() => document.activeElement.tagName === "INPUT");
  await grace.keyboard.type("Ring about the new lamp");
  await grace.keyboard.press("Tab");
  await grace.keyboard.press("ArrowRight");
  await grace.keyboard.press("ArrowRight");
  await grace.getByLabel("Day and hour").waitFor();
  await grace.keyboard.press("Enter");
  await sees(grace, "It was kept");
  assert.match(await fact(grace, "By when").textContent(), /18:00 \(/);
  await grace.getByRole("button", { name: "Hand over" }).focus();
  await grace.keyboard.press("Enter");
  await grace.getByRole("dialog").getByLabel("Who keeps it").focus();
  await grace.keyboard.type("Daniel");
  await grace.keyboard.press("Tab");
  await grace.keyboard.press("Enter");
  await sees(grace, "Handed over by");
  await row(daniel, /Ring about the new lamp/).waitFor();
  await row(daniel, /Ring about the new lamp/).focus();
  await daniel.keyboard.press("ArrowUp"); // it is the last one
  assert.ok(!(await daniel.evaluate(() => document.activeElement.textContent)).includes("Ring about"));
  await daniel.keyboard.press("ArrowDown");
  await daniel.keyboard.press("Enter");
  await daniel.getByRole("heading", { name: "Ring about the new lamp" }).waitFor();
});

await suite.test("a promise is handed over, kept, and one that could not be kept asks first", async () => {
  await press(grace, "Hand over");
  await grace.getByRole("dialog").getByRole("button", { name: "Hand over" }).click();
  await sees(grace, "Please fill this in.");
  await grace.getByLabel("Who keeps it").selectOption({ label: "Emily Carter" });
  await grace.getByRole("dialog").getByRole("button", { name: "Hand over" }).click();
  await sees(grace, "Handed over by");
  await press(grace, "It was kept");
  await grace.locator(".badge.good").waitFor();
  await to(grace, "/promises");
  await row(grace, /A coffee on the house/).click();
  await press(grace, "Could not be kept");
  await press(grace, "Note it as not kept");
  await grace.getByRole("dialog").waitFor({ state: "detached" });
  await sees(grace, "Not kept");
});

await suite.test("an incident from its encounter; what came of it, by who may say so", async () => {
  const [encounter] = (await ask(grace, "/v1/encounters?limit=1")).items;
  await to(grace, `/incidents/new?encounter=${encounter.id}`);
  await sees(grace, "Filled in from the encounter.");
  assert.match(await grace.getByLabel("What happened").inputValue(), /kettle/);
  await grace.getByRole("radio", { name: "Threat" }).check();
  await grace.getByLabel("Who was called").fill("Security of the arcade");
  await grace.getByLabel("Reference number").fill("POL-77");
  await press(grace, "Report it");
  await press(grace, "Say what came of it");
  await press(grace, "Save");
  await sees(grace, "Please fill this in.");
  await grace.getByLabel("What came of it").fill("Talked it over; a second person stands by in the evening.");
  await grace.getByLabel("Nothing more is to be done").check();
  await press(grace, "Save");
  await sees(grace, "Talked it over; a second person");
  assert.equal(await fact(grace, "Reference number").textContent(), "POL-77");
  assert.equal(await grace.getByRole("button", { name: "Edit" }).count(), 0);
  await to(grace, "/incidents?show=settled");
  await row(grace, /third time/).waitFor();
});

await suite.test("a refusal shows both sides first; appealed, answered by somebody else, lifted", async () => {
  await to(daniel, "/refusals/new");
  await press(daniel, "Decide: no further service");
  await sees(daniel, "Choose who it is.");
  await daniel.getByRole("searchbox", { name: "Who" }).fill("nadi");
  await daniel.getByRole("button", { name: /Nadia Rahman/ }).click();
  await daniel.getByRole("heading", { name: "What it costs" }).waitFor();
  await sees(daniel, "No warning and no danger.");
  await daniel.getByRole("radio", { name: "30 days" }).check();
  await daniel.getByRole("heading", { name: "What stands behind it" }).waitFor();
  await press(daniel, "Decide: no further service");
  await sees(daniel, "Please fill this in.");
  await daniel.getByLabel("Why").fill("Threw a basket at the till.");
  await press(daniel, "Decide: no further service");
  await daniel.getByRole("heading", { name: "No further service: Nadia Rahman" }).waitFor();
  await press(daniel, "Note an appeal");
  await daniel.getByLabel("What the customer says against it").fill("It slipped out of my hand.");
  await press(daniel, "Save");
  await sees(daniel, "Not answered yet.");
  await to(grace, "/refusals?show=appealed");
  await row(grace, /Threw a basket/).click();
  await press(grace, "Answer the appeal");
  await grace.getByRole("button", { name: "Answer the appeal" }).click();
  await sees(grace, "Choose one of both.");
  await grace.getByRole("radio", { name: "Lift it" }).check();
  await grace.getByLabel("With what words").fill("We believe you.");
  await press(grace, "Answer the appeal");
  await sees(grace, "We believe you.");
  await sees(daniel, "We believe you."); // by itself
});

await suite.test("a customer: noted, here now, one who was faster, all of it as a file, held, erased", async () => {
  await to(grace, "/customers/new");
  await press(grace, "Note the customer");
  await sees(grace, "A name or a contact, so that you know them again.");
  await grace.getByLabel("Name").fill("Olive Tanner");
  await grace.getByLabel("About how much").fill("twelve");
  await press(grace, "Note the customer");
  await sees(grace, "A number, please.");
  await grace.getByLabel("About how much").fill("1,200.50");
  await grace.getByLabel("About how often").fill("12");
  await grace.getByLabel("Contact").fill("020 7946 0777");
  await to(daniel, "/customers");
  await row(daniel, /Margaret Ellis/).waitFor();
  await press(grace, "Note the customer");
  await grace.getByRole("heading", { name: "Olive Tanner" }).waitFor();
  await row(daniel, /Olive Tanner/).waitFor(); // by itself
  const path = new URL(grace.url()).pathname, id = path.split("/").at(-1);
  assert.equal((await ask(grace, `/v1${path}`)).yearly, 1200.5);
  await press(grace, "They are here now");
  await sees(grace, "The visit is noted.");
  await press(grace, "Edit");
  await grace.getByLabel("Notes").fill("Mine");
  const { version } = await ask(grace, `/v1${path}`);
  await ask(grace, `/v1${path}`, "PATCH", { notes: "Theirs" }, { "If-Match": `"${version}"` });
  await press(grace, "Save");
  await sees(grace, "Somebody was faster.");
  assert.equal(await fact(grace, "Notes").textContent(), "Theirs");
  await press(grace, "Save mine");
  await press(grace, "They are here now");
  assert.equal((await ask(grace, `/v1${path}`)).notes, "Mine");
  await to(grace, "/customers?q=020+7946+0777");
  await row(grace, /Olive Tanner/).click();
  const file = grace.waitForEvent("download");
  await press(grace, "All of it as a file");
  assert.ok(readFileSync(await (await file).path(), "utf8").includes("Olive Tanner"));
  await press(grace, "Lay a legal hold");
  await grace.getByRole("button", { name: "End the legal hold" }).waitFor();
  assert.ok(await grace.getByRole("button", { name: "Erase" }).isDisabled());
  await press(grace, "End the legal hold");
  await grace.getByRole("button", { name: "Lay a legal hold" }).waitFor();
  await grace.getByRole("button", { name: "Erase" }).click();
  await sees(grace, "This cannot be undone.");
  await press(grace, "Erase for good");
  await sees(grace, "What was known of them was erased");
  await row(daniel, /Olive Tanner/).waitFor({ state: "detached" });
  assert.equal((await ask(grace, `/v1/customers/${id}`)).name, "");
});

await suite.test("who may not, is not offered it", async () => {
  const emily = await open(chromium, at, { login: "emily", path: "/incidents", size: phone });
  await sees(emily, "You see what you reported yourself.");
  await emily.goto(`${at.url}/refusals`);
  await sees(emily, "Nobody is refused service.");
  assert.equal(await emily.getByRole("link", { name: "Refuse further service" }).count(), 0);
  await emily.goto(`${at.url}/customers`);
  await emily.getByRole("link", { name: /Helen Brooks/ }).click();
  await emily.getByRole("button", { name: "They are here now" }).waitFor();
  assert.equal(await emily.getByRole("button", { name: /as a file|Erase|legal hold/ }).count(), 0);
  assert.deepEqual(emily.trouble, []);
  await emily.context().close();
});

await suite.test("no finding of axe, light and dark, lists, forms with mistakes, pages", async () => {
  const promise = (await ask(grace, "/v1/promises?limit=1")).items[0].id, incident = (await ask(grace, "/v1/incidents?limit=1")).items[0].id;
  const refusal = (await ask(grace, "/v1/refusals?limit=1")).items[0].id, customer = (await ask(grace, "/v1/customers?q=Brooks")).items[0].id;
  const forms = [["/cases/new", "Note it"], ["/promises/new", "Note the promise"], ["/incidents/new", "Report it"], ["/customers/new", "Note the customer"], [`/refusals/new?customer=${customer}`, "Decide: no further service"]];
  const pages = ["/promises", "/refusals?show=all", `/promises/${promise}`, `/incidents/${incident}`, `/refusals/${refusal}`, `/customers/${customer}`, "/cases?q=nothinglikethis"];
  for (const [page, scheme] of [[grace, "dark"], [daniel, "light"]]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of scheme === "light" ? pages : pages.slice(0, 2)) {
      await to(page, path);
      await page.waitForFunction(() => !document.querySelector(".loading"));
      assert.deepEqual(await audit(page), [], `${path}, ${scheme}`);
    }
    for (const [path, name] of forms) {
      await to(page, path);
      await press(page, name);
      await page.locator(".mistake").first().waitFor();
      assert.deepEqual(await audit(page), [], `${path}, ${scheme}`);
    }
  }
});

await suite.test("in Chinese, words without spaces are found, and the texts are Chinese", async () => {
  const there = await desk({ lang: "zh" });
  const page = await open(chromium, there, { login: "lihua", lang: "zh-CN", path: "/cases" });
  await page.getByRole("searchbox", { name: "搜索事件单" }).fill("漏水");
  await page.getByRole("link", { name: /电水壶第二次漏水/ }).waitFor();
  await page.getByRole("link", { name: /当众查包/ }).waitFor({ state: "detached" });
  await page.goto(`${there.url}/customers?q=${encodeURIComponent("咖啡")}`);
  await page.getByRole("link", { name: /罗平/ }).waitFor();
  assert.equal(await page.locator(".list-row").count(), 1);
  assert.deepEqual(page.trouble, []);
  await there.stop();
});

await suite.test("nothing went wrong unseen", () => assert.deepEqual([...grace.trouble, ...daniel.trouble], []));
suite.end();
await chromium.close();
await at.stop();
