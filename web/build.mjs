// Builds the app: node build.mjs --out DIR [--watch]. Ends badly where a text is missing in a language.
import { build, context } from "esbuild";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { words } from "./words.mjs";
import { buildWorker } from "./worker.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const given = (name) => process.argv[process.argv.indexOf(name) + 1];
const out = resolve(process.argv.includes("--out") ? given("--out") : join(here, "../build/web"));

const mistakes = words();
for (const mistake of mistakes) console.error(`words: ${mistake}`);
if (mistakes.length) process.exit(1);

// Each screen's own style, in one file with all others: few, small, and there before the screen is.
const styles = readdirSync(join(here, "app/screens"), { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(here, "app/screens", entry.name, "style.css")));
writeFileSync(join(here, "gen/screens.css"), styles.map(({ name }) => `@import "../app/screens/${name}/style.css";\n`).join(""));

/** index.html with the names that the parts got, and the service worker with the list of all files. */
async function finish(result) {
  if (result.errors.length) return;
  const made = Object.keys(result.metafile.outputs).map((path) => resolve(path)).filter((path) => path.startsWith(`${out}/app/`));
  const of = (beginning, ending) => `/app/${basename(made.find((path) => basename(path).startsWith(beginning) && path.endsWith(ending)))}`;
  const page = readFileSync(join(here, "app/index.html"), "utf8")
    .replace("/app/main.js", of("main-", ".js")).replace("/app/main.css", of("main-", ".css"));
  writeFileSync(join(out, "index.html"), page);
  const beside = readdirSync(join(here, "app/static"));
  for (const name of beside) copyFileSync(join(here, "app/static", name), join(out, name));
  await buildWorker(out, ["/", ...beside.map((name) => `/${name}`), ...made.filter((path) => !path.endsWith(".map")).map((path) => `/app/${basename(path)}`).sort()]);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "app"), { recursive: true });
const options = {
  entryPoints: [{ in: join(here, "app/main.tsx"), out: "main" }],
  outdir: join(out, "app"), entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", assetNames: "[name]-[hash]",
  bundle: true, splitting: true, format: "esm", target: ["es2022", "safari15.4"], minify: true, metafile: true, legalComments: "none",
  jsx: "automatic", jsxImportSource: "preact", charset: "utf8", logLevel: "warning",
  plugins: [{ name: "finish", setup: (at) => at.onEnd(finish) }],
};
if (process.argv.includes("--watch")) await (await context({ ...options, minify: false })).watch();
else await build(options);
