// Pictures of every screen (scenes.mjs): node tests/web/pictures.mjs makes those that README and docs/guide show, and
// docs/guide/screens.md; node tests/web/pictures.mjs FOLDER makes all, on phone and desktop, light and dark.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { browser, desk, desktop, open, phone } from "./lib.mjs";
import { prepare, scenes } from "./scenes.mjs";

const root = new URL("../..", import.meta.url).pathname, guides = join(root, "docs/guide"), shown = join(root, "docs/pictures/app");
const folder = process.argv[2] ?? shown;
const looks = [["phone", { size: phone }], ["phone-dark", { size: phone, dark: true }], ["desktop", { size: desktop }], ["desktop-dark", { size: desktop, dark: true }]];

if (!process.argv[2]) {
  const one = ([name, , , , about]) => `## ${about}\n\n<img src="../pictures/app/${name}-phone.png" width="260" alt="${about}">\n`;
  writeFileSync(join(guides, "screens.md"), `# Screens\n\nEvery screen on a phone, in the demo shop. Made by \`node tests/web/pictures.mjs\`; with a folder's name behind it, on phone and desktop, light and dark.\n\n${scenes.map(one).join("\n")}`);
}
const texts = [join(root, "README.md"), ...readdirSync(guides).map((file) => join(guides, file))].map((file) => readFileSync(file, "utf8")).join("\n");
const wanted = new Set([...texts.matchAll(/pictures\/app\/([\w-]+)\.png/g)].map(([, name]) => name));
if (!process.argv[2]) rmSync(shown, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const at = await desk(), chromium = await browser();
for (const [name, login, path, steps] of scenes)
  for (const [look, settings] of looks) {
    if (!process.argv[2] && !wanted.has(`${name}-${look}`)) continue;
    wanted.delete(`${name}-${look}`);
    const page = await open(chromium, at, { login, path, ...settings });
    page.setDefaultTimeout(8000);
    try {
      await prepare(page, steps);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
    } catch (error) {
      console.log(`${name}-${look}: ${String(error).split("\n")[0]}`);
      process.exitCode = 1;
    }
    await page.context().close();
  }
await chromium.close();
await at.stop();
if (!process.argv[2] && wanted.size > 0) {
  console.log(`shown, and nobody makes them: ${[...wanted].join(", ")}`);
  process.exitCode = 1;
}
