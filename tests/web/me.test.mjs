// One's own page and signing in: language and appearance, password, PIN on a shared device, authenticator, debriefs, what is stored,
// being away, an expired session, signing out.
import { strict as assert } from "node:assert";
import { createHmac } from "node:crypto";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, open, phone, Suite } from "./lib.mjs";

const suite = new Suite("web-me"), chromium = await browser(), at = await desk();
const button = (page, name) => page.getByRole("button", { name, exact: true });
const title = (page, name) => page.getByRole("heading", { level: 1, name }).waitFor();
const csrf = async (page) => (await (await page.request.get(`${at.url}/v1/session`)).json()).csrf;
/** Something that the app does not do here, by the API with the page's own cookies. */
const ask = async (page, method, path, data) => page.request.fetch(at.url + path, { method, data, headers: { "X-CSRF-Token": await csrf(page) } });

async function looked(page, size) {
  assert.deepEqual(await audit(page), [], page.url());
  await page.emulateMedia({ colorScheme: "dark" });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.deepEqual(await audit(page), [], `${page.url()}, dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${page.url()} at 320 px`);
  await page.setViewportSize(size);
}

await suite.test("language changes the page at once and stays; appearance; single-letter keys", async () => {
  const page = await open(chromium, at, { login: "emily", path: "/me" });
  await page.getByText("You are here").waitFor();
  await looked(page, phone);
  await page.getByRole("radio", { name: "Suomi" }).click();
  await page.getByText("Olet paikalla").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), "fi");
  await page.waitForResponse((answer) => answer.request().method() === "PATCH" && answer.ok()).catch(() => undefined);
  assert.equal((await (await page.request.get(`${at.url}/v1/session`)).json()).person.lang, "fi");
  await page.reload();
  await page.getByText("Olet paikalla").waitFor();
  await page.getByRole("radio", { name: "English" }).click();
  await page.getByRole("radio", { name: "Dark" }).check();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await page.getByRole("radio", { name: "High contrast" }).check();
  assert.deepEqual(await audit(page), [], "high contrast");
  await page.getByLabel("Single-letter keys").uncheck();
  await page.reload();
  assert.equal(await page.getByRole("radio", { name: "High contrast" }).isChecked(), true);
  assert.equal(await page.getByLabel("Single-letter keys").isChecked(), false);
  await button(page, "I need a break").click();
  await page.getByText("You are on a break").waitFor();
  await button(page, "I am back").click();
  await page.getByText("You are here").waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("a debrief is written, read after a reload, rewritten, shown in part, thrown away", async () => {
  const page = await open(chromium, at, { login: "zofia", path: "/me/debriefs" });
  await page.getByText("Sealed: nobody else can read it.").waitFor();
  await button(page, "Write one").click();
  await button(page, "Save").click();
  await page.getByText("Please fill this in.").waitFor();
  const text = "<script>alert(1)</script> She was angry at the delay, not at me.";
  await page.getByLabel("For yourself").fill(text);
  await button(page, "Save").click();
  await page.locator(".rows .hub-link").first().waitFor();
  await page.reload();
  await page.locator(".rows .hub-link").first().click();
  await page.getByText(text).waitFor();
  await looked(page, phone);
  await button(page, "Write it anew").click();
  await page.getByLabel("For yourself").fill("Next time I breathe first.");
  await button(page, "Save").click();
  await page.locator(".rows .hub-link").first().click();
  await page.getByText("Next time I breathe first.").waitFor();
  await button(page, "Show somebody a part").click();
  await page.getByLabel("Whom").selectOption({ label: "Daniel Okafor" }).catch(async () => page.getByLabel("Whom").selectOption({ index: 1 }));
  await button(page, "Show somebody a part").click();
  await page.getByText("A part is shown to somebody").waitFor();
  const daniel = await open(chromium, at, { login: "daniel" });
  assert.ok(!(await (await daniel.request.get(`${at.url}/v1/debriefs`)).text()).includes("breathe"));
  await daniel.context().close();
  await page.locator(".rows .hub-link").first().click();
  await button(page, "Throw it away").click();
  await page.getByText("What happened, what stays with you").waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("the password changes; a wrong one is told at its field", async () => {
  const page = await open(chromium, at, { login: "ben", path: "/me/signing-in" });
  await page.getByText("Where you are signed in").waitFor();
  await looked(page, phone);
  await button(page, "Change").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password until now").fill("wrong");
  await dialog.getByLabel("New password").fill("short");
  await button(dialog, "Change the password").click();
  await dialog.locator(".mistake").filter({ hasText: "At least 10" }).waitFor();
  await dialog.getByLabel("New password").fill("a longer set of words");
  await button(dialog, "Change the password").click();
  await dialog.getByText("That is not your password.").waitFor();
  await dialog.getByLabel("Your password until now").fill("amends-demo");
  await button(dialog, "Change the password").click();
  await page.getByText("The password is changed.").waitFor();
  const answer = await page.context().request.post(`${at.url}/v1/session`, { data: { login: "ben", password: "a longer set of words" } });
  assert.equal(answer.status(), 201);
  await page.goto(`${at.url}/me/stored`);
  await page.getByText("Your roles").click();
  await page.getByText("associate").first().waitFor();
  await looked(page, phone);
  await page.context().close();
});

await suite.test("a token for a program is made, told once, works within what it may, and is taken back; other sign-ins are ended", async () => {
  const page = await open(chromium, at, { login: "daniel", path: "/me/signing-in" });
  await button(page, "Make a token").click();
  const dialog = page.getByRole("dialog");
  await button(dialog, "Make a token").click();
  await dialog.getByText("A name, please.").waitFor();
  await dialog.getByLabel("What it is for").fill("Till <i>3</i>");
  await dialog.getByLabel("Cases", { exact: true }).check();
  await dialog.getByLabel("Customers: write too").waitFor({ state: "detached" });
  await dialog.getByLabel("Customers", { exact: true }).check();
  await dialog.getByLabel("Customers: write too").check();
  await dialog.getByLabel("Until (empty: until you take it back)").fill("2099-12-31");
  assert.deepEqual(await audit(page), []);
  await button(dialog, "Make a token").click();
  const token = await dialog.locator(".secret").textContent();
  assert.deepEqual(await audit(page), []);
  await button(dialog, "I have kept it").click();
  await page.getByText("Cases (to read), Customers").waitFor();
  assert.ok(!(await page.textContent("body")).includes(token), "told once");
  const asked = async (path, method = "GET", body) => (await fetch(at.url + path, { method, body, headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) } })).status;
  assert.deepEqual([await asked("/v1/cases"), await asked("/v1/customers"), await asked("/v1/people"), await asked("/v1/cases", "POST", '{"subject": "x"}')], [200, 200, 403, 403]);
  await button(page, "Take back: Till <i>3</i>").click();
  await page.getByText("Till <i>3</i>").waitFor({ state: "detached" });
  assert.equal(await asked("/v1/cases"), 401);

  for (let i = 0; i < 2; i++) await (await open(chromium, at, { login: "daniel" })).context().close();
  await page.reload();
  await page.locator(".me-list .badge").filter({ hasText: "here" }).waitFor();
  await button(page, "End all others").click();
  await page.getByRole("button", { name: /^End: / }).first().waitFor({ state: "detached" });
  await page.reload();
  await page.locator(".me-list .badge").filter({ hasText: "here" }).waitFor(); // this one goes on
  assert.equal(await page.getByRole("button", { name: /^End: / }).count(), 0);
  await looked(page, phone);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

/** What an authenticator shows now. */
function totp(secret) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2))), counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(counter).digest(), place = hash[19] & 15;
  return String((hash.readUInt32BE(place) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

await suite.test("an authenticator is set up, then asked for; a recovery code gets in without it", async () => {
  const page = await open(chromium, at, { login: "priya", path: "/me/signing-in" });
  await button(page, "Authenticator: Set up").click();
  await page.getByLabel("Your password until now").fill("amends-demo");
  await button(page, "Set up an authenticator").click();
  await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
  assert.deepEqual(await audit(page), []);
  const secret = await page.locator(".secret").textContent();
  await page.getByLabel("The code that the app shows").fill("12");
  await button(page, "Confirm").click();
  await page.getByText("The six digits that the app shows now.").waitFor();
  await page.getByLabel("The code that the app shows").fill(totp(secret));
  await button(page, "Confirm").click();
  await page.locator(".codes").waitFor();
  const codes = await page.locator(".codes code").allTextContents();
  assert.equal(codes.length, 10);
  await button(page, "I have kept them").click();
  await page.getByText("On; 10 recovery codes are left").waitFor();
  await page.goto(`${at.url}/me`);
  await button(page, "Sign out").click();
  await page.getByLabel("Name to sign in with").fill("priya");
  await page.getByLabel("Password").fill("amends-demo");
  await button(page, "Sign in").click();
  await button(page, "The phone is lost: use a recovery code").click();
  await page.getByLabel("Recovery code").fill(codes[0]);
  assert.deepEqual(await audit(page), []);
  await button(page, "Sign in").click();
  await page.locator("nav.menu").waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("an expired session asks again over the screen, and what was typed is still there", async () => {
  const page = await open(chromium, at, { login: "tom", path: "/me/debriefs" });
  await button(page, "Write one").click();
  await page.getByLabel("For yourself").fill("half a thought");
  await ask(page, "DELETE", "/v1/session");
  await button(page, "Save").click();
  const again = page.getByRole("dialog", { name: "Please sign in again" });
  await again.waitFor();
  assert.deepEqual(await audit(page), []);
  await again.getByLabel("Password").fill("amends-demo");
  await button(again, "Sign in").click();
  await again.waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("For yourself").inputValue(), "half a thought");
  await button(page, "Save").click();
  await page.locator(".rows .hub-link").first().waitFor();
  await page.context().close();
});

await suite.test("a shared device: whose face, the PIN, and nothing of who was before", async () => {
  const emily = await open(chromium, at, { login: "emily" });
  assert.equal((await ask(emily, "PUT", "/v1/me/pin", { password: "amends-demo", pin: "482915" })).status(), 204);
  const site = (await (await emily.request.get(`${at.url}/v1/session`)).json()).memberships[0].site;
  await emily.context().close();
  const page = await open(chromium, at, { login: "grace", path: `/sites/${site}`, size: desktop });
  await button(page, "Share this browser").click();
  await page.getByRole("dialog").getByLabel("What the device is called here").fill("Till 2");
  await button(page.getByRole("dialog"), "Share this browser").click();
  await page.getByText("This browser is shared now.").waitFor();
  await page.goto(`${at.url}/me`);
  await page.getByRole("link", { name: /What is stored about me/ }).click();
  await page.getByText("Your roles").waitFor();
  await page.goBack();
  await button(page, "Sign out").click();
  await page.getByText("Who are you?").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
  await looked(page, desktop);
  await page.getByRole("button", { name: /Emily/ }).click();
  await page.getByLabel("PIN").fill("111111");
  await button(page, "Sign in").click();
  await page.getByRole("alert").waitFor();
  assert.deepEqual(await audit(page), []);
  for (const digit of "482915") await button(page, digit).click();
  await button(page, "Sign in").click();
  await page.locator(".signin").waitFor({ state: "detached" });
  await page.locator("main").waitFor();
  assert.ok(!(await page.textContent("body")).includes("Grace"), "nothing of Grace");
  await page.goBack();
  await page.waitForTimeout(200);
  assert.equal(new URL(page.url()).pathname, "/", "no way back into what Grace looked at");
  await page.goto(`${at.url}/me/signing-in`);
  await page.getByText("You are here by PIN.").waitFor();
  await page.goto(`${at.url}/me`);
  await button(page, "Somebody else takes over").click();
  await page.getByText("Who are you?").waitFor();
  await button(page, "Name and password").click();
  await page.getByLabel("Name to sign in with").waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("signing in says what is missing and what is wrong", async () => {
  const page = await open(chromium, at, { lang: "ru" });
  await page.getByLabel("Имя для входа").waitFor();
  await looked(page, phone);
  await button(page, "Войти").click();
  assert.equal(await page.getByText("Заполните это поле.").count(), 2);
  await page.getByLabel("Имя для входа").fill("nobody");
  await page.getByLabel("Пароль").fill("wrong words");
  await button(page, "Войти").click();
  await page.getByText("Не подходит").waitFor();
  await button(page, "中文").click();
  await page.getByLabel("登录名").waitFor();
  assert.equal(await page.getByLabel("登录名").inputValue(), "nobody");
  await page.context().close();
});

await chromium.close();
await at.stop();
suite.end();
