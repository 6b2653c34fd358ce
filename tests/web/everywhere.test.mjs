// What holds on every screen of the menu, by each role, in every language: no finding of axe on a desktop (on a phone, and in each
// state: states.test.mjs); no sideways scrolling at 320 px; text twice as large; nothing asked from anybody else.
import { strict as assert } from "node:assert";
import { audit } from "./axe.mjs";
import { browser, desk, desktop, open, Suite, visit } from "./lib.mjs";

const suite = new Suite("web-everywhere"), chromium = await browser();
const managers = { en: "grace", fi: "kaisa", ru: "irina", zh: "lihua" };
const roles = { grace: "manager", daniel: "supervisor", emily: "associate" };

/** The paths of the menu, after the screen's parts are there. */
async function menu(page) {
  await page.locator("nav.menu a").first().waitFor();
  return page.locator("nav.menu a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}

for (const lang of ["en", "fi", "ru", "zh"]) {
  const at = await desk({ lang });
  if (lang === "en") {
    for (const login of Object.keys(roles))
      await suite.test(`${roles[login]}: every screen of the menu on a desktop`, async () => {
        const page = await open(chromium, at, { login, path: "/me", size: desktop, dark: login !== "daniel" });
        const others = [];
        page.on("request", (request) => { if (!request.url().startsWith(at.url) && !/^(data|blob):/.test(request.url())) others.push(request.url()); });
        for (const path of await menu(page)) {
          await visit(page, at, path);
          assert.deepEqual(await audit(page), [], path);
        }
        assert.deepEqual(others, []);
        assert.deepEqual(page.trouble, []);
        await page.context().close();
      });
    await suite.test("320 px and text twice as large: nothing scrolls sideways", async () => {
      const page = await open(chromium, at, { login: "grace", path: "/me", size: { width: 320, height: 640 } });
      for (const large of [false, true])
        for (const path of await menu(page)) {
          await visit(page, at, path);
          if (large) await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${path}${large ? ", twice as large" : ""}: ${wide} px too wide`);
          const below = await page.evaluate(() => [...document.querySelectorAll(".counter-bar button")].filter((one) => one.getBoundingClientRect().bottom > innerHeight).length);
          assert.equal(below, 0, "help and danger are in sight, however long the counter is");
          await page.waitForFunction(() => [...document.querySelectorAll("nav.menu > * > span")].every((name) => name.scrollWidth <= name.clientWidth)); // no name in the menu is cut
        }
      await page.context().close();
    });
    await suite.test("a phone's menu: four places and More, which holds the others", async () => {
      const page = await open(chromium, at, { login: "grace", path: "/cases" });
      await menu(page);
      const more = page.getByRole("button", { name: "More", exact: true });
      assert.equal(await page.getByRole("navigation", { name: "Menu" }).getByRole("link").count(), 4);
      await more.click();
      assert.deepEqual(await audit(page), []);
      await page.keyboard.press("Escape");
      assert.equal(await more.getAttribute("aria-expanded"), "false");
      await more.click();
      await page.getByRole("link", { name: "Customers" }).click();
      await page.waitForURL(`${at.url}/customers`);
      await page.waitForFunction(() => document.querySelector(".menu-more").getAttribute("aria-expanded") === "false");
      await page.setViewportSize(desktop);
      assert.ok(await page.getByRole("navigation", { name: "Menu" }).getByRole("link").count() > 8);
      assert.equal(await more.count(), 0);
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });
    await suite.test("targets are 44 px and more", async () => {
      const page = await open(chromium, at, { login: "daniel", path: "/me" });
      for (const path of await menu(page)) {
        await visit(page, at, path);
        const small = await page.evaluate(() => [...document.querySelectorAll("button, a.button, nav a, select, input:not([type=radio]):not([type=checkbox]), label:has(input)")]
          .filter((at) => at.getClientRects().length && Math.min(at.getBoundingClientRect().height, at.getBoundingClientRect().width) < 43.5)
          .map((at) => `${at.tagName} ${(at.textContent || at.getAttribute("aria-label") || "").slice(0, 30)} ${Math.round(at.getBoundingClientRect().width)}×${Math.round(at.getBoundingClientRect().height)}`));
        assert.deepEqual(small, [], path);
      }
      await page.context().close();
    });
    await suite.test("keys: anywhere, the menu, the help; none while typing, none when switched off", async () => {
      const page = await open(chromium, at, { login: "emily", path: "/me", size: desktop });
      await menu(page);
      await page.keyboard.press("Control+k");
      const field = page.getByRole("dialog").getByRole("searchbox");
      await field.fill("brooks");
      await page.getByRole("dialog").getByText("Helen Brooks").waitFor();
      assert.deepEqual(await audit(page), []);
      for (const [words, kind] of [["daniel", "works here"], ["xyzzy", "Nothing has these words."], ["debrief", "My debriefs"]]) {
        await field.fill(words);
        await page.getByRole("dialog").getByText(kind).first().waitFor();
      }
      const { items: [promise] } = await (await page.request.get(`${at.url}/v1/promises`)).json();
      await field.fill(promise.what.split(" ").slice(-2).join(" "));
      await page.getByRole("dialog").getByRole("button", { name: promise.what }).click();
      await page.waitForURL(`${at.url}/promises/${promise.id}`);
      await page.keyboard.press("Control+k");
      await field.fill(""); // Escape would only empty it
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByText("these keys").waitFor();
      await page.keyboard.press("Escape");
      const first = (await menu(page))[0];
      await page.keyboard.press("1");
      await page.waitForURL(at.url + first);
      await page.goto(`${at.url}/me`);
      await menu(page);
      await page.evaluate(() => localStorage.setItem("single-keys", "off"));
      await page.reload();
      await menu(page);
      await page.keyboard.press("?");
      await page.waitForTimeout(200);
      assert.equal(await page.getByRole("dialog").count(), 0);
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });
  }
  await suite.test(`${lang}: every screen of a manager's menu, nothing left in English`, async () => {
    const page = await open(chromium, at, { login: managers[lang], lang, path: "/me" });
    const script = { zh: /[\u4e00-\u9fff]/, ru: /[\u0400-\u04ff]/ }[lang];
    for (const path of await menu(page)) {
      await visit(page, at, path);
      const title = await page.locator("h1").first().textContent();
      if (script) assert.match(title, script, path);
      assert.deepEqual(await page.evaluate(() => document.body.innerText.match(/\{\w+\}|undefined|\bNaN\b|\[object/g) ?? []), [], path);
    }
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
  await at.stop();
}

await chromium.close();
suite.end();
