import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { allowErrors, another, dayInMoscow, enter, expect, test, toast, violations } from './fixtures.ts';

/** The text of one file within a zip, found through its directory. */
function unzipped(path: string, name: string) {
  const zip = readFileSync(path);
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [size, local] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    const [nameLength, extra, note] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      return inflateRawSync(zip.subarray(start, start + size)).toString();
    }
    at += 46 + nameLength + extra + note;
  }
  throw new Error(`no ${name} in ${path}`);
}

test('a manager reads the report, opens the tasks behind a figure, sees to a low rating and takes it all home as files', async ({
  page,
  desk,
}) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const vera = await desk.staff('consultant', 'Вера Отчётова');
  const olga = await desk.client();
  const [slow, quick] = [
    await desk.task(olga, '=Первая для отчёта', { priority: 'high' }),
    await desk.task(olga, 'Вторая для отчёта', { priority: 'high' }),
  ];
  await desk.task(olga, 'Третья для отчёта', { priority: 'high' });
  for (const [task, rating] of [
    [slow, 2],
    [quick, 5],
  ] as const) {
    await desk.patch(vera, task, { consultant: vera.record.id });
    await vera.create('comments', { task: task.id, body: 'Смотрю' });
    await desk.patch(vera, task, { status: 'done' });
    await olga.create('assessments', { task: task.id, rating, comment: rating < 3 ? 'Пришлось ждать' : '' });
  }
  await enter(page, boss);
  await page.goto(`/reports?consultant=${vera.record.id}`);
  const figure = (name: string) => page.locator('.figure').filter({ has: page.getByText(name, { exact: true }) });
  await expect(figure('Поступило').locator('.figure-value')).toHaveText('2');
  await expect(figure('Решено').locator('.figure-value')).toHaveText('2');
  await expect(figure('Доля оценивших').locator('.figure-value')).toHaveText('100 %');
  await expect(page.getByRole('img', { name: /Задачи по дням. Поступило: 2, Решено: 2/ })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'Вера Отчётова' });
  await expect(row.getByRole('link', { name: '2★ 1' })).toBeVisible();
  for (const name of ['Консультант', 'Организация', 'Срочность', 'Раздел'])
    await expect(page.getByRole('columnheader', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Срочно', exact: true })).toHaveAttribute('href', /priority=high/);
  expect(await row.locator('td').nth(3).getByRole('link').getAttribute('href')).toMatch(
    /answered=yes.*consultant=|consultant=.*answered=yes/,
  );

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await expect(page.getByRole('table').filter({ hasText: 'Поступило' }).first().getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Выгрузить' })).toHaveCount(0);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 800 });

  const low = page.getByRole('listitem').filter({ hasText: '=Первая для отчёта' });
  await expect(low).toContainText('Пришлось ждать');
  await low.getByRole('button', { name: `Разобрано: № ${slow.number}` }).click();
  await expect(low).toHaveCount(0);
  await page.getByRole('button', { name: 'Отменить' }).click(); // a slip
  await expect(low).toContainText('Пришлось ждать');
  await boss.create('comments', { task: slow.id, body: 'Простите, больше так не будет' });
  await page.reload();
  await expect(figure('Оценок от 1 до 3').locator('.figure-value')).toHaveText('1');
  await expect(low).toHaveCount(0);

  await figure('Решено').getByRole('link').click();
  await expect(page).toHaveURL(/\/desk\?.*done=/);
  await expect(page.getByRole('button', { name: /Убрать: Решены/ })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'для отчёта' })).toHaveCount(2);
  const file = async (format: string, name = 'Выгрузить') => {
    await page.getByRole('button', { name }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: format }).click(),
    ]);
    await toast(page, 'Файл сохранён');
    return download;
  };
  const csv = await file('CSV');
  expect(csv.suggestedFilename()).toMatch(/^Задачи.*\.csv$/);
  const text = readFileSync(await csv.path(), 'utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(text.split('\r\n').filter((l) => l.includes('для отчёта'))).toHaveLength(2);
  expect(text).not.toMatch(/(^|[;"])=Первая/m);
  const book = await file('Excel');
  const sheet = unzipped(await book.path(), 'xl/worksheets/sheet1.xml');
  expect([...sheet.matchAll(/для отчёта/g)]).toHaveLength(2);

  // What breaks off on its way says what to do, and the focus is where it was.
  allowErrors(page, /ERR_FAILED/);
  await page.route('**/api/desk/export?*', (route) => route.abort());
  const open = page.getByRole('button', { name: 'Выгрузить' });
  await open.press('Enter');
  await page.getByRole('button', { name: 'CSV' }).press('Enter');
  await toast(page, 'Проверьте соединение и повторите');
  await expect(open).toBeFocused();
  await page.unroute('**/api/desk/export?*');

  // The styles of a view stay when one goes on to another: they are its own.
  const dressed = () =>
    figure('Решено').evaluate((el) =>
      [el, el.querySelector('dt'), el.querySelector('dd')].map((part) => {
        const { width, padding, whiteSpace, lineHeight, minHeight } = getComputedStyle(part ?? el);
        return { width, padding, whiteSpace, lineHeight, minHeight };
      }),
    );
  await page.goto('/reports');
  await expect(figure('Решено')).toBeVisible();
  const alone = await dressed();
  await page.goto('/desk/people');
  await page.getByRole('link', { name: 'Отчёты', exact: true }).click();
  await expect(figure('Решено')).toBeVisible();
  expect(await dressed()).toEqual(alone);
  await page.goto('/desk/people');
  const people = readFileSync(await (await file('CSV', 'Выгрузить: Клиенты')).path(), 'utf8');
  expect(people).toContain(olga.username);
  expect(people).not.toContain(vera.username);
  const staff = readFileSync(await (await file('CSV', 'Выгрузить: Сотрудники')).path(), 'utf8');
  expect(staff).toContain(vera.username);
  expect(staff).not.toContain(olga.username);
  await page.goto(`/desk/log?task=${slow.number}&event=assessed`);
  expect(readFileSync(await (await file('CSV')).path(), 'utf8').match(/Первая для отчёта/g)).toHaveLength(1);
});

test("a report is of the firm's days, wherever its manager is", async ({ browser, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const today = dayInMoscow(0);
  for (const timezoneId of ['Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
    // at any hour it is another day in one of them
    const page = await another(browser, desk, boss, { timezoneId });
    await page.goto('/reports');
    await page.getByText('Сегодня', { exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`from=${today}&to=${today}`));
    await expect(page.getByRole('radio', { name: 'Сегодня' })).toBeChecked();
    for (const preset of ['Неделя', 'Месяц', 'Квартал', 'Год', 'Сегодня']) {
      // on some days two of them are the same days
      await page.getByText(preset, { exact: true }).click();
      await expect(page.getByRole('radio', { name: preset, exact: true })).toBeChecked();
      await expect(page.getByRole('group', { name: 'Период' }).getByRole('radio', { checked: true })).toHaveCount(1);
    }
    await page.goto('/reports?preset=week');
    await expect(page.getByRole('radio', { name: 'Неделя' })).toBeChecked();
    await page.getByLabel('С', { exact: true }).focus();
    await page.keyboard.type('10152025'); // each key of the year makes another day
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/from=2025-1[05]-/);
    await page.getByLabel('По', { exact: true }).fill('2025-01-01');
    await page.getByLabel('По', { exact: true }).blur();
    await expect(page.getByRole('alert').filter({ hasText: /раньше/ })).toBeVisible();
    await expect(page.locator('.figures')).toHaveCount(0); // of another period
    await page.context().close();
  }
});
