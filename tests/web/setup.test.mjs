// The first start in the browser: from the printed link to the counter, with mistakes told at their fields; in English on a phone
// and in Chinese on a desktop. The page of the method, on one sheet in each language.
import { strict as assert } from "node:assert";
import { totp } from "../http/totp.mjs";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, open, phone, Suite } from "./lib.mjs";
import { looked } from "./looked.mjs";

const suite = new Suite("web-setup"), chromium = await browser();
const link = (at) => at.printed(/\/setup#[\w-]+/);
const button = (page, name) => page.getByRole("button", { name, exact: true });
const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();

const at = await desk({ demo: false });
await suite.test("an owner sets up a salon with two people, and stands at the counter", async () => {
  const page = await open(chromium, at, { path: await link(at), timezoneId: "Europe/Helsinki" });
  await title(page, "What do you do?");
  assert.ok(!page.url().includes("#"), "the secret leaves the address");
  await button(page, "Next").click();
  await page.getByRole("alert").filter({ hasText: "Choose what comes closest." }).waitFor();
  await looked(page, phone);
  await page.getByRole("radio", { name: "Hair or beauty salon" }).check();
  await button(page, "Next").click();

  await title(page, "Your business");
  assert.equal(await page.getByLabel("Country").inputValue(), "FI");
  assert.equal(await page.getByLabel("Emergency number").inputValue(), "112");
  await page.getByLabel("Country").selectOption("GB");
  assert.deepEqual([await page.getByLabel("Emergency number").inputValue(), await page.getByLabel("Currency").inputValue(), await page.getByLabel("Time zone").inputValue()], ["999", "GBP", "Europe/London"]);
  await page.getByLabel("Emergency number").fill("");
  await page.getByLabel("Currency").fill("XQQ");
  await button(page, "Next").click();
  const told = async (label) => page.getByLabel(label).evaluate((field) => (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));
  assert.match(await told("Name of the business"), /What is the business called/);
  assert.match(await told("Emergency number"), /such as 112/);
  assert.match(await told("Currency"), /Three letters/);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-invalid")), "true", "the first mistake has the focus");
  await looked(page, phone);
  await page.getByLabel("Name of the business").fill("Ingrid <b>& Co</b>");
  await page.getByLabel("Emergency number").fill("999");
  await page.getByLabel("Currency").fill("gbp");
  await page.getByLabel("Telephone of this place").fill("+44 20 7946 0100");
  await page.getByLabel("There is security on site").check();
  await button(page, "Next").click();

  await title(page, "You");
  await page.getByLabel("Your name").fill("Ingrid Bérg");
  assert.equal(await page.getByLabel("You sign in as").inputValue(), "ingrid");
  await page.getByLabel("Password").fill("short");
  await button(page, "Make it mine").click();
  assert.match(await told("Password"), /At least 10 characters/);
  await looked(page, phone);
  await page.getByLabel("Password").fill("three words here");
  await button(page, "Make it mine").click();

  await title(page, "Who works with you?");
  const name = page.getByRole("textbox", { name: "Name" });
  await button(page, "Add this person").click();
  await page.getByText("A name, please.").waitFor();
  for (const [who, role] of [["Tom Reed", "associate"], ["Sara Oak", "supervisor"]]) {
    await name.fill(who);
    await page.getByLabel("Role").selectOption(role);
    await button(page, "Add this person").click();
    await page.getByText(`${who} signs in as`).waitFor();
  }
  assert.match(await page.locator(".secret").first().textContent(), /^\w{4}-\w{4}/);
  await name.fill("Tom Again");
  await page.getByLabel("Signs in as").fill("tom");
  await button(page, "Add this person").click();
  await page.getByText("A name to sign in with that nobody else has.").waitFor();
  await looked(page, phone);

  await page.reload(); // it goes on where it was
  await page.getByText("Here already: Sara Oak, Tom Reed").or(page.getByText("Here already: Tom Reed, Sara Oak")).waitFor();
  await button(page, "Next").click();

  await title(page, "Who may give what?");
  await button(page, "Something free up to £10.00 Change").click();
  await page.getByRole("dialog").getByLabel("Up to, in GBP").fill("nothing");
  await button(page, "Save").click();
  await page.getByText("An amount, please.").waitFor();
  await page.getByRole("dialog").getByLabel("Up to, in GBP").fill("12.50");
  await button(page, "Save").click();
  await button(page, "Something free up to £12.50 Change").waitFor();
  assert.equal(await page.getByText("Something free up to £10.00").count(), 0);
  await looked(page, phone);
  await button(page, "Next").click();

  await title(page, "The phones");
  await button(page, "Show a code").click();
  await page.getByText("amends serve --lan").waitFor();
  await looked(page, phone);
  await button(page, "Next").click();

  await title(page, "Ready");
  await looked(page, phone);
  await page.getByRole("link", { name: "To the counter" }).click();
  await page.locator("nav.menu, main").first().waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  const site = (await (await page.request.get(`${at.url}/v1/sites`)).json()).items[0];
  assert.deepEqual([site.name, site.trade, site.security_on_site, site.telephone, site.emergency_number, site.currency, site.zone], ["Ingrid <b>& Co</b>", "salon", true, "+44 20 7946 0100", "999", "GBP", "Europe/London"]);
  assert.deepEqual(page.trouble, []);

  const again = await open(chromium, at, { path: await link(at) });
  await again.getByRole("radio", { name: "Café", exact: true }).check();
  await button(again, "Next").click();
  await again.getByLabel("Name of the business").fill("Another");
  await again.getByLabel("Emergency number").fill("112");
  await button(again, "Next").click();
  await again.getByLabel("Your name").fill("Mallory");
  await again.getByLabel("Password").fill("three words here");
  await button(again, "Make it mine").click();
  await again.getByText("This link was used already").waitFor();
  await again.goto(`${at.url}/setup`);
  await title(again, "Open the link once more");
  assert.deepEqual(await audit(again), []);
  await again.context().close();
  await page.context().close();
});

await suite.test("who was added changes the password at the first sign-in", async () => {
  const boss = await open(chromium, at, { login: "ingrid", password: "three words here", path: "/people" });
  await boss.getByRole("link", { name: "Tom Reed" }).click();
  await button(boss, "New password").click();
  await button(boss, "Set a new password").click();
  const given = await boss.locator(".secret").textContent();
  const page = await open(chromium, at);
  await page.getByLabel("Name to sign in with").fill("tom");
  await page.getByLabel("Password").fill(given);
  await button(page, "Sign in").click();
  await title(page, "Choose your own password");
  assert.deepEqual(await audit(page), []);
  await page.getByLabel("The password that you were given").fill("not this one");
  await page.getByLabel("New password").fill("my own long words");
  await button(page, "Change the password").click();
  await page.getByText("That is not your password.").waitFor();
  await page.getByLabel("The password that you were given").fill(given);
  await button(page, "Change the password").click();
  await page.locator(".signin").waitFor({ state: "detached" });
  assert.equal((await (await page.request.get(`${at.url}/v1/session`)).json()).must_change_password, false);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await boss.context().close();
});

await suite.test("the method prints on one sheet in each language", async () => {
  const page = await open(chromium, at, { path: "/method" });
  for (const [lang, words] of Object.entries({ en: "When a customer is angry", fi: "Kun asiakas on vihainen", ru: "Когда клиент сердится", zh: "顾客生气时怎么办" })) {
    await page.goto(`${at.url}/method?lang=${lang}`);
    await title(page, words);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1, lang);
  }
  await looked(page, phone);
  await page.context().close();
});
await at.stop();

