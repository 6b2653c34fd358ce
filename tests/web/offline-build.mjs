// Builds the page of offline.test.mjs as the app is built: page, parts, service worker.
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { buildWorker } from "../../web/worker.mjs";

const root = resolve(new URL(".", import.meta.url).pathname, "../..");
const { build } = createRequire(join(root, "web/package.json"))("esbuild");

/** `mark`: something that makes it another version. */
export async function buildPage(out, mark = "") {
  mkdirSync(join(out, "app"), { recursive: true });
  const { metafile } = await build({
    entryPoints: [{ in: join(root, "tests/web/offline-page.ts"), out: "page" }], outdir: join(out, "app"),
    entryNames: "[name]-[hash]", chunkNames: "[name]-[hash]", bundle: true, splitting: true, format: "esm", target: "es2022", minify: true, metafile: true,
    nodePaths: [join(root, "web/node_modules")], logLevel: "warning", jsx: "automatic", jsxImportSource: "preact",
    banner: { js: `globalThis.version = ${JSON.stringify(mark)};` },
  });
  const files = Object.keys(metafile.outputs).map((path) => `/app/${basename(path)}`);
  const main = files.find((path) => path.startsWith("/app/page-"));
  writeFileSync(join(out, "index.html"), `<!doctype html><title>waiting</title><script type="module" src="${main}"></script>`);
  await buildWorker(out, ["/", ...files]);
}
