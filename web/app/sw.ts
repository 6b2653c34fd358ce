// The service worker: the app opens without the network. It keeps the files of its own version, the engine and the playbook's
// image; what the desk knows (/v1) it never touches. A newer version waits until nobody works with this one, or until the app
// starts anew and asks for it (offline/install.ts).
export {};
declare const self: ServiceWorkerGlobalScope;
/** Set by the build: the app's files, "/" among them, and what names this set of them. */
declare const FILES: readonly string[];
declare const VERSION: string;

const own = `app ${VERSION}`;
/** Large and long-lived: kept from version to version as long as the desk names them. */
const ENGINE = "engine";

async function install(): Promise<void> {
  const cache = await caches.open(own);
  // Past the browser's own cache: what is kept must be of one version.
  await cache.addAll(FILES.map((path) => new Request(path, { cache: path.startsWith("/app/") ? "default" : "reload" })));
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name !== own && name !== ENGINE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Which engine and image: as the desk says, or as it last said. What it names no more goes. */
async function engineNames(request: Request): Promise<Response> {
  const cache = await caches.open(ENGINE);
  try {
    const answer = await fetch(request);
    if (!answer.ok) throw new Error(String(answer.status));
    const told = (await answer.clone().json()) as { wasm: string | null; image: string };
    await cache.put(request.url, answer.clone());
    for (const kept of await cache.keys()) {
      const { pathname } = new URL(kept.url);
      if (![told.wasm, told.image, "/app/engine.json"].includes(pathname)) await cache.delete(kept);
    }
    return answer;
  } catch (error) {
    const kept = await cache.match(request.url);
    if (kept) return kept;
    throw error;
  }
}

/** By a name that says what is in it: what is kept is right. */
async function lasting(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && /\.(wasm|img)$/.test(new URL(request.url).pathname)) await (await caches.open(ENGINE)).put(request, answer.clone());
  return answer;
}

async function page(request: Request): Promise<Response> {
  return (await (await caches.open(own)).match("/")) ?? fetch(request);
}

/** A page loaded the engine, perhaps before there was a service worker: it is kept for the time without the network. */
async function keepEngine(): Promise<void> {
  const told = (await (await engineNames(new Request("/app/engine.json"))).json()) as { wasm: string | null; image: string };
  for (const path of [told.wasm, told.image]) if (path) await lasting(new Request(path));
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
/** Only where no other page works with the version that goes. */
async function takeOver(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length <= 1) await self.skipWaiting();
}
self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver());
  if (event.data === "keep engine") event.waitUntil(keepEngine().catch(() => undefined));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === "/app/engine.json") event.respondWith(engineNames(request));
  else if (url.pathname.startsWith("/app/") || FILES.includes(url.pathname)) {
    if (request.mode === "navigate" && url.pathname === "/") event.respondWith(page(request));
    else event.respondWith(lasting(request));
  } else if (request.mode === "navigate" && !/\.|^\/(v1|join|healthz|readyz|metrics|problems)(\/|$)/.test(url.pathname)) event.respondWith(page(request));
});
