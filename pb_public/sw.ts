// The page without a connection: its files never change under their address
// and are kept; the page itself is asked for first and kept for when nobody
// answers. Data is never kept: it would be stale, and this may be a shared
// computer.

const worker = self as unknown as ServiceWorkerGlobalScope;

const store = 'otklik';
const shell = '/';
const assets = '/assets/';
const foreign = /^\/(api|_|links)\//;

/** The script a kept page starts from; another one is another build of the page. */
const entry = (html: string) => html.match(/<script[^>]* src="(\/assets\/main-[^"]+)"/)?.[1];
const withoutData = (html: string) => html.replace(/<script type="application\/json".*?<\/script>\s*/s, '');

async function keepShell(answer: Response) {
  const cache = await caches.open(store);
  const html = withoutData(await answer.text());
  const kept = await (await cache.match(shell))?.text();
  await cache.put(shell, new Response(html, { headers: answer.headers }));
  if (kept === undefined || entry(kept) !== entry(html)) await drop((path) => path !== shell);
}

/** Forgets what is kept under these paths. */
async function drop(some: (path: string) => boolean) {
  const cache = await caches.open(store);
  for (const request of await cache.keys()) {
    if (some(new URL(request.url).pathname)) await cache.delete(request);
  }
}

/** Keeps the page that is open now, which the browser has at hand. */
async function keepOpenPage() {
  const windows = await worker.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const ours = windows.find(({ url }) => !foreign.test(new URL(url).pathname));
  const answer = ours && (await fetch(ours.url, { cache: 'force-cache' }));
  await keepShell(answer?.ok ? answer : await fetch(shell));
}

async function view(request: Request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await keepShell(answer.clone());
    return answer;
  } catch (e) {
    const kept = await caches.match(shell);
    if (kept) return kept;
    throw e;
  }
}

async function asset(request: Request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(store)).put(request, answer.clone());
  return answer;
}

worker.addEventListener('install', (e) => e.waitUntil(keepOpenPage().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (e) =>
  e.waitUntil(drop((path) => path !== shell && !path.startsWith(assets)).then(() => worker.clients.claim())),
);
worker.addEventListener('fetch', (e) => {
  const { request } = e;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || foreign.test(pathname)) return;
  if (request.mode === 'navigate') e.respondWith(view(request));
  else if (pathname.startsWith(assets)) e.respondWith(asset(request));
});
