// Pictures of every screen for README and docs/guide: node tests/web/pictures.mjs [FOLDER]; phone and desktop, light and dark.
// A screen tells here how it is brought to something worth looking at.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, desk, desktop, open, phone } from "./lib.mjs";

const folder = process.argv[2] ?? "docs/pictures/app";
mkdirSync(folder, { recursive: true });
const at = await desk(), chromium = await browser();

/** name, who, path, what is done before the picture. */
const scenes = [
  ["counter", "emily", "/counter"],
  ["counter-louder", "emily", "/counter", async (page) => { for (const name of [/again/i, /louder/i]) await page.getByRole("button", { name }).first().click(); }],
  ["write", "emily", "/write", async (page) => {
    await page.getByLabel("What they wrote").fill("I have waited three weeks for the lamp, and nobody answers the telephone. I want my money back!");
    await page.getByLabel("Your answer").fill("I'm sorry you feel that way, but it is our policy. I will look into it today.");
  }],
  ["board", "daniel", "/board"],
  ["cases", "daniel", "/cases"],
  ["promises", "daniel", "/promises"],
  ["incidents", "daniel", "/incidents"],
  ["refusals", "daniel", "/refusals"],
  ["customers", "daniel", "/customers"],
  ["me", "emily", "/me"],
  ["settings", "grace", "/settings"],
  ["people", "grace", "/people"],
  ["limits", "grace", "/limits"],
  ["method", "emily", "/method"],
];

for (const [name, login, path, prepare] of scenes)
  for (const [look, settings] of [["phone", { size: phone }], ["phone-dark", { size: phone, dark: true }], ["desktop", { size: desktop }], ["desktop-dark", { size: desktop, dark: true }]]) {
    const page = await open(chromium, at, { login, path, ...settings });
    try {
      await page.locator("h1, button").first().waitFor();
      await page.waitForFunction(() => !document.querySelector(".loading"));
      await prepare?.(page);
      await page.waitForTimeout(900);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
    } catch (error) {
      console.log(`${name}-${look}: ${String(error).split("\n")[0]}`);
      process.exitCode = 1;
    }
    await page.context().close();
  }
await chromium.close();
await at.stop();
