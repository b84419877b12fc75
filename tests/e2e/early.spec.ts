import type { Page } from '@playwright/test';
import { enter, expect, test } from './fixtures.ts';

/** Counts what early.ts has asked for, and what of it no view has taken. */
function watchEarly() {
  const seen = { asked: -1, left: [] as unknown[] };
  Object.assign(window, { early: seen });
  Object.defineProperty(window, 'earlyAnswers', {
    get: () => seen.left,
    set: (all: unknown[]) => {
      Object.assign(seen, { asked: all.length, left: all });
    },
  });
}

const counted = (page: Page) =>
  page.evaluate(() => {
    const { asked, left } = (window as unknown as { early: { asked: number; left: unknown[] } }).early;
    return { asked, left: left.length };
  });

for (const { path, who, wide = true, asked } of [
  { path: '/desk', who: 'anna', asked: 1 },
  { path: '/desk?view=unassigned&client=ID', who: 'anna', asked: 1 },
  { path: '/desk/NUMBER', who: 'anna', asked: 2 },
  { path: '/desk/NUMBER', who: 'anna', wide: false, asked: 1 },
  { path: '/desk?q=слова', who: 'anna', asked: 0 },
  { path: '/tasks', who: 'olga', asked: 1 },
  { path: '/tasks?show=open', who: 'olga', asked: 0 },
  { path: '/tasks/NUMBER', who: 'olga', asked: 1 },
  { path: '/desk', who: 'olga', asked: 0 },
])
  test(`${path} of ${who}${wide ? '' : ' on a phone'} takes all ${asked} that were asked for early`, async ({
    page,
    desk,
  }) => {
    const people = { olga: await desk.client(), anna: await desk.staff('consultant', 'Анна Смирнова') };
    const task = await desk.task(people.olga, 'Спрошено заранее');
    if (!wide) await page.setViewportSize({ width: 390, height: 800 });
    await enter(page, people[who as 'olga' | 'anna']);
    await page.addInitScript(watchEarly);
    await page.goto(path.replace('ID', people.olga.record.id).replace('NUMBER', String(task.number)));
    await expect(page.locator('h1')).toBeVisible();
    await expect.poll(() => counted(page)).toEqual({ asked, left: 0 });
    if (asked) await expect(page.getByText('Спрошено заранее').first()).toBeVisible();
  });

test('what was asked for early by somebody else is asked for again', async ({ page, desk }) => {
  const olga = await desk.client();
  await desk.task(olga, 'Своя задача');
  await enter(page, olga);
  await page.addInitScript(() => {
    // the session has changed between the two
    Object.defineProperty(window, 'earlyAnswers', {
      configurable: true,
      set: (all: { who: string }[]) => {
        for (const one of all) one.who = 'somebody';
        Object.defineProperty(window, 'earlyAnswers', { value: all });
      },
    });
  });
  const asked: string[] = [];
  page.on('request', (r) => {
    if (r.url().includes('/tasks/records')) asked.push(r.url());
  });
  await page.goto('/tasks');
  await expect(page.getByRole('link', { name: 'Своя задача' })).toBeVisible();
  expect(asked.length).toBeGreaterThan(1);
});
