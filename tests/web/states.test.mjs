// No finding of axe in what everywhere.test.mjs does not come to: panels and forms that stand open, and each screen of the menu
// while it loads, where the desk fails, where it is out of reach, and where nothing is found; in light and dark.
import { strict as assert } from "node:assert";
import { createServer, request } from "node:http";
import { audit } from "./axe.mjs";
import { browser, desk, open, Suite } from "./lib.mjs";
import { come, prepare, scenes } from "./scenes.mjs";

const suite = new Suite("web-states"), chromium = await browser(), at = await desk();

async function both(page, what) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await audit(page), [], `${what}, ${colorScheme}`);
  }
}

for (const login of new Set(scenes.map(([, login]) => login)))
  await suite.test(`${login ?? "nobody signed in"}: every screen and panel`, async () => {
    const page = await open(chromium, at, { login });
    for (const [name, who, path, steps] of scenes) {
      if (who !== login) continue;
      await come(page, at, path);
      await prepare(page, steps);
      await both(page, name);
    }
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });

const screens = ["/board", "/cases", "/people", "/limits", "/me/debriefs"]; // what they share with others is looked at once
const lists = ["/cases", "/refusals", "/customers"];
const api = /\/v1\/(?!session|live|events|organisation)/;

await suite.test("nothing found", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/healthz" });
  for (const path of lists) {
    await page.goto(`${at.url}${path}?q=xyzzy`);
    await page.locator("h1").waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    await both(page, path);
  }
  await page.context().close();
});

await suite.test("while it loads", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/healthz" });
  const held = [];
  await page.route(api, (route) => { held.push(route); });
  for (const path of screens) {
    await page.goto(at.url + path);
    await page.locator("h1").waitFor();
    await both(page, path);
    for (const route of held.splice(0)) await route.abort().catch(() => {});
  }
  await page.context().close();
});

await suite.test("the desk fails, and comes back", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/healthz" });
  let fails = true;
  await page.route(api, (route) => (fails && route.request().method() === "GET"
    ? route.fulfill({ status: 500, contentType: "application/problem+json", body: JSON.stringify({ type: "/problems/internal", title: "internal", status: 500 }) })
    : route.continue()));
  for (const path of screens) {
    await page.goto(at.url + path);
    await page.locator("h1").waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    await both(page, path);
  }
  fails = false;
  await page.goto(`${at.url}/cases`);
  await page.getByRole("listitem").first().waitFor();
  await page.context().close();
});

await suite.test("the desk is out of reach", async () => {
  const page = await open(chromium, at, { login: "grace", path: "/board", keeps: true });
  await page.getByText("With customers now").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done))));
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Cases", exact: true }).click();
  await page.waitForURL(/\/cases/);
  await both(page, "cases, offline");
  await page.getByRole("link", { name: "Counter", exact: true }).click();
  await page.waitForURL(/\/counter/);
  await page.getByRole("button", { name: "Louder" }).waitFor();
  await both(page, "counter, offline");
  await page.context().close();
});

await suite.test("an answer that breaks off in its midst, at the very start: the app begins", async () => {
  const breaks = createServer((asked, answer) => {
    if (asked.url === "/v1/session") {
      answer.writeHead(200, { "Content-Type": "application/json" });
      answer.write('{"person":', () => answer.destroy());
      return;
    }
    const { method, headers } = asked;
    asked.pipe(request(new URL(asked.url, at.url), { method, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    }));
  });
  await new Promise((done) => { breaks.listen(0, "127.0.0.1", done); });
  try {
    const page = await open(chromium, { url: `http://127.0.0.1:${breaks.address().port}` });
    await page.getByLabel("Password").waitFor();
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  } finally {
    breaks.close();
    breaks.closeAllConnections();
  }
});

suite.end();
await chromium.close();
await at.stop();
