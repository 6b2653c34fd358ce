// The screen-reader scripts of docs/guide/screen-reader.md, played: keys alone, and each line's place and announcements.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { browser, desk, desktop, open, Suite } from "./lib.mjs";
import { listener } from "./listener.mjs";

const suite = new Suite("web-reader"), chromium = await browser(), at = await desk();
const FURTHEST = 60; // tabs to anything

/** The journeys: title, what stands above the table, its rows. */
function journeys(text) {
  return text.split(/^## /m).slice(1).map((part) => {
    const lines = part.split("\n").filter(Boolean);
    const rows = lines.filter((line) => line.startsWith("|")).slice(2).map((line) => line.split("|").slice(1, 4).map((cell) => cell.trim()));
    return { title: lines[0], begins: lines[1], rows };
  });
}
/** Does it say this? "…" stands for anything. */
const says = (wanted, said) => new RegExp(`^${wanted.split("…").map((one) => one.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*")}$`).test(said);

const asked = async (page, method, path, body) => {
  const { csrf } = await (await page.request.get(`${at.url}/v1/session`)).json();
  const answer = await page.request.fetch(at.url + path, { method, data: body, headers: { "X-CSRF-Token": csrf } });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? undefined : answer.json();
};
const others = {};
const other = async (login) => (others[login] ??= await open(chromium, at, { login, path: "/me", size: desktop }));

/** What others do. */
const happenings = {
  "Daniel Okafor is at the board.": async () => {
    const daniel = await other("daniel");
    await daniel.goto(`${at.url}/board`);
    await daniel.getByRole("heading", { name: "Board", level: 1 }).waitFor();
  },
  "Daniel is on his way.": async () => (await other("daniel")).getByRole("button", { name: "On my way" }).click(),
  "Daniel is there.": async () => (await other("daniel")).getByRole("button", { name: "I’m here" }).click(),
  "Daniel says yes.": async () => (await other("daniel")).getByRole("listitem").filter({ hasText: "£60" }).getByRole("button", { name: "Yes", exact: true }).click(),
  "Emily calls from till 3.": async () => {
    const emily = await other("emily"), [{ id, site }] = (await asked(emily, "GET", "/v1/encounters/by-heat?ended=false")).items;
    await asked(emily, "POST", "/v1/calls", { site, whom: "supervisor", encounter: id, where: "Till 3" });
  },
};

async function shared(page) {
  const emily = await other("emily");
  await asked(emily, "PUT", "/v1/me/pin", { password: "amends-demo", pin: "482915" });
  await page.request.post(`${at.url}/v1/session`, { data: { login: "grace", password: "amends-demo" } });
  const [{ site }] = (await asked(emily, "GET", "/v1/session")).memberships;
  await asked(page, "POST", "/v1/devices", { site, name: "Till 2" });
  await asked(page, "DELETE", "/v1/session");
}

/** A page of who the journey is of, and who listens to it. */
async function begin(begins) {
  const [, who, path] = /^(\w+).*?, at (?:`(.+?)`|the link)/.exec(begins);
  const first = path ? undefined : await desk({ demo: false });
  const page = await open(chromium, first ?? at, { size: desktop, path: "/healthz", ...(who === "Nobody" ? {} : { login: who.toLowerCase() }) });
  if (/shares/.test(begins)) await shared(page);
  for (const [, happens] of begins.matchAll(/\*(.+?)\*/g)) await happenings[happens]();
  const ear = await listener(page);
  await page.goto(path ? at.url + path : first.url + (await first.printed(/\/setup#[\w-]+/)));
  await page.locator("h1").waitFor();
  await page.waitForFunction(() => !document.querySelector(".loading"));
  return { page, ear, end: async () => { await page.context().close(); await first?.stop(); } };
}

async function until(good, failed) {
  for (const end = Date.now() + 20_000; ; await new Promise((done) => setTimeout(done, 30))) {
    if (await good()) return;
    if (Date.now() > end) throw new Error(failed());
  }
}

/** One line of a table: what is done, then where one is, then what was heard. */
async function line(ear, [does, place, hears], before) {
  let here = before;
  const heard = [], keys = [...does.matchAll(/`(.+?)`/g)].map(([, key]) => key), words = /^“(.*)”$/.exec(does)?.[1], happens = /^\*(.+)\*$/.exec(does)?.[1];
  await ear.heard();
  if (words) await ear.type(words);
  else if (happens) await happenings[happens]();
  else if (does.endsWith("…")) {
    for (const met = []; ; met.push(here)) {
      assert.ok(met.length < FURTHEST, `not there: ${[...new Set(met)].join("; ")}`);
      await ear.press(keys[0]);
      here = await ear.here();
      if (says(place, here)) break;
    }
  } else for (const key of keys) await ear.press(key);
  await until(async () => says(place || before, here = await ear.here()), () => `at “${here}”, not at “${place || before}”`);
  if (!hears) return here;
  await until(async () => { heard.push(...await ear.heard()); return heard.some((one) => says(hears, one)); }, () => `heard ${JSON.stringify(heard)}, not “${hears}”`);
  assert.deepEqual(heard, [...new Set(heard)], "announced once");
  return here;
}

const text = readFileSync(new URL("../../docs/guide/screen-reader.md", import.meta.url), "utf8");
for (const { title, begins, rows } of journeys(text))
  await suite.test(title, async () => {
    const { page, ear, end } = await begin(begins);
    let here = await ear.here(), last;
    try {
      for (const row of rows) here = await line(ear, last = row, here);
    } catch (error) {
      error.message = `| ${last.join(" | ")} |: ${error.message}`;
      throw error;
    } finally {
      await end();
    }
    assert.deepEqual(page.trouble, []);
  });

await chromium.close();
await at.stop();
suite.end();
