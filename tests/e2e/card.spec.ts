import type { Person } from '../api.ts';
import { another, dayInMoscow, enter, expect, test, toast, violations } from './fixtures.ts';

test('beside a task: what it is about, the card, canned answers, a colleague, both versions', async ({
  page,
  browser,
  desk,
}) => {
  const [anna, boss, olga] = await Promise.all([
    desk.staff('consultant', 'Анна Смирнова'),
    desk.staff('manager', 'Пётр Ильин'),
    desk.client(),
  ]);
  const old = await desk.task(olga, 'Прежняя задача');
  const task = await desk.task(olga, 'Не проводится счёт');
  for (const one of [old, task]) await desk.patch(anna, one, { consultant: anna.record.id });
  await desk.patch(anna, old, { status: 'done' });
  const canned = (who: Person, title: string, body: string, owner?: string) =>
    who.create('canned_answers', { title, body, owner });
  await Promise.all([
    olga.create('assessments', { task: old.id, rating: 2, comment: 'Долго ждали' }),
    desk.task(olga, 'Ещё одна открытая'),
    canned(boss, 'Прощание', 'Обращайтесь ещё.'),
    canned(anna, 'Привет', 'Здравствуйте, {имя}! Ваша задача № {номер} — {организация}.', anna.record.id),
  ]);
  const about = `Банк и касса ${task.number}`;
  await boss.create('categories', { name: about });
  await enter(page, anna);
  await page.goto(`/desk/${task.number}`);

  // what it is about, and the queue without such
  const row = page
    .getByRole('region', { name: 'Задачи' })
    .getByRole('link', { name: 'Не проводится счёт', exact: true });
  await page.getByRole('complementary').getByLabel('Раздел').selectOption({ label: about });
  await toast(page, 'Сохранено');
  await expect(row).toBeVisible();
  await page.getByRole('search').getByLabel('Раздел').selectOption({ label: 'Без раздела' });
  await expect(row).toHaveCount(0);
  await page.getByRole('search').getByLabel('Раздел').selectOption({ label: about });
  await expect(row).toBeVisible();

  // the card
  const card = page.getByRole('region', { name: 'О клиенте' });
  await card.getByRole('heading', { name: 'ПАО Сбербанк' }).click(); // beside the queue it is folded
  await expect(card.getByRole('link', { name: 'Ещё одна открытая' })).toBeVisible();
  await expect(card).toContainText('Долго ждали');
  await card.getByRole('button', { name: 'Заполнить' }).click();
  await card.getByLabel('Конфигурация 1С').fill('Комплексная автоматизация 2');
  await card.getByText('В облаке').click();
  const now = Date.now();
  await page.clock.setFixedTime(now); // midnight is not to come between the two
  await card.getByLabel('Договор до').fill(dayInMoscow(10, now));
  await page.keyboard.press('Enter');
  await toast(page, 'Записано для всей организации');
  await expect(card).toContainText('осталось 10 дней');
  await expect(card).toContainText('Комплексная автоматизация 2');

  // canned answers, by the keyboard alone
  const box = page.getByLabel('Ответ клиенту');
  await box.fill('Итак: ');
  await box.press('End');
  await page.keyboard.type(';;');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('option')).toHaveCount(2);
  await page.keyboard.type('привет');
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await expect(dialog).toContainText(`Здравствуйте, Ольга Петрова! Ваша задача № ${task.number}`);
  expect(await violations(page, { part: 'dialog[open]' })).toEqual([]);
  await page.keyboard.press('Enter');
  const filled = `Итак: Здравствуйте, Ольга Петрова! Ваша задача № ${task.number} — ПАО Сбербанк.`;
  await expect(box).toHaveValue(filled);
  await expect(box).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(box).toHaveValue('Итак: ;;');
  await page.keyboard.press('Control+Shift+z');
  await expect(box).toHaveValue(filled);
  await page.keyboard.press('Control+Semicolon');
  await expect(dialog.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(box).toBeFocused();
  await page.getByRole('button', { name: 'Сохранить как заготовку' }).first().click();
  await dialog.getByLabel('Название').fill('Из ответа');
  await dialog.getByRole('button', { name: 'Сохранить' }).click();
  await toast(page, 'Заготовка сохранена');

  // two see each other, and who writes
  const other = await another(browser, desk, boss);
  await other.goto(`/desk/${task.number}`);
  await expect(page.getByText('Задача открыта ещё у: Пётр Ильин')).toBeVisible();
  await expect(other.getByText('Задача открыта ещё у: Анна Смирнова')).toBeVisible();
  await other.getByLabel('Ответ клиенту').pressSequentially('Уже');
  await expect(page.getByText('Пётр Ильин печатает…')).toBeVisible();
  await other.keyboard.press('Control+Enter');
  await expect(page.getByText('Уже', { exact: true })).toBeVisible();
  await box.press('Control+Enter');
  await expect(page.getByText('ответ отправлен: Пётр Ильин')).toBeVisible();
  await page.getByRole('button', { name: 'Всё равно отправить' }).click();
  await toast(page, 'Ответ отправлен');

  // both versions of words
  const edit = other.getByRole('dialog');
  await other.getByRole('button', { name: 'Изменить' }).first().click();
  await edit.getByLabel('Тема').fill('Счёт-фактура за март');
  await desk.patch(boss, task, { title: 'Счёт-фактура за май' });
  await edit.getByRole('button', { name: 'Сохранить' }).click();
  await expect(edit.locator('del')).toContainText('май');
  await expect(edit.locator('ins')).toContainText('март');
  await edit.getByRole('button', { name: 'Соединить вручную' }).click();
  await edit.getByLabel('Сохранится тема').fill('Счёт-фактура за март и май');
  expect(await violations(other, { part: 'dialog[open]' })).toEqual([]);
  await edit.getByRole('button', { name: 'Сохранить моё' }).click();
  await expect(other.getByRole('heading', { name: 'Счёт-фактура за март и май' })).toBeVisible();
});

