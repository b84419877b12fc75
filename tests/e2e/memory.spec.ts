import { enter, expect, nick, test } from './fixtures.ts';

test('a desk that is open all day holds no more nodes than it shows', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', nick('Анна'));
  const olga = await desk.client();
  const count = 12;
  for (let i = 0; i < count; i++) await desk.task(olga, `Задача ${i}`);
  await enter(page, anna);
  await page.goto(`/desk?view=all&client=${olga.record.id}`);
  await expect(page.locator('.q-row .row-link')).toHaveCount(count);
  const session = await page.context().newCDPSession(page);
  const nodes = async () => {
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Memory.getDOMCounters')).nodes;
  };
  // by the page's own hands: what a test holds of the page, the browser holds too
  const title = () => page.evaluate(() => document.querySelector('.desk-beside h2')?.textContent ?? '');
  const forms = () => page.evaluate(() => document.querySelectorAll('.desk-beside .answer-box').length);
  const round = async () => {
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press('j');
      if (i === 0) await page.keyboard.press('Enter');
      const row = await page.evaluate(() => document.activeElement?.textContent ?? '');
      await expect.poll(title).toBe(row);
      await expect.poll(forms).toBe(1);
    }
    for (const view of ['Ничьи', 'Просрочены', 'Все', 'Открытые']) {
      await page.evaluate((name) => {
        const links = [...document.querySelectorAll<HTMLElement>('.q-views a')];
        links.find((link) => link.textContent?.startsWith(name))?.click();
      }, view);
      const last = () =>
        page.evaluate(() => document.querySelector('.q-views [aria-current]')?.firstElementChild?.textContent);
      await expect.poll(last).toBe(view);
      const shown = () => page.evaluate(() => document.querySelectorAll('.q-row .row-link').length);
      await expect.poll(shown, view).toBeGreaterThanOrEqual(view === 'Просрочены' ? 0 : count);
    }
  };
  await round();
  const before = await nodes();
  for (let i = 0; i < 5; i++) await round();
  await expect.poll(async () => (await nodes()) - before, { intervals: [1000] }).toBeLessThan(before / 5);
});
