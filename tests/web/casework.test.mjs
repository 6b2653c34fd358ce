// Work in a case: given within authority, asked for beyond it, promised, handed on to somebody else.
import { strict as assert } from "node:assert";
import { audit } from "./axe.mjs";
import { browser, desk, open, Suite } from "./lib.mjs";

const suite = new Suite("web-casework"), chromium = await browser(), at = await desk();
const daniel = await open(chromium, at, { login: "daniel", path: "/cases" });
const press = (name) => daniel.getByRole("button", { name, exact: true }).click();
const dialog = daniel.getByRole("dialog");
const part = (name) => daniel.getByRole("region", { name });
const listed = daniel.getByRole("link", { name: /Parking charge/ });
await listed.click();
await daniel.getByRole("heading", { level: 1, name: /Parking charge/ }).waitFor();
const address = daniel.url();

await suite.test("within authority it is given, and stands in the case", async () => {
  await press("Give something");
  await dialog.getByLabel("How much (GBP)").fill("12,50");
  await dialog.getByLabel("In words").fill("For the walk back");
  assert.deepEqual(await audit(daniel), []);
  await dialog.getByRole("button", { name: "Given" }).click();
  await part("Given").getByText("£12.50").waitFor();
  await part("Given").getByText("For the walk back").waitFor();
});

await suite.test("beyond it, the same form asks; nothing is given meanwhile", async () => {
  await press("Give something");
  await dialog.getByLabel("How much (GBP)").fill("800");
  await dialog.getByRole("button", { name: "Given" }).click();
  await dialog.getByText("This is more than you may give by yourself.").waitFor();
  await dialog.getByRole("button", { name: "Ask" }).click();
  await part("Asked for").getByText("£800").waitFor();
  assert.equal(await part("Given").getByText("£800").count(), 0);
});

await suite.test("what is theirs by right is counted apart from what was conceded", async () => {
  await press("Give something");
  await dialog.getByLabel("How much (GBP)").fill("145");
  await dialog.getByLabel("It is theirs by right").check();
  await dialog.getByRole("button", { name: "Given" }).click();
  await part("Given").getByText("£145").waitFor();
});

await suite.test("a promise is made from the case and stands in it", async () => {
  await daniel.getByRole("link", { name: "Promise something" }).click();
  await daniel.getByLabel("What is promised").fill("Write to the car park company");
  await press("Note the promise");
  await daniel.getByRole("heading", { level: 1, name: /Write to the car park/ }).waitFor();
  await daniel.goto(address);
  await part("Promised").getByText("Write to the car park company").waitFor();
});

await suite.test("handed on, somebody else sees to it", async () => {
  await press("Hand on");
  await dialog.getByLabel("Who sees to it now?").selectOption({ label: "Emily Carter" });
  await dialog.getByRole("button", { name: "Hand on" }).click();
  await daniel.getByText("Emily Carter sees to it").waitFor();
  assert.deepEqual(daniel.trouble, []);
});

await chromium.close();
await at.stop();
suite.end();
