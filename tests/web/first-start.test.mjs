// The first start as an owner does it, counted: every tap, key, field and screen from the link to the printed cards, and the time that
// a keystroke-level model gives for them. Who works alone meets nothing that needs a second person.
import { strict as assert } from "node:assert";
import { audit } from "./axe.mjs";
import { browser, desk, open, Suite } from "./lib.mjs";

const suite = new Suite("web-first-start"), chromium = await browser();
const link = (at) => at.printed(/\/setup#[\w-]+/);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const title = (page, name) => page.getByRole("heading", { level: 1, name }).first().waitFor();

/** A hand on a page, that counts what it does. Seconds: Card, Moran, Newell, with a slow typist's keys on glass. */
function hand(page) {
  const did = { taps: 0, keys: 0, fields: 0, screens: 0 };
  return {
    did,
    seconds: () => did.taps * 1.1 + did.keys * 0.28 + did.fields * 0.5 + did.screens * 1.35,
    async screen(name) {
      did.screens++;
      await title(page, name);
    },
    async tap(what) {
      did.taps++;
      await what.click();
    },
    async type(field, text) {
      did.fields++;
      did.keys += [...text].length;
      await field.click();
      await field.pressSequentially(text);
    },
    /** A list is opened, and one of it taken. */
    async choose(field, value) {
      did.fields++;
      did.taps += 2;
      await field.selectOption(value);
    },
  };
}

await suite.test("from the link to the printed cards in less than three minutes", async () => {
  const at = await desk({ demo: false });
  const page = await open(chromium, at, { path: await link(at), timezoneId: "Europe/Helsinki" });
  const { did, seconds, screen, tap, type, choose } = hand(page);
  await screen("What do you do?");
  await tap(page.locator("label").filter({ hasText: "Hair or beauty salon" }));
  await tap(button(page, "Next"));
  await screen("Your business");
  await type(page.getByLabel("Name of the business"), "Salon Aurora");
  await type(page.getByLabel("Telephone of this place"), "0401234567");
  await tap(button(page, "Next"));
  await screen("You");
  await type(page.getByLabel("Your name"), "Aino Virtanen");
  await type(page.getByLabel("Password"), "three words here");
  await tap(button(page, "Make it mine"));
  await screen("Who works with you?");
  for (const [who, role] of [["Tom Reed", undefined], ["Sara Oak", "supervisor"]]) {
    await type(page.getByRole("textbox", { name: "Name" }), who);
    if (role) await choose(page.getByLabel("Role"), role);
    await tap(button(page, "Add this person"));
    await page.getByText(`${who} signs in as`).waitFor();
  }
  await tap(button(page, "Next"));
  await screen("Who may give what?");
  await tap(button(page, "Something free up to €10.00 Change"));
  const dialog = page.getByRole("dialog"), most = dialog.getByLabel("Up to, in EUR");
  await most.fill("");
  await type(most, "15");
  await tap(button(dialog, "Save"));
  await button(page, "Something free up to €15.00 Change").waitFor();
  await tap(button(page, "Next"));
  await screen("The phones");
  await page.route("**/v1/joins", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), desk: "https://192.168.1.20:8443", address: "http://192.168.1.20:8081/join#CODE" } });
  });
  await tap(button(page, "Show a code"));
  await page.getByRole("img", { name: "QR code with which the device joins" }).waitFor();
  await tap(button(page, "Next"));
  await screen("Ready");
  await page.evaluate(() => { window.print = () => { document.title = "printed"; }; });
  await tap(page.getByRole("link", { name: "Print it in all four languages" }));
  await screen("When a customer is angry");
  await page.getByRole("heading", { level: 1, name: "顾客生气时怎么办" }).waitFor();
  assert.deepEqual(await audit(page), []);
  await tap(button(page, "Print"));
  assert.equal(await page.title(), "printed");
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 4, "a sheet for each language");
  console.log(`first start: ${did.taps} taps, ${did.keys} keys, ${did.fields} fields, ${did.screens} screens: ${Math.round(seconds())} s by the model`);
  assert.ok(did.taps <= 24 && did.keys <= 80 && did.fields <= 10 && did.screens <= 9, JSON.stringify(did));
  assert.ok(seconds() < 180, `${seconds()} s`);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await at.stop();
});

await suite.test("alone, in Chinese: no people, limits, PIN, board or approvals anywhere", async () => {
  const at = await desk({ demo: false }), secret = (await link(at)).split("#")[1];
  const page = await open(chromium, at, { lang: "zh-CN", timezoneId: "Asia/Shanghai" });
  const made = await page.request.post(`${at.url}/v1/setup`, { data: { secret, organisation: "小芳理发店", site: "小芳理发店", currency: "CNY", zone: "Asia/Shanghai",
    trade: "salon", emergency_number: "110", lang: "zh", name: "李小芳", login: "fang", password: "three words here" } });
  assert.equal(made.status(), 201);
  const site = (await (await page.request.get(`${at.url}/v1/sites`)).json()).items[0].id;
  const seen = async (path) => {
    await page.goto(at.url + path);
    await page.locator("main").waitFor();
    await page.locator(".loading").waitFor({ state: "detached" });
    const text = await page.locator("body").innerText();
    for (const word of ["PIN", "看板", "审批", "主管", "同事", "权限额度", "共用"]) assert.ok(!text.includes(word), `${path}: ${word}`);
  };
  for (const path of ["/counter", "/write", "/cases", "/promises", "/settings", `/sites/${site}`, "/me", "/me/signing-in", "/setup?step=limits", "/setup?step=phones"]) await seen(path);
  await page.goto(`${at.url}/board`);
  await page.getByRole("link", { name: "回到首页" }).waitFor(); // there is no board
  await page.goto(`${at.url}/counter`);
  await page.getByRole("button", { name: "帮忙" }).first().click();
  await page.getByRole("link", { name: /110/ }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: /同事|主管/ }).count(), 0, "nobody to call");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await at.stop();
});

await chromium.close();
suite.end();
