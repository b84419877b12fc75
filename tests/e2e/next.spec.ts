import type { Page } from '@playwright/test';
import type { Person, Task } from '../api.ts';
import { type Desk, enter, expect, test } from './fixtures.ts';

/** Three tasks of a client, the newest first, with a word of the client on each. */
async function threeTasks(desk: Desk) {
  const olga = await desk.client();
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const tasks: Task[] = [];
  for (const word of ['третьей', 'второй', 'первой']) {
    const task = await desk.task(olga, `Задача ${word}`);
    await desk.patch(anna, task, { consultant: anna.record.id });
    await olga.create('comments', { task: task.id, body: `Слово на ${word}` });
    tasks.unshift(task);
  }
  return { olga, anna, tasks: tasks as [Task, Task, Task] };
}

/** Opens the first task; returns what is read of others from then on, by collection and task. */
async function openFirst(page: Page, anna: Person, olga: Person, [first]: Task[]) {
  await enter(page, anna);
  const read: string[] = [];
  page.on('request', (r) => {
    const url = new URL(r.url());
    const [, task] = /^task = ["'](\w+)["']$/.exec(url.searchParams.get('filter') ?? '') ?? [];
    const [, collection] = /^\/api\/collections\/(\w+)\//.exec(url.pathname) ?? [];
    if (task && task !== first?.id) read.push(`${collection} ${task}`);
    else if (url.pathname.endsWith('/presence') && !url.pathname.includes(first?.id ?? '')) read.push('presence');
  });
  await page.goto(`/desk/${first?.number}?client=${olga.record.id}`);
  await expect(page.getByText('Слово на первой')).toBeVisible();
  return read;
}

test('the task below the open one is there at once, and unread until it is opened', async ({ page, desk }) => {
  const { anna, olga, tasks } = await threeTasks(desk);
  const read = await openFirst(page, anna, olga, tasks);
  const below = ['comments', 'notes', 'history', 'mail_files', 'assessments'].map((name) => `${name} ${tasks[1].id}`);
  await expect.poll(() => [...read].sort()).toEqual(below.sort());
  await page.waitForLoadState('networkidle');
  const unread = async () => (await anna.list('notifications', `read_at = "" && task = "${tasks[1].id}"`)).length;
  expect(await unread()).toBeGreaterThan(0);
  await page.route(/\/api\/(collections|desk)\//, async (route) => {
    await new Promise((r) => setTimeout(r, 4000)); // whatever is asked for now comes late
    await route.continue().catch(() => undefined); // the page has gone
  });
  await page.getByRole('link', { name: 'Задача второй' }).click();
  await expect(page.getByText('Слово на второй')).toBeVisible({ timeout: 3000 });
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expect.poll(unread).toBe(0);
});

test('a change of the task below is read again, and another that is opened takes nothing of it', async ({
  page,
  desk,
}) => {
  const { anna, olga, tasks } = await threeTasks(desk);
  const read = await openFirst(page, anna, olga, tasks);
  const times = () => read.filter((r) => r === `comments ${tasks[1].id}`).length;
  await expect.poll(times).toBe(1);
  await olga.create('comments', { task: tasks[1].id, body: 'Сказано позже' });
  await expect.poll(times).toBe(2);
  await page.waitForLoadState('networkidle');
  await page.getByRole('link', { name: 'Задача третьей' }).click();
  await expect(page.getByText('Слово на третьей')).toBeVisible();
  await page.getByRole('link', { name: 'Задача второй' }).click();
  await expect(page.getByText('Сказано позже')).toBeVisible();
});

test('nothing is read ahead on a line that is paid for by the byte', async ({ page, desk }) => {
  const { anna, olga, tasks } = await threeTasks(desk);
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const read = await openFirst(page, anna, olga, tasks);
  await page.waitForTimeout(1500);
  expect(read).toEqual([]);
});
