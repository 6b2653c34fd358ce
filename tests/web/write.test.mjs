// Before and after: what they wrote is read, the answer reviewed under the cursor, a better sentence taken with one key.
import { strict as assert } from "node:assert";
import { browser, desk, desktop, kept, open, Suite } from "./lib.mjs";
import { audit } from "./axe.mjs";

const suite = new Suite("web-write"), at = await desk(), chromium = await browser();
const letter = "This is the third time I write. The lamp still does not work and nobody answers. I want my money back!";

await suite.test("what they wrote shows what it is, and what to answer", async () => {
  const page = await open(chromium, at, { login: "emily", path: "/write", size: desktop });
  await page.getByLabel("What they wrote").fill(letter);
  await page.getByText("complaint", { exact: true }).waitFor();
  await page.getByRole("button", { name: /sorry/ }).first().click();
  assert.match(await page.getByLabel("Your answer").inputValue(), /sorry/);
  assert.deepEqual(await audit(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("a finding under the cursor is told, and one key takes the better sentence", async () => {
  const page = await open(chromium, at, { login: "emily", path: "/write", size: desktop, dark: true });
  await page.getByLabel("What they wrote").fill(letter);
  const answer = page.getByLabel("Your answer");
  await answer.fill("Calm down, please. We will look into the lamp.");
  await page.locator(".write-finding").getByText("This tells the customer to be calm.").waitFor();
  assert.equal(await page.locator("mark.write-wrong").first().textContent(), "Calm down");
  await answer.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Alt+Enter");
  await page.locator(".notice.good").getByText("Nothing in it would make things worse.").waitFor();
  const text = await answer.inputValue();
  assert.ok(!text.includes("Calm down") && text.endsWith("We will look into the lamp."), text);
  assert.deepEqual(await audit(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("what was typed survives a reload, and is kept as a case", async () => {
  const page = await open(chromium, at, { login: "emily", path: "/write" });
  await page.getByLabel("What they wrote").fill(letter);
  await page.getByLabel("Your answer").fill("I am so sorry about the lamp.");
  await kept(page, "write.theirs", letter);
  await kept(page, "write.answer", "I am so sorry about the lamp.");
  await page.reload();
  await page.waitForFunction((text) => document.querySelector("textarea")?.value === text, letter);
  await page.getByRole("button", { name: "Keep as a case" }).click();
  const href = await page.getByRole("link", { name: "Open the case" }).getAttribute("href");
  const made = await (await page.context().request.get(`${at.url}/v1${href}`)).json();
  assert.equal(made.happened, letter);
  assert.equal(await page.getByLabel("What they wrote").inputValue(), "");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("who works at all places has one to keep a case at", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/write" });
  await page.getByLabel("What they wrote").fill(letter);
  await page.getByRole("button", { name: "Keep as a case" }).click();
  await page.getByRole("link", { name: "Open the case" }).waitFor();
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("on the telephone: a boundary before hanging up, and a time to call back", async () => {
  const page = await open(chromium, at, { login: "emily", path: "/write" });
  await page.getByRole("radio", { name: "Telephone" }).check();
  await page.getByRole("button", { name: "personal" }).click();
  await page.getByText("First say it calmly").waitFor();
  await page.getByRole("button", { name: "I said it" }).click();
  await page.getByText("You said the boundary.").waitFor();
  await page.getByRole("button", { name: "Put on hold" }).click();
  await page.getByRole("timer").waitFor();
  await page.getByLabel("When").fill("2027-01-04T09:30");
  await page.getByRole("button", { name: "Promise it" }).click();
  await page.getByText("Noted:").waitFor();
  const noted = async () => (await (await page.context().request.get(`${at.url}/v1/promises?mine=true&limit=200`)).json()).items
    .some(({ what, due_at }) => what === "Call them back" && due_at?.startsWith("2027-01-04"));
  for (let tries = 0; !(await noted()); tries++) {
    assert.ok(tries < 200, "the promise is not there");
    await page.waitForTimeout(100);
  }
  assert.deepEqual(await audit(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await suite.test("the next appointment: both costs are shown", async () => {
  const page = await open(chromium, at, { login: "daniel", path: "/write", size: desktop });
  await page.getByRole("radio", { name: "Next appointment" }).check();
  await page.getByRole("searchbox").fill("Brooks");
  await page.getByRole("button", { name: "Helen Brooks" }).click();
  await page.getByText("£2,400").waitFor();
  await page.getByRole("link", { name: "Decline and record it" }).waitFor();
  await page.getByRole("button", { name: "Take the appointment" }).click();
  await page.getByText("Noted for the next visit.").waitFor();
  assert.deepEqual(await audit(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

await chromium.close();
await at.stop();
suite.end();
