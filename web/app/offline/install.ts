// The service worker is registered after the first paint. A newer version of the app takes over when it starts, and never
// while somebody works with the one that is open.

const DONE_MS = 1500;

/** At the start, before anything is drawn: where a newer version waits, it takes over and the page begins again with it. */
export async function takeOver(): Promise<void> {
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const waiting = (await worker?.getRegistration())?.waiting;
  if (!worker || !waiting) return;
  await new Promise<void>((done) => {
    const timer = setTimeout(done, DONE_MS); // another page works with the old one: then later
    worker.addEventListener("controllerchange", () => {
      clearTimeout(timer);
      location.reload();
    }, { once: true });
    waiting.postMessage("take over");
  });
}

/** After the first paint. */
export async function register(): Promise<void> {
  const worker = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  await worker?.register("/sw.js").catch(() => undefined);
  // What waits here shall not make room for something else.
  await (navigator.storage as StorageManager | undefined)?.persist?.().catch(() => undefined);
}
