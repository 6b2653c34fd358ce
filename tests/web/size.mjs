// How much the first screen loads, compressed: page, styles, one language, the frame and the counter, at most 60 kB. The engine
// (WebAssembly and the playbook's image), which comes behind the first paint, is told apart.
import { gzipSync } from "node:zlib";
import { browser, desk } from "./lib.mjs";

const budget = 60_000;
const at = await desk(), chromium = await browser();
const first = await chromium.newContext({ serviceWorkers: "block" });
await first.request.post(`${at.url}/v1/session`, { data: { login: "emily", password: "amends-demo" } });
const tab = await first.newPage(), loaded = new Map();
tab.on("response", async (answer) => {
  const { pathname } = new URL(answer.url());
  if (pathname.startsWith("/v1/") || !answer.ok()) return;
  loaded.set(pathname, gzipSync(await answer.body().catch(() => Buffer.alloc(0)), { level: 9 }).length);
});
await tab.goto(`${at.url}/`);
await tab.locator("h1, button").first().waitFor();
await tab.waitForTimeout(2500); // a live stream stays open, so the network is never idle
// Behind the first paint: the engine with what loads it, and the texts of the other screens.
const engine = [...loaded].filter(([path]) => /\.(wasm|img)$|\/amends-/.test(path));
const app = [...loaded].filter(([path]) => /\.(js|css)$|\/$/.test(path) && !/\/amends-|-more-/.test(path));
const sum = (parts) => parts.reduce((all, [, bytes]) => all + bytes, 0);
for (const [path, bytes] of [...app].sort((a, b) => b[1] - a[1])) console.log(`  ${String(bytes).padStart(7)} ${path}`);
console.log(`first screen: ${(sum(app) / 1000).toFixed(1)} kB of ${budget / 1000} kB; the engine behind it: ${(sum(engine) / 1e6).toFixed(1)} MB`);
await chromium.close();
await at.stop();
const good = sum(app) > 5000 && sum(app) <= budget;
console.log(`web-size: ${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
if (!good) process.exitCode = 1;
