// How the board scrolls with 200 live encounters, and what a change of one of them costs: frames counted by
// requestAnimationFrame while the page scrolls from end to end and back in four seconds; beside it the processor's time that
// the page's own thread took for each frame, which does not depend on what else the machine does, and an empty page of the
// same height: what this machine can show at most. Not a part of ./test.
//   node tests/web/board-speed.mjs [encounters]
import { browser, desk, desktop, open, phone } from "./lib.mjs";

const count = Number(process.argv[2] ?? 200);
const at = await desk();
const from = await browser();

const letters = (text) => String(text).replace(/\d/g, (digit) => "abcdefghij"[digit]);
const signed = async (login) => {
  const answer = await fetch(`${at.base}/v1/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ login, password: "amends-demo" }) });
  const cookie = answer.headers.get("set-cookie").split(";")[0], { csrf } = await answer.json();
  return async (method, path, body) => {
    const told = await fetch(at.base + path, { method, headers: { cookie, "X-CSRF-Token": csrf, "Content-Type": "application/json", "Idempotency-Key": letters(crypto.randomUUID()) }, body: body && JSON.stringify(body) });
    if (!told.ok) throw new Error(`${method} ${path}: ${told.status} ${await told.text()}`);
    return told.json();
  };
};
const people = await Promise.all(["emily", "tom", "zofia", "daniel"].map(signed));
const { items: [first] } = await people[0]("GET", "/v1/encounters/by-heat?ended=false");
const texts = ["Where is the milk, please?", "I have waited for half an hour, this is outrageous!", "You people are useless, I want my money back now!", "It leaks again."];
const opened = [];
for (let n = 1; n < count; n++) {
  const who = people[n % people.length], one = await who("POST", "/v1/encounters", { site: first.site, channel: n % 5 ? "counter" : "phone", lang: "en" });
  await who("POST", `/v1/encounters/${one.id}/events`, { events: [{ key: "one", event: { from: "customer", text: texts[n % texts.length] } }] });
  opened.push({ who, id: one.id });
}

/** Scrolls down and up again in `ms`, a step with each frame; gives the times between frames. */
const scroll = (page, ms) => page.evaluate((length) => new Promise((done) => {
  const frames = [], high = document.documentElement.scrollHeight - innerHeight, begun = performance.now();
  const step = (now) => {
    frames.push(now);
    const part = (now - begun) / length;
    scrollTo(0, high * (part < 0.5 ? part * 2 : 2 - part * 2));
    if (part < 1) requestAnimationFrame(step);
    else done(frames.slice(1).map((time, place) => time - frames[place]));
  };
  requestAnimationFrame(step);
}), ms);

/** Scrolls, and tells frames and the thread's own time. */
async function measure(name, page, control) {
  const busy = async () => (await control.send("Performance.getMetrics")).metrics.find((one) => one.name === "TaskDuration").value;
  const before = await busy(), gaps = await scroll(page, 4000);
  tell(name, gaps, (1000 * (await busy() - before)) / gaps.length);
}

function tell(name, gaps, own) {
  const sorted = [...gaps].sort((one, other) => one - other), all = gaps.reduce((sum, gap) => sum + gap, 0);
  const at99 = sorted[Math.floor(sorted.length * 0.99)];
  console.log(`${name}: ${(1000 * gaps.length / all).toFixed(1)} frames a second, 99th hundredth ${at99.toFixed(1)} ms; ${own.toFixed(1)} ms of the page's thread for each`);
}

for (const [name, size] of [["phone", phone], ["desktop", desktop]]) {
  const page = await open(from, at, { login: "daniel", size, path: "/board" });
  await page.waitForFunction((wanted) => document.querySelectorAll(".board-row").length >= wanted, count - 1);
  await page.evaluate(() => { const box = document.querySelector(".board-row"); globalThis.drawn = new Set(); new MutationObserver((all) => { for (const one of all) { const row = (one.target.nodeType === 1 ? one.target : one.target.parentElement)?.closest(".board-row"); if (row && !one.target.parentElement?.closest("time") && one.target.nodeName !== "TIME") drawn.add(row); } }).observe(box.parentElement, { subtree: true, childList: true, characterData: true, attributes: true }); });
  const control = await page.context().newCDPSession(page);
  await control.send("Performance.enable", { timeDomain: "threadTicks" });
  await scroll(page, 2000);
  await measure(`${name}, ${count} encounters`, page, control);
  await control.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await measure(`${name}, ${count} encounters, processor four times slower`, page, control);
  // While five encounters a second have news.
  let going = true;
  const news = (async () => {
    for (let n = 0; going; n++) {
      const { who, id } = opened[(n * 7) % opened.length];
      await who("POST", `/v1/encounters/${id}/events`, { events: [{ key: `more-${size.width > 500 ? "wide" : "narrow"}-${letters(n)}`, event: { observed: n % 2 ? "raised_voice" : "calmed" } }] });
      await new Promise((done) => setTimeout(done, 200));
    }
  })();
  await measure(`${name}, the same while five a second have news`, page, control);
  await control.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  going = false;
  await news;
  await page.waitForTimeout(1500);
  await page.evaluate(() => drawn.clear());
  await opened[3].who("POST", `/v1/encounters/${opened[3].id}/events`, { events: [{ key: `last-${size.width > 500 ? "wide" : "narrow"}`, event: { observed: "scene" } }] });
  await page.waitForTimeout(2000);
  console.log(`${name}: rows drawn anew by one event: ${await page.evaluate(() => drawn.size)}`);
  if (page.trouble.length) console.log(page.trouble);
  await page.evaluate(() => { const high = document.documentElement.scrollHeight; document.body.replaceChildren(); document.body.style.height = `${high}px`; });
  await measure(`${name}, an empty page of that height`, page, control);
  await page.context().close();
}
await from.close();
await at.stop();
