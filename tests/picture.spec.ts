// Takes the picture of README from the demo: `make picture`.
import { join } from 'node:path';
import { type Browser, test } from '@playwright/test';
import { Client, first } from './api.ts';
import { another } from './e2e/fixtures.ts';
import { startFirm } from './server.ts';

const target = join(import.meta.dirname, '../tools/picture.png');
const desktop = { width: 1360, height: 850 };
const phone = { width: 390, height: 780 };

/** A view of the demo as a picture, in the address of an image. */
async function shot(browser: Browser, who: Client & { record: object }, path: string, viewport: typeof desktop) {
  const page = await another(browser, { url: who.url }, who as Parameters<typeof another>[2], {
    viewport,
    timezoneId: 'Europe/Moscow',
    colorScheme: 'light',
    serviceWorkers: 'block',
  });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.locator('.row-link, .assess').first().waitFor();
  const picture = await page.screenshot();
  await page.context().close();
  return `data:image/png;base64,${picture.toString('base64')}`;
}

test('the picture of README', async ({ browser }) => {
  const firm = await startFirm();
  try {
    const guest = new Client(firm.url);
    const anna = await guest.signIn('anna', 'otklik-demo');
    const done = first(await anna.list('tasks', 'status = "done"'));
    const client = await anna.get('users', done.client);
    const asker = await guest.signIn(client.username, 'otklik-demo');
    const queue = await shot(browser, anna, '/desk', desktop);
    const rating = await shot(browser, asker, `/tasks/${done.number}`, phone);
    const page = await browser.newPage({ viewport: { width: 1560, height: 930 } });
    await page.setContent(`<style>
      body { margin: 0; background: #e9e6df; }
      img { position: absolute; border-radius: 10px; box-shadow: 0 0 0 1px #0002, 0 18px 44px -12px #0006; }
      </style><img src="${queue}" style="left: 40px; top: 40px; width: 1360px">
      <img src="${rating}" style="right: 40px; bottom: 40px; width: 330px; border-radius: 22px">`);
    await page.screenshot({ path: target });
  } finally {
    await firm.stop();
  }
});
