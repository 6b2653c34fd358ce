// A page as people have it: nothing for axe to find, light and dark, and nothing beside the screen at 320 px.
import { strict as assert } from "node:assert";
import { audit } from "./axe.mjs";

/** `size`: the window's own, to which it goes back. */
export async function looked(page, size) {
  assert.deepEqual(await audit(page), [], page.url());
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await audit(page), [], `${page.url()}, dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 640 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${page.url()} at 320 px`);
  await page.setViewportSize(size);
}