await suite.test("alone and in Chinese: no limits to set, no PIN, no board", async () => {
  const mine = await desk({ demo: false });
  const page = await open(chromium, mine, { path: await link(mine), lang: "zh-CN", size: desktop, timezoneId: "Asia/Shanghai" });
  await title(page, "你经营什么？");
  await button(page, "下一步").click();
  await page.getByText("请选择最接近的一项。").waitFor();
  await page.getByRole("radio", { name: "美发美容店" }).check();
  await button(page, "下一步").click();
  await title(page, "你的商家");
  assert.deepEqual([await page.getByLabel("国家或地区").inputValue(), await page.getByLabel("紧急电话").inputValue(), await page.getByLabel("货币").inputValue()], ["CN", "110", "CNY"]);
  await button(page, "下一步").click();
  await page.getByText("请填写商家名称。").waitFor();
  await page.getByLabel("商家名称").fill("小芳理发店");
  await button(page, "下一步").click();
  await page.getByLabel("你的姓名").fill("李小芳");
  await page.getByLabel("密码").fill("短");
  await button(page, "创建").click();
  await page.locator(".mistake").filter({ hasText: "至少 10 个字符" }).waitFor();
  await page.getByLabel("密码").fill("三个词连在一起就可以");
  await button(page, "创建").click();
  await title(page, "谁和你一起工作？");
  await button(page, "暂时没有").click();
  await page.getByText("你独自经营").waitFor();
  await looked(page, desktop);
  await button(page, "下一步").click();
  await button(page, "下一步").click();
  await title(page, "准备就绪");
  await page.getByRole("link", { name: "去柜台" }).click();
  await page.goto(`${mine.url}/me/signing-in`);
  await title(page, "登录方式");
  assert.equal(await page.getByText("PIN 码").count(), 0);
  await page.goto(`${mine.url}/settings`);
  await title(page, "设置");
  assert.equal(await page.getByText("权限额度").count(), 0);
  await page.goto(`${mine.url}/me`);
  await page.getByText("语言").waitFor();
  assert.equal(await page.getByText("你在岗").count(), 0);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await mine.stop();
});