test('on a phone: the card opens when asked to, a canned answer is a tap away, a step that comes too late is told of', async ({
  browser,
  desk,
}) => {
  const [anna, olga] = await Promise.all([desk.staff('consultant', 'Анна Смирнова'), desk.client()]);
  const task = await desk.task(olga, 'С телефона');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await anna.create('canned_answers', { title: 'Привет', body: 'Здравствуйте, {имя}!' });
  const phone = await another(browser, desk, anna, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    colorScheme: 'dark',
  });
  await phone.route('**/api/realtime', (route) => route.abort()); // a page that hears of nothing
  await phone.goto(`/desk/${task.number}`);
  const card = phone.getByRole('region', { name: 'О клиенте' });
  await expect(card.getByText('ИНН')).toBeHidden();
  await card.getByRole('heading', { name: 'ПАО Сбербанк' }).tap();
  await expect(card.getByText('7707083893')).toBeVisible();
  expect(await violations(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Заготовки', exact: true }).first().tap();
  await phone.getByRole('option', { name: 'Привет' }).tap();
  await expect(phone.getByLabel('Ответ клиенту')).toHaveValue('Здравствуйте, Ольга Петрова!');
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

  // own ones: deleted, and back
  await phone.getByRole('button', { name: 'Заготовки', exact: true }).first().tap();
  await phone.getByRole('button', { name: 'Мои заготовки' }).tap();
  await phone.getByRole('button', { name: 'Удалить заготовку «Привет»' }).tap();
  await expect(phone.getByText('Заготовок пока нет')).toBeVisible();
  await phone.getByRole('button', { name: 'Отменить' }).tap();
  await expect(phone.getByRole('button', { name: 'Изменить заготовку «Привет»' })).toBeVisible();

  // too late: both versions are shown
  await phone.keyboard.press('Escape');
  await desk.patch(olga, task, { title: 'С телефона, срочно' });
  await phone.getByRole('button', { name: 'Ждать клиента' }).tap();
  const dialog = phone.getByRole('dialog', { name: 'Задачу уже изменили' });
  await expect(dialog).toContainText('Тема: С телефона, срочно');
  await dialog.getByRole('button', { name: 'Сохранить моё' }).tap();
  await expect(phone.getByRole('complementary').getByText('Ждёт клиента')).toBeVisible();
});
