// The service worker of a built app: knows all of the app's files, and is another one when any of them is.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Writes OUT/sw.js. `files`: what the app is made of, as paths of the server; "/" is index.html. */
export async function buildWorker(out, files) {
  const hash = createHash("sha256");
  for (const path of files) hash.update(path).update("\n").update(readFileSync(join(out, path === "/" ? "index.html" : path)));
  await build({
    entryPoints: [join(here, "app/sw.ts")], outfile: join(out, "sw.js"), bundle: true, minify: true, format: "iife", target: ["es2022", "safari15.4"],
    define: { FILES: JSON.stringify(files), VERSION: JSON.stringify(hash.digest("hex").slice(0, 16)) }, logLevel: "warning", charset: "utf8",
  });
}
