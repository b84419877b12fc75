// How fast a page opens on a phone with a slow line, as a table; no test of the gate, for
// times depend on the machine. Each visit is the first of a new browser.
import { type Browser, devices, type Page, test } from '@playwright/test';
import { Client } from './api.ts';
import { startFirm } from './server.ts';

/** A round trip of 150 ms, 1.6 Mbit/s down and 750 kbit/s up, and a processor of a quarter of this one's speed. */
const line = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const slowerBy = 4;
const visits = 5;

/** The password of everybody in the demo. */
const password = 'otklik-demo';

/** What is opened, by whom, and what shows that it can be used. */
const pages = [
  { path: '/', usable: 'h1' },
  { path: '/login', usable: 'input[type=password]' },
  { path: '/tasks', who: 'olga', usable: '.rows .row-link' },
  { path: '/desk', who: 'anna', usable: '.q-row .row-link' },
];

interface Visit {
  lcp: number;
  usable: number;
  requests: number;
  kilobytes: number;
}

/** Notes in the page when it was painted and when it could be used. */
function watchPaint(usable: string) {
  const seen = { lcp: 0, usable: 0 };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) seen.lcp = startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  const look = () => {
    if (document.querySelector(usable)) seen.usable = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}

async function visit(browser: Browser, url: string, { path, usable }: (typeof pages)[number], session: string) {
  const { defaultBrowserType: _, ...phone } = devices['Pixel 5'] as (typeof devices)['Pixel 5'] & object;
  const context = await browser.newContext({ ...phone, baseURL: url, locale: 'ru-RU', serviceWorkers: 'block' });
  const page = await context.newPage();
  if (session) await page.addInitScript((auth) => localStorage.setItem('pocketbase_auth', auth), session);
  await page.addInitScript(watchPaint, usable);
  const seen = await measure(page, path);
  await context.close();
  return seen;
}

async function measure(page: Page, path: string): Promise<Visit> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowerBy });
  const wire = { requests: 0, kilobytes: 0 };
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    wire.requests++;
    wire.kilobytes += encodedDataLength / 1000;
  });
  await page.goto(path);
  await page.waitForFunction(() => (window as unknown as { seen: Visit }).seen.usable > 0);
  await page.waitForTimeout(2500); // a later paint may be larger
  const seen = await page.evaluate(() => (window as unknown as { seen: Visit }).seen);
  return { ...seen, ...wire };
}

const median = (all: number[]) => Math.round([...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0);

test('how fast a page opens on a phone with a slow line', async ({ browser }) => {
  const firm = await startFirm();
  try {
    const sessions = new Map<string, string>();
    for (const { who } of pages) {
      if (!who) continue;
      const { token, record } = await new Client(firm.url).signIn(who, password);
      sessions.set(who, JSON.stringify({ token, record }));
    }
    console.log('page        LCP  usable  requests  kB     (ms; the median of 5 first visits)');
    for (const page of pages) {
      const seen: Visit[] = [];
      for (let n = 0; n < visits; n++)
        seen.push(await visit(browser, firm.url, page, sessions.get(page.who ?? '') ?? ''));
      const [lcp, usable, requests, kilobytes] = (['lcp', 'usable', 'requests', 'kilobytes'] as const).map((what) =>
        String(median(seen.map((one) => one[what]))),
      ) as [string, string, string, string];
      console.log(
        page.path.padEnd(9),
        lcp.padStart(5),
        usable.padStart(7),
        requests.padStart(9),
        kilobytes.padStart(4),
      );
    }
  } finally {
    await firm.stop();
  }
});
