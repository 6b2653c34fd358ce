// What axe finds on a page: WCAG 2.2 AA and its best practices. The rules' ids with the places, to be compared with [].
import { readFileSync } from "node:fs";
import { axeSource } from "./lib.mjs";

const source = readFileSync(axeSource, "utf8");

/** Colours count when nothing fades in any more. */
const still = async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished.catch(() => undefined)));
};

export async function audit(page) {
  await page.evaluate(still);
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} (${failureSummary.split("\n")[1]?.trim()})`).join("; ")}`);
}
