import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startMail } from '../mail.ts';
import { admin, sendMailsTo, sendNow } from '../server.ts';
import { allowErrors, enter, expect, test } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

/** Opens a page that the service worker serves. */
async function served(page: Page, path: string) {
  await page.goto(path);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  expect(await page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated');
}

/** What the worker keeps that is not the page's own. */
const keptOfOthers = (page: Page) =>
  page.evaluate(async () => {
    const kept = (await (await caches.open('otklik')).keys()).map(({ url }) => new URL(url).pathname);
    if (!kept.includes('/')) throw new Error(`the page itself is not among ${kept}`);
    return kept.filter((path) => path !== '/' && !path.startsWith('/assets/'));
  });

test('the worker leaves the dashboard to the server', async ({ page }) => {
  allowErrors(page, /autocomplete/);
  await served(page, '/');
  await page.goto('/_/');
  await page.locator('input[type=email]').fill(admin.email);
  await page.locator('input[type=password]').fill(admin.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Что требует внимания')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Что требует внимания')).toBeVisible();
  expect(await keptOfOthers(page)).toEqual([]);
});

test('the worker leaves the pages behind links to the server', async ({ page, desk }) => {
  const mail = await startMail();
  await sendMailsTo(desk.root, mail.port);
  try {
    const anna = await desk.staff('consultant', 'Анна Смирнова');
    const olga = await desk.client();
    const task = await desk.task(olga, 'Оценка из письма');
    await desk.patch(anna, task, { consultant: anna.record.id });
    await desk.patch(anna, task, { status: 'done' });
    await sendNow(desk.root, `${olga.username}@example.com`);
    await served(page, '/');
    await page.goto((await mail.link(`${olga.username}@example.com`, '/links/rate/')).replace(/\?r=\d$/, '?r=5'));
    await expect(page.getByRole('heading', { name: 'Как вам помогли?' })).toBeVisible();
    await page.getByRole('button', { name: 'Отправить оценку' }).click();
    await expect(page.getByRole('heading', { name: 'Спасибо, оценка записана' })).toBeVisible();
    expect(await olga.list('assessments')).toMatchObject([{ rating: 5 }]);
    expect(await keptOfOthers(page)).toEqual([]);
  } finally {
    await sendMailsTo(desk.root, null);
    await mail.stop();
  }
});

test('the worker keeps nothing of what is downloaded', async ({ page, desk }) => {
  await enter(page, await desk.client());
  await served(page, '/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('Акт для сверки');
  await page
    .locator('input[type=file]')
    .setInputFiles([{ name: 'Акт.txt', mimeType: 'text/plain', buffer: Buffer.from('сумма 100') }]);
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByRole('heading', { name: 'Акт для сверки' })).toBeVisible(); // the form has a button of that name too
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Акт.txt' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Акт.txt');
  expect(readFileSync(await file.path(), 'utf8')).toBe('сумма 100');
  expect(await keptOfOthers(page)).toEqual([]);
});
