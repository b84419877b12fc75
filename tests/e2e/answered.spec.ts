// What a client says on a done task, and an answer that is sent with its status.
import { allowErrors, enter, expect, test, toast } from './fixtures.ts';

test('words on a done task are seen, and judged by one key', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Не проводится реализация');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await desk.patch(anna, task, { status: 'done' });
  await olga.create('comments', { task: task.id, body: 'Не помогло!' });
  await enter(page, anna);
  await page.goto('/desk?view=answered');
  const row = page.getByRole('link', { name: task.title });
  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press('y');
  await toast(page, 'ответа не требует');
  await expect(row).toHaveCount(0);
  await page.keyboard.press('z');
  await toast(page, 'Отменено: 1 задача');
  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press('b');
  await toast(page, 'снова в работе');
  expect((await olga.get('tasks', task.id)).status).toBe('in_progress');

  await desk.patch(anna, task, { status: 'done' });
  await olga.create('comments', { task: task.id, body: 'Спасибо!' });
  await page.goto(`/desk/${task.number}`);
  await page.getByRole('button', { name: 'Это спасибо' }).click();
  await toast(page, 'ответа не требует');
  await expect(page.getByRole('button', { name: 'Это спасибо' })).toHaveCount(0);
  expect((await olga.get('tasks', task.id)).status).toBe('done');
});

test('an answer whose status is refused is not sent, and stays in the form', async ({ page, desk }) => {
  allowErrors(page, /409/);
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Не печатается счёт');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await enter(page, anna);
  await page.goto(`/desk/${task.number}`);
  await page.getByLabel('Ответ клиенту').fill('Обновили базу');
  await page.route(
    '**/api/collections/comments/records',
    async (route) => {
      await desk.patch(boss, task, { priority: 'high' }); // somebody else is first
      await route.continue();
    },
    { times: 1 },
  );
  await page.getByRole('button', { name: 'Отправить, решено' }).click();
  await toast(page, 'Ответ не отправлен');
  await expect(page.getByLabel('Ответ клиенту')).toHaveValue('Обновили базу');
  expect(await olga.list('comments', `task = "${task.id}"`)).toHaveLength(0);
  expect((await olga.get('tasks', task.id)).status).toBe('in_progress');

  await page.getByRole('button', { name: 'Отправить, решено' }).click();
  await toast(page, 'Ответ отправлен');
  await expect.poll(async () => (await olga.get('tasks', task.id)).status).toBe('done');
  expect(await olga.list('comments', `task = "${task.id}"`)).toHaveLength(1);

  await page.locator('.toast').getByRole('button', { name: 'Отменить' }).click(); // the status, not the answer
  await toast(page, 'Отменено: 1 задача');
  await expect(page.locator('.toast').getByRole('button', { name: 'Отменить' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Отправить, решено' })).toBeVisible();
  expect((await olga.get('tasks', task.id)).status).toBe('in_progress');
  expect(await olga.list('comments', `task = "${task.id}"`)).toHaveLength(1);
});
