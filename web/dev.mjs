// The app while it is being worked on: built files from a folder, everything else from a desk that runs.
//   node build.mjs --out ../build/web --watch &   node dev.mjs ../build/web http://127.0.0.1:8080 [PORT]
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".webmanifest": "application/manifest+json", ".wasm": "application/wasm", ".json": "application/json" };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const desks = /^\/(v1|healthz|readyz|metrics|join|problems)(\/|$)/;

/** Serves DIR and passes on to the desk; gives the server when it listens. */
export function serveApp(dir, desk, port = 0) {
  const server = createServer((asked, answer) => {
    const path = normalize(decodeURIComponent(new URL(asked.url, "http://x").pathname));
    const file = join(dir, path), there = path !== "/" && existsSync(file) && statSync(file).isFile();
    if (desks.test(path) || (path.startsWith("/app/") && !there)) { // the engine and the playbook's image are the desk's
      const on = request(desk + asked.url, { method: asked.method, headers: asked.headers }, (got) => {
        answer.writeHead(got.statusCode, got.headers);
        got.pipe(answer);
      });
      on.on("error", () => answer.destroy());
      answer.on("close", () => on.destroy());
      return asked.pipe(on);
    }
    if (!there && extname(path)) return answer.writeHead(404).end();
    const shown = there ? file : join(dir, "index.html");
    answer.writeHead(200, { "Content-Type": types[extname(shown)] ?? "application/octet-stream", "Content-Security-Policy": policy, "Cache-Control": "no-cache" });
    createReadStream(shown).pipe(answer);
  });
  return new Promise((done) => server.listen(port, "127.0.0.1", () => done(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir, desk, port = "5173"] = process.argv.slice(2);
  const server = await serveApp(dir, desk, Number(port));
  console.log(`http://127.0.0.1:${server.address().port}`);
}