await suite.test("where an authenticator is asked for first, the set-up goes on behind it; a phone gets its QR code", async () => {
  const mine = await desk({ demo: false, args: ["--second-factor", "always"] });
  const page = await open(chromium, mine, { path: await link(mine), timezoneId: "Europe/Helsinki" });
  await page.getByRole("radio", { name: "Café", exact: true }).check();
  await button(page, "Next").click();
  await page.getByLabel("Name of the business").fill("Corner");
  await page.getByLabel("Telephone of this place").fill("+358 9 1234");
  await button(page, "Next").click();
  await page.getByLabel("Your name").fill("Aino");
  await page.getByLabel("Password").fill("three words here");
  await button(page, "Make it mine").click();
  await title(page, "Set up an authenticator");
  assert.deepEqual(await audit(page), []);
  await page.getByLabel("Your password until now").fill("three words here");
  await button(page, "Set up an authenticator").click();
  await page.getByLabel("The code that the app shows").fill(totp(await page.locator(".secret").textContent(), Date.now()));
  await button(page, "Confirm").click();
  await button(page, "I have kept them").click();
  await title(page, "Who works with you?");
  await button(page, "Nobody for now").click();
  await button(page, "Next").click();
  await title(page, "The phones");
  await page.route("**/v1/joins", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), desk: "https://192.168.1.20:8443", address: "http://192.168.1.20:8081/join#CODE" } });
  });
  await button(page, "Show a code").click();
  const code = page.getByRole("img", { name: "QR code with which the device joins" });
  await code.waitFor();
  assert.ok((await code.evaluate((image) => image.naturalWidth)) > 0, "the picture is one");
  await looked(page, phone);
  assert.equal((await (await page.request.get(`${mine.url}/v1/sites`)).json()).items[0].telephone, "+358 9 1234");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await mine.stop();
});

await suite.test("the demo shop: every role with one tap; thrown away, one's own shop begins", async () => {
  const mine = await desk(), page = await open(chromium, mine);
  const bar = page.getByRole("complementary", { name: "Demo shop" });
  const as = (name) => bar.getByRole("button", { name, exact: true });
  const is = (name) => bar.locator("[aria-pressed=true]").getByText(name, { exact: true }).waitFor();
  await as("Supervisor").waitFor();
  assert.equal(await bar.getByRole("button", { name: "Start my own shop…" }).count(), 0, "nobody has looked at it yet");
  await looked(page, phone);
  await as("Supervisor").click();
  await title(page, "Board");
  await is("Supervisor");
  await looked(page, phone);
  await as("Owner").click();
  await is("Owner");
  await as("Associate").click();
  await title(page, "Counter");
  assert.equal(await bar.count(), 0, "the counter stays calm");
  await page.getByRole("link", { name: "Leave the counter" }).click();
  await title(page, "Emily Carter");
  await is("Associate");
  // What is sealed with a password can be looked at too.
  await page.goto(`${mine.url}/me/debriefs`);
  await page.getByText("Sealed: nobody else can read it.").waitFor();
  await bar.getByRole("button", { name: "Start my own shop…" }).click();
  await button(page, "Keep the demo shop").click();
  await bar.getByRole("button", { name: "Start my own shop…" }).click();
  assert.deepEqual(await audit(page), []);
  await button(page, "Throw it away and start my shop").click();
  await title(page, "What do you do?");
  assert.ok(!page.url().includes("#"), "the secret leaves the address");
  await page.goto(mine.url);
  await page.getByLabel("Name to sign in with").fill("emily");
  await page.getByLabel("Password").fill("amends-demo");
  await button(page, "Sign in").click();
  await page.getByRole("alert").or(page.locator(".notice.bad")).first().waitFor();
  assert.equal(await bar.count(), 0);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  await mine.stop();
});

await chromium.close();
suite.end();
