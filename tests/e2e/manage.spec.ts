import type { Page } from '@playwright/test';
import type { Task } from '../api.ts';
import { startServer } from '../server.ts';
import { allowErrors, another, Desk, enter, expect, nick, ofColours, test, toast, violations } from './fixtures.ts';

const phone = { width: 390, height: 844 };

/** Axe in both themes, and no sideways scrolling on a phone. */
async function look(page: Page, name: string) {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    expect
      .soft(await violations(page, scheme === 'dark' ? { rules: ofColours } : {}), `${name}, ${scheme}`)
      .toEqual([]);
    if (process.env.SHOTS)
      await page.screenshot({
        path: `${process.env.SHOTS}/${name.replaceAll('/', '_')}-${scheme}.png`,
        fullPage: true,
      });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(phone);
  expect
    .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${name} on a phone`)
    .toBeLessThanOrEqual(phone.width);
  if (process.env.SHOTS) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${process.env.SHOTS}/${name.replaceAll('/', '_')}-phone.png`, fullPage: true });
    await page.emulateMedia({ colorScheme: 'light' });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

test('a manager arranges people, settings and the archive, and the log tells of it', async ({
  page,
  browser,
  desk,
}) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const anna = await desk.staff('consultant', nick('Анна '));
  const igor = await desk.staff('consultant', nick('Игорь '));
  const olga = await desk.client();
  const [taken, gone] = [await desk.task(olga, 'Ведёт Анна'), await desk.task(olga, 'Удалена клиентом')];
  await desk.patch(boss, taken, { consultant: anna.record.id });
  await olga.remove('tasks', gone.id);
  const stored = (task: Task) => boss.get('tasks', task.id);
  allowErrors(page, /400/);
  await enter(page, boss);

  // people
  await page.goto('/desk/people');
  const nina = nick('nina');
  await page.getByRole('button', { name: 'Пригласить сотрудника' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Имя').fill('Нина Новая');
  await dialog.getByLabel('Электронная почта').fill(`${nina}@example.com`);
  await dialog.getByLabel('Ник').fill(anna.username);
  await dialog.getByRole('button', { name: 'Отправить приглашение' }).click();
  await expect(dialog.getByLabel('Ник')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Ник').fill(nina);
  await dialog.getByRole('button', { name: 'Отправить приглашение' }).click();
  await toast(page, `Приглашение для ${nina}@example.com поставлено на отправку`);
  await expect(page.getByText(`${nina}@example.com`).first()).toBeVisible();
  const letters = await desk.root.list('outbox', `to = "${nina}@example.com"`);
  expect(letters.map((l) => l.kind)).toEqual(['invite']);
  expect(letters[0]?.text).toContain('/reset/');

  const block = page.getByRole('button', { name: `Заблокировать: ${anna.record.name}` });
  const row = page.locator('.person').filter({ hasText: anna.record.name });
  await expect(row.getByRole('link', { name: '1' }).first()).toHaveAttribute(
    'href',
    new RegExp(`consultant=${anna.record.id}`),
  );
  await block.click();
  await expect(dialog.getByText('Открыта 1 задача.')).toBeVisible();
  await look(page, 'dialog');
  await dialog.getByLabel('Кому их передать').selectOption({ label: igor.record.name });
  await dialog.getByRole('button', { name: 'Заблокировать' }).click();
  await toast(page, `Доступ закрыт: ${anna.record.name}`);
  await expect(row.getByText('заблокирован', { exact: true })).toBeVisible();
  expect((await stored(taken)).consultant).toBe(igor.record.id);
  await page.locator('.toast').filter({ hasText: 'Доступ закрыт' }).getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'Всё как было');
  await expect(row.getByText('заблокирован', { exact: true })).toHaveCount(0);
  expect((await stored(taken)).consultant).toBe(anna.record.id);
  await page.getByLabel('Организация, ИНН').fill(olga.username);
  await expect(page.getByRole('button', { name: 'Заблокировать: Ольга Петрова' })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Заблокировать: Пётр Ильин' })).toHaveCount(0);
  await look(page, '/desk/people');

  // settings
  const category = nick('Зарплата ');
  await page.getByRole('link', { name: 'Настройки' }).click();
  await page.getByLabel('Новый раздел').fill(category);
  await page.getByRole('button', { name: 'Добавить' }).click();
  await toast(page, `Раздел «${category}» добавлен`);
  await page.getByLabel('Новый раздел').fill(category.toUpperCase());
  await page.getByRole('button', { name: 'Добавить' }).click();
  await expect(page.getByText('Такой раздел уже есть.')).toBeVisible();
  await look(page, '/desk/settings');
  await page.getByText('Часы работы', { exact: true }).first().click();
  const monday = page.getByRole('group', { name: 'понедельник' });
  await monday.getByLabel('понедельник: конец').fill('08:00');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(monday.getByText('Начало должно быть раньше конца')).toBeVisible();
  await monday.getByLabel('понедельник: конец').fill('13:00');
  await page.getByRole('button', { name: 'Добавить часы: понедельник' }).click();
  await monday.getByLabel('понедельник: начало').last().fill('14:00');
  await monday.getByLabel('понедельник: конец').last().fill('19:00');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await toast(page, 'Часы работы сохранены');
  const schedule = await desk.root.only('schedule');
  expect(schedule.week[0]).toEqual([
    ['09:00', '13:00'],
    ['14:00', '19:00'],
  ]);
  await look(page, '/desk/settings?part=hours');
  await page.getByText('О фирме', { exact: true }).first().click();
  await page.getByLabel('Название').fill('Учёт и точка');
  await page.getByRole('textbox', { name: 'О фирме' }).pressSequentially('Ведём учёт');
  await expect(page.getByLabel('Так увидят на главной').getByText('Ведём учёт')).toBeVisible();
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await toast(page, 'на главной уже новое');
  await look(page, '/desk/settings?part=site');
  const client = await another(browser, desk, olga);
  await client.goto('/');
  await expect(client.getByRole('heading', { name: 'Учёт и точка' })).toBeVisible();
  await expect(client.locator('.prose p', { hasText: 'Ведём учёт' })).toBeVisible();
  await client.goto('/tasks/new');
  await client.getByRole('combobox', { name: 'Раздел' }).selectOption({ label: category });
  await client.getByRole('textbox', { name: 'Тема' }).fill('Вопрос про отпуск');
  await client.getByRole('button', { name: 'Отправить' }).click();
  await expect(client.getByRole('heading', { name: 'Вопрос про отпуск' })).toBeVisible();
  await client.context().close();

  // the archive and the log
  await page.getByRole('link', { name: 'Архив' }).click();
  const archived = page.getByRole('listitem').filter({ hasText: `№ ${gone.number}` });
  await expect(archived).toContainText('Кто удалил: Ольга Петрова');
  await expect(archived).toContainText('осталось 30 дней');
  await look(page, '/desk/archive');
  await page.getByRole('button', { name: `Восстановить задачу № ${gone.number}` }).click();
  await toast(page, `Задача № ${gone.number} восстановлена`);
  await expect(archived).toHaveCount(0);
  expect((await stored(gone)).archived_at).toBe('');
  await page.getByRole('link', { name: 'Журнал' }).click();
  for (const line of [
    `новая учётная запись: Нина Новая (${nina}), консультант`,
    'доступ закрыт',
    'доступ возвращён',
    `новый раздел «${category}»`,
    'изменены часы работы',
    'изменены сведения о фирме',
    'задача восстановлена',
  ]) {
    await expect(page.locator('.log-line').filter({ hasText: line }).first(), line).toBeVisible();
  }
  await look(page, '/desk/log');
  await page.getByLabel('Что').selectOption('user');
  await expect(page).toHaveURL(/event=user/);
  await expect(page.locator('.log-line').filter({ hasText: 'новый раздел' })).toHaveCount(0);
  await page.getByLabel('Номер задачи').fill(String(gone.number));
  await page.getByLabel('Номер задачи').press('Enter');
  await expect(page.getByText('Записей нет')).toBeVisible();

  // others see none of it
  const other = await another(browser, desk, igor);
  for (const path of ['/desk/people', '/desk/settings', '/desk/archive', '/desk/log']) {
    await other.goto(path);
    await expect(other.getByText('Это видят руководители')).toBeVisible();
  }
  await other.context().close();
  await desk.root.update('site', (await desk.root.only('site')).id, { name: '', about: '' });
});

test('what was changed in the settings and not saved is there when one comes back, and can be given up', async ({
  browser,
}) => {
  const server = await startServer();
  try {
    const desk = await Desk.open(server);
    const page = await another(browser, desk, await desk.staff('manager', 'Пётр Ильин'));
    const schedule = () => desk.root.only('schedule');
    const { id } = await schedule();
    const retarget = (hours: number) => desk.root.update('schedule', id, { target_low: hours });
    const mondayEnds = async () => (await schedule()).week[0]?.at(-1)?.[1];
    const monday = page.getByRole('group', { name: 'понедельник' }).getByLabel('понедельник: конец');
    const about = page.getByRole('textbox', { name: 'О фирме' });
    const save = page.getByRole('button', { name: 'Сохранить' });
    const notice = page.getByRole('status').filter({ hasText: /правки|правок/ });
    await page.goto('/desk/settings?part=hours');
    await expect(notice).toHaveCount(0);
    await monday.fill('17:30');
    await page.getByLabel('Не срочно').fill('30');
    await page.getByText('О фирме', { exact: true }).first().click();
    await page.getByLabel('Название').fill('Наполовину');
    await page.getByRole('link', { name: 'Отчёты' }).click();
    await expect(page.getByRole('heading', { name: 'Отчёты', exact: true })).toBeVisible();

    await retarget(44); // somebody else's stays, until one asks for one's own
    await page.goto('/desk/settings?part=hours');
    await expect(notice).toContainText('изменил кто-то другой');
    await expect(monday).toHaveValue('17:30');
    await expect(page.getByLabel('Не срочно')).toHaveValue('44');
    await page.reload();
    await notice.getByRole('button', { name: 'Показать мои' }).click();
    await expect(page.getByLabel('Не срочно')).toHaveValue('30');
    await expect(monday).toHaveValue('17:30');
    await expect(notice).toContainText('ещё не сохранены');
    await save.click();
    await toast(page, 'Часы работы сохранены');
    await expect(notice).toHaveCount(0);
    await page.getByLabel('Не срочно').fill('31'); // and back: what is saved is what there is
    await expect(notice).toHaveCount(0);
    await page.getByLabel('Не срочно').fill('30');
    expect([await mondayEnds(), (await schedule()).target_low]).toEqual(['17:30', 30]);

    // What a colleague has saved meanwhile, and the form does not show, is not written over.
    await retarget(50);
    await monday.fill('17:00');
    await save.click();
    await expect.poll(mondayEnds).toBe('17:00');
    await monday.fill('16:30');
    await save.click();
    await expect.poll(mondayEnds).toBe('16:30');
    expect((await schedule()).target_low).toBe(50);

    // One's own is hidden and given up, and it is only that which goes.
    await page.reload();
    await page.getByLabel('Не срочно').fill('60');
    await monday.fill('16:00');
    await retarget(55);
    await page.reload();
    await expect(notice).toContainText('изменил кто-то другой');
    await page.getByLabel('Не срочно').fill('5');
    await page.getByLabel('Не срочно').fill('55');
    await page.reload();
    await expect(page.getByLabel('Не срочно')).toHaveValue('55');
    await page.getByRole('button', { name: 'Отказаться от правок' }).click();
    await expect(notice).toContainText('ещё не сохранены');
    await expect(monday).toHaveValue('16:00');
    await page.locator('.toast').filter({ hasText: 'Правки убраны' }).getByRole('button', { name: 'Отменить' }).click();
    await page.getByRole('button', { name: 'Показать мои' }).click();
    await expect(page.getByLabel('Не срочно')).toHaveValue('60');
    await page.getByRole('button', { name: 'Отказаться от правок' }).click();
    await expect(monday).toHaveValue('16:30');

    await page.getByText('О фирме', { exact: true }).first().click();
    await expect(page.getByLabel('Название')).toHaveValue('Наполовину');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Отказаться от правок' }).click();
    await expect(page.getByLabel('Название')).toHaveValue('');
    await expect(page.getByLabel('Название')).toBeFocused();
    await page.locator('.toast').filter({ hasText: 'Правки убраны' }).getByRole('button', { name: 'Отменить' }).click();
    await expect(page.getByLabel('Название')).toHaveValue('Наполовину');
    await page.getByRole('button', { name: 'Отказаться от правок' }).click();

    await about.pressSequentially('Говорим "да" & делаем');
    await page.getByLabel('Телефон').fill('  +7 495 000-00-00  ');
    await save.click();
    await toast(page, 'на главной уже новое');
    await about.press('End');
    await about.pressSequentially(' вовремя'); // the server writes quotes and spaces its own way
    await page.reload();
    await expect(notice).toContainText('ещё не сохранены');
    await expect(about).toHaveText('Говорим "да" & делаем вовремя');
    await save.click();
    await toast(page, 'на главной уже новое');
    await page.getByLabel('Адрес').fill('Москва');
    await save.click();
    await expect
      .poll(async () => {
        const now = await desk.root.only('site');
        return [now.about, now.phone, now.address, now.name];
      })
      .toEqual([expect.stringContaining('вовремя'), '+7 495 000-00-00', 'Москва', '']);
    await expect(page.getByText('кто-то другой')).toHaveCount(0);
    await page.reload();
    await expect(page.getByLabel('Адрес')).toHaveValue('Москва');
    await about.press('End');
    await about.pressSequentially('!');
    await about.press('Backspace'); // as it was, whatever the server makes of quotes
    await page.reload();
    await expect(page.getByLabel('Адрес')).toHaveValue('Москва');
    await expect(notice).toHaveCount(0);
    await page.context().close();
  } finally {
    await server.stop();
  }
});

test('a manager brings the calendar of the next year, and corrects a day of it', async ({ browser }) => {
  const server = await startServer();
  try {
    const desk = await Desk.open(server);
    const boss = await desk.staff('manager', 'Пётр Ильин');
    const page = await another(browser, desk, boss);
    const next = new Date().getUTCFullYear() + 1;
    const due = async () =>
      (await boss.send<{ due: string }>('GET', `/api/desk/due?priority=high&from=${next}-07-01T00:00:00Z`)).due.slice(
        0,
        10,
      );
    await page.goto('/desk/settings?part=hours');
    await expect(page.getByLabel('Часовой пояс').locator('option:checked')).toHaveText(
      'Москва, Санкт-Петербург (UTC+3)',
    );
    await page.getByText(String(next), { exact: true }).click();
    await expect(page.getByText(`Календаря на ${next} год нет`)).toBeVisible();
    const file = (text: string) => ({ name: 'calendar.xml', mimeType: 'text/xml', buffer: Buffer.from(text) });
    const input = page.locator('#calendar input[type=file]');
    await input.setInputFiles(file('<html>'));
    await expect(page.getByRole('alert').filter({ hasText: 'Это не календарь' })).toBeVisible();
    await input.setInputFiles(
      file(
        `<calendar year="${next}"><days><day d="07.01" t="1"/><day d="07.02" t="1"/><day d="07.03" t="1"/></days></calendar>`,
      ),
    );
    await toast(page, `Календарь на ${next} год загружен`);
    await expect(page.getByText(`На ${next} год действует ваш календарь.`)).toBeVisible();
    const weekday = (day: number) => new Date(Date.UTC(next, 6, day)).getUTCDay() % 6 > 0;
    await expect.poll(due).toBe(`${next}-07-0${[4, 5, 6].find(weekday)}`);

    await page.getByText(/рабоч\S+ д\S+, \d+ выходн/).click();
    await page.getByRole('button', { name: '1 июля: выходной', exact: true }).click();
    await page.getByRole('button', { name: '1 июля: короткий', exact: true }).press('Enter');
    await expect(page.getByRole('button', { name: '1 июля: рабочий', exact: true })).toBeFocused();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByRole('button', { name: '2 июля: выходной', exact: true })).toBeFocused();
    await page.getByRole('button', { name: `Записать ${next} год` }).click();
    await toast(page, `Календарь на ${next} год записан`);
    expect(await due()).toBe(`${next}-07-01`);
    await page.getByRole('button', { name: `Убрать свой календарь на ${next} год` }).click();
    await expect(page.getByText(`Календаря на ${next} год нет`)).toBeVisible();
    await page.goto('/desk/log');
    await expect(page.getByText(`убран свой производственный календарь на ${next} год`)).toBeVisible();
    await page.context().close();
  } finally {
    await server.stop();
  }
});

test('two managers change the settings at once, each another part, and both changes stay', async ({ browser }) => {
  const server = await startServer();
  try {
    const desk = await Desk.open(server);
    const boss = await desk.staff('manager', 'Пётр Ильин');
    const page = await another(browser, desk, boss);
    const [schedule, site] = await Promise.all([desk.root.only('schedule'), desk.root.only('site')]);
    await desk.root.update('schedule', schedule.id, { timezone: 'UTC' }); // browsers do not list it
    await page.goto('/desk/settings?part=hours');
    await expect(page.getByLabel('Часовой пояс')).toHaveValue('UTC');
    await desk.root.update('schedule', schedule.id, { target_high: 3, exceptions: { '01-01': [] } });
    await page.getByLabel('Не срочно').fill('40');
    await page.getByLabel('День', { exact: true }).fill('2026-12-31'); // filled in, and «Добавить день» forgotten
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await toast(page, 'изменил кто-то другой'); // the days off are the other's
    await page.reload();
    await page.getByLabel('Не срочно').fill('40');
    await page.getByLabel('День', { exact: true }).fill('2026-12-31');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await toast(page, 'Часы работы сохранены');
    const saved = await desk.root.get('schedule', schedule.id);
    expect([saved.timezone, saved.target_high, saved.target_low, saved.exceptions]).toEqual([
      'UTC',
      3,
      40,
      { '01-01': [], '2026-12-31': [] },
    ]);

    await desk.root.update('site', site.id, { hours: 'с 9 до 18' }); // since the page was opened
    await page.getByText('О фирме', { exact: true }).first().click();
    await expect(page.getByRole('textbox', { name: 'Часы работы' })).toHaveValue('с 9 до 18');
    await desk.root.update('site', site.id, { phone: '+7 495 000-00-00' });
    await page.getByLabel('Название').fill('Дебет');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await toast(page, 'на главной уже новое');
    await page.getByLabel('Адрес').fill('Москва');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    const stored = () => desk.root.get('site', site.id).then((s) => [s.name, s.phone, s.address, s.hours]);
    await expect.poll(stored).toEqual(['Дебет', '+7 495 000-00-00', 'Москва', 'с 9 до 18']);
    await page.context().close();
  } finally {
    await server.stop();
  }
});
