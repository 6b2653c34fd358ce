// Whatever stands in a text of the desk's, it is text on every screen and panel: no script of it runs, no element is made of it, and
// words without an end do not make a page scroll sideways at 320 px. Which texts people write says the desk's own description; on the
// way to the app more is put behind each. That the desk keeps such texts as they are shows fields.test.mjs.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { browser, desk, open, Suite } from "./lib.mjs";
import { come, prepare, scenes } from "./scenes.mjs";

const corpus = JSON.parse(readFileSync(new URL("./injection.json", import.meta.url), "utf8"));
const suite = new Suite("web-texts"), chromium = await browser(), at = await desk();
const described = await (await fetch(`${at.base}/v1/openapi.json`)).json();

/** The names of what people write: texts of any words, as long as they may be, in what the desk takes. */
function textFields() {
  const names = new Set();
  const walk = (schema) => {
    const one = schema?.$ref ? described.components.schemas[schema.$ref.split("/").pop()] : schema;
    for (const [name, field] of Object.entries(one?.properties ?? {})) {
      if ([field.type].flat().includes("string") && !field.enum && !field.format && !field.pattern && field.maxLength) names.add(name);
      else walk(field.items ?? field);
    }
  };
  for (const methods of Object.values(described.paths)) for (const { requestBody } of Object.values(methods)) walk(requestBody?.content["application/json"]?.schema);
  return names;
}
const fields = textFields(), shown = new Set(), isId = /^[0-9a-z]{13}$/;
// Choices and addresses of their own, which nobody writes freely.
for (const name of ["currency", "lang", "ui_lang", "zone", "secret", "password", "new", "pin", "code", "login"]) fields.delete(name);

let turn = 0;
const worseOf = (text) => corpus[([...text].reduce((sum, letter) => sum + letter.codePointAt(0), 0) + turn) % corpus.length];
/** An answer with more behind each of its texts: a string of the corpus, on each screen another, and a word without an end. */
function worse(value, name) {
  if (Array.isArray(value)) return value.map((one) => worse(one, name));
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, worse(one, key)]));
  if (typeof value !== "string" || !fields.has(name) || isId.test(value) || !value) return value;
  shown.add(name);
  return `${value} ${worseOf(name + value)} ${"W".repeat(80)}`;
}

const made = () => ({
  ran: globalThis.ran ?? Object.prototype.ran ?? null,
  elements: [...document.querySelectorAll("body script:not([src]), main img:not([src^='data:'], [src^='/']), iframe, object, embed, video, math, main style, main link, base, main meta, marquee, main template, main b, main x, main svg:not(.icon)")].map((one) => one.outerHTML.slice(0, 80)),
  handlers: [...document.querySelectorAll("body *")].filter((one) => [...one.attributes].some(({ name, value }) => name.startsWith("on") || /^\s*(javascript|data:text)/i.test(value))).map((one) => one.outerHTML.slice(0, 80)),
});

let seen = 0;
for (const login of new Set(scenes.map(([, login]) => login).filter(Boolean)))
  await suite.test(`${login}: every screen, with all its texts made worse`, async () => {
    const page = await open(chromium, at, { login, size: { width: 320, height: 640 } });
    const asked = [];
    page.on("dialog", (dialog) => { asked.push(dialog.message()); void dialog.dismiss(); });
    page.on("request", (request) => { if (!request.url().startsWith(at.url) && !/^(blob|data):/.test(request.url())) asked.push(request.url()); });
    await page.route(`${at.url}/v1/**`, async (route) => {
      if (route.request().method() !== "GET" || /text\/event-stream/.test(route.request().headers().accept ?? "")) return route.continue();
      const answer = await route.fetch();
      if (!/json/.test(answer.headers()["content-type"] ?? "")) return route.fulfill({ response: answer });
      return route.fulfill({ response: answer, json: worse(await answer.json()) });
    });
    for (const [name, who, path, steps] of scenes) {
      if (who !== login) continue;
      turn++;
      await come(page, at, path);
      await prepare(page, steps);
      await page.waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth, undefined, { timeout: 5000 })
        .catch(() => assert.fail(`${name} scrolls sideways`));
      assert.deepEqual(await page.evaluate(made), { ran: null, elements: [], handlers: [] }, name);
      if (await page.evaluate(() => document.body.innerText.includes("WWWWWWWWWW"))) seen++;
    }
    assert.deepEqual([...asked, ...page.trouble], []);
    await page.context().close();
  });
await suite.test("texts were there to be made worse, and seen", () => {
  console.log(`web-texts: ${shown.size} of ${fields.size} text fields came from the desk, on ${seen} screens: ${[...shown].sort().join(" ")}; not: ${[...fields].filter((one) => !shown.has(one)).sort().join(" ")}`);
  assert.ok(shown.size >= 15 && seen >= 15);
});
suite.end();
await chromium.close();
await at.stop();
