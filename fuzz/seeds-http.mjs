// Writes what the tests of HTTP send as inputs for fuzz/http.c: two requests for each route.
// usage: HTTP_SEEDS=DIR node --import ./fuzz/seeds-http.mjs tests/http/desk.test.mjs
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.HTTP_SEEDS, counts = new Map(), send = globalThis.fetch;
mkdirSync(folder, { recursive: true });

globalThis.fetch = (address, options = {}) => {
  const { pathname, search } = new URL(address);
  const method = options.method ?? "GET";
  const name = `${method} ${pathname}`.replaceAll(/[0-9a-hjkmnp-tv-z]{13}/g, "id").replaceAll(/[^A-Za-z0-9]+/g, "-");
  const count = counts.get(name) ?? 0;
  if (count < 2 && pathname.startsWith("/v1/") && !pathname.startsWith("/v1/test/") && (options.body?.length ?? 0) < 1500) {
    counts.set(name, count + 1);
    const headers = Object.entries(options.headers ?? {}).map(([key, value]) => `${key}: ${value}\n`).join("");
    writeFileSync(join(folder, `${name}-${count}`), `${method} ${pathname}${search}\n${headers}\n${options.body ?? ""}`);
  }
  return send(address, options);
};
