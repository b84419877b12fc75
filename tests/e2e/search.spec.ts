import { type Desk, enter, expect, test, violations } from './fixtures.ts';

/** A client with a story of her own. */
async function story(desk: Desk) {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const done = await desk.task(olga, 'Не печатаются ценники', {
    description: 'После обновления принтер этикеток молчит',
  });
  await desk.patch(anna, done, { consultant: anna.record.id });
  await anna.create('comments', { task: done.id, body: 'Обновили драйвер TSC и перезапустили службу печати.' });
  await desk.patch(anna, done, { status: 'done' });
  const open = await desk.task(olga, 'Печать ценников с QR-кодом', {
    description: 'Нужен новый шаблон & <b>акция</b>',
  });
  await desk.task(await desk.client(), 'Чужие ценники не печатаются');
  return { olga, done, open };
}

test('a new task shows what was like it, with the answer, and is not in the way', async ({ page, desk }) => {
  const { olga, done, open } = await story(desk);
  await enter(page, olga);
  await page.goto('/tasks/new');
  const title = page.getByRole('textbox', { name: 'Тема' });
  await title.fill('Опять не печатаются ценники');
  const similar = page.getByRole('region', { name: 'Такое уже было?' });
  await expect(similar.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('status').filter({ hasText: 'Похожих задач: 2' })).toHaveCount(1);
  await expect(similar).not.toContainText('Чужие');
  await expect(title).toBeFocused();
  await similar.locator('summary').filter({ hasText: 'Не печатаются' }).focus();
  await page.keyboard.press('Enter');
  await expect(similar.getByText('Обновили драйвер TSC')).toBeVisible();
  await expect(similar.getByRole('link', { name: `Открыть задачу № ${done.number}` })).toHaveAttribute(
    'href',
    `/tasks/${done.number}`,
  );
  expect(await violations(page)).toEqual([]);
  await similar.getByText('Печать ценников с QR-кодом').click();
  await expect(similar.getByText('Она ещё открыта')).toBeVisible();
  await title.fill('Зарплата');
  await expect(similar).toHaveCount(0);
  await title.fill('Печать ценников');
  await similar.getByRole('button', { name: 'Скрыть похожие' }).click();
  await title.fill('Печать ценников снова');
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByRole('heading', { name: 'Печать ценников снова' })).toBeVisible();
  await expect(page.getByRole('heading', { name: open.title })).toHaveCount(0);
});

test('a client finds own tasks by what was said in them, and sees where', async ({ page, desk }) => {
  const { olga, done, open } = await story(desk);
  await enter(page, olga);
  await page.goto('/tasks');
  const search = page.getByLabel('Поиск по задачам и ответам');
  await search.fill('драйвера');
  await expect(page.locator('.row')).toHaveCount(1);
  await expect(page.locator('.row mark')).toHaveText('драйвер');
  await expect(page.locator('.row')).toContainText('В переписке: Обновили драйвер TSC');
  await search.fill('wtyybrb'); // ценники, on the other keyboard
  await expect(page.locator('.row')).toHaveCount(2);
  await expect(page).toHaveURL(/q=wtyybrb/);
  await expect(page.getByText('Чужие')).toHaveCount(0);
  await desk.patch(olga, open, { status: 'closed' });
  await expect(page.getByRole('listitem').filter({ hasText: open.title })).toContainText('Закрыта');
  await page.getByText('Закрытые', { exact: true }).click();
  await expect(page.locator('.row')).toHaveCount(1);
  await search.fill(`№ ${done.number}`);
  await expect(page.getByText('Ничего не нашлось')).toBeVisible();
  await page.getByText('Все', { exact: true }).click();
  await page.getByRole('link', { name: done.title }).click();
  await expect(page.getByRole('heading', { name: done.title })).toBeVisible();
});

test('a filter chosen right after the last letter stays, and so do the words', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  await story(desk);
  await enter(page, anna);
  await page.goto('/desk');
  await page.getByLabel('Тема, номер, организация, ИНН').fill('ценники');
  await page.getByLabel('Срочность').selectOption('high');
  await expect(page).toHaveURL(/q=/);
  await expect(page).toHaveURL(/priority=high/);
});
