import type { Page } from '@playwright/test';
import { Client, first, type Task } from '../api.ts';
import { startFirm } from '../server.ts';
import { another, enter, expect, nick, ofColours, password, test, toast, violations } from './fixtures.ts';

interface Queue {
  total: number;
  items: { number: number }[];
}

/** The row of a task in the queue. */
const row = (page: Page, text: string) => page.locator('.q-row').filter({ hasText: text });
const title = (page: Page) => page.locator('.desk-beside h2').first();
/** Keys pressed all at once, each as its letter and its place: «в D» is the key of D while the Russian layout is on. */
const press = (page: Page, ...keys: string[]) =>
  page.evaluate(
    (all) => {
      for (const [key, code] of all)
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, code: `Key${code}`, bubbles: true, cancelable: true }),
        );
    },
    keys.map((k) => k.split(' ')),
  );

async function look(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect
      .soft(await violations(page, colorScheme === 'dark' ? { rules: ofColours } : {}), `${name}, ${colorScheme}`)
      .toEqual([]);
  }
}

test("a consultant's morning by keyboard alone", async ({ page, desk }) => {
  const anna = await desk.staff('consultant', nick('Анна '));
  const igor = await desk.staff('consultant', nick('Игорь '));
  const olga = await desk.client({ name: 'Ольга Петрова' });
  const tag = nick('утро');
  const [mail, report, invoice] = [
    await desk.task(olga, `${tag} Не приходит ЭДО`),
    await desk.task(olga, `${tag} Расхождение в отчёте`),
    await desk.task(olga, `${tag} Не проводится счёт`),
  ];
  for (const t of [mail, report]) await desk.patch(anna, t, { consultant: anna.record.id });
  const state = async (task: Task) => {
    const { status, consultant } = await anna.get('tasks', task.id);
    return { status, consultant };
  };

  await page.goto('/desk?view=mine'); // a link to a view outlives the log-in
  await page.getByLabel('Ник').focus();
  await page.keyboard.type(anna.username);
  await page.getByLabel('Пароль', { exact: true }).focus();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(
    page.getByRole('navigation', { name: 'Виды очереди' }).getByRole('link', { name: /^Мои/ }),
  ).toHaveAttribute('aria-current', 'page');
  await expect(page.locator('.q-row .row-link')).toHaveCount(2);
  await look(page, 'queue');

  await page.keyboard.press('/');
  await page.keyboard.type(tag);
  await expect(page.locator('.q-row .row-link')).toHaveCount(3); // in all views
  await page.keyboard.type(' счета');
  await expect(page.locator('.q-row .row-link')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(row(page, 'счёт').getByRole('link')).toBeFocused();
  await page.keyboard.press('t');
  await toast(page, 'теперь ваша');
  expect(await state(invoice)).toEqual({ status: 'in_progress', consultant: anna.record.id });
  await expect(row(page, 'счёт').getByRole('link')).toBeFocused(); // the list has been read again

  await page.keyboard.press('Enter');
  await expect(title(page)).toContainText('счёт');
  await page.keyboard.press('r');
  await page.keyboard.type('Пришлите, пожалуйста, выписку. Дата?'); // letters and a question mark are no keys here
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.letter').filter({ hasText: 'выписку' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row(page, 'счёт').getByRole('link')).toBeFocused();
  await press(page, 'ц W');
  await toast(page, 'ждёт клиента');
  expect((await state(invoice)).status).toBe('waiting');
  await look(page, 'split');

  await page.keyboard.press('/');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(tag);
  await expect(page.locator('.q-row .row-link')).toHaveCount(3);
  await page.keyboard.press('Enter');
  await expect(page.locator('.q-row .row-link').first()).toBeFocused();
  const [, second = '', third = ''] = await page.locator('.q-row .row-link').allTextContents();
  await page.keyboard.press('j');
  await expect(title(page)).toHaveText(second); // the task follows the row
  await page.keyboard.press('n');
  await expect(page.getByLabel('Заметка, клиент её не увидит')).toBeFocused();
  await page.keyboard.type('Черновик заметки');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await expect(title(page)).toHaveText(third);
  await page.keyboard.press('k');
  await expect(title(page)).toHaveText(second);
  await page.keyboard.press('n');
  await page.keyboard.type(' и ещё');
  await expect(page.getByLabel('Заметка, клиент её не увидит')).toHaveValue('Черновик заметки и ещё');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.letter-note').filter({ hasText: 'Черновик заметки' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape'); // closes the task
  await expect(title(page)).toHaveCount(0);

  await page.goto('/desk?view=mine');
  await expect(page.locator('.q-row .row-link')).toHaveCount(3);
  await page.keyboard.press('j');
  await expect(row(page, 'счёт').getByRole('link')).toBeFocused(); // the newest
  await page.keyboard.press('j');
  await page.keyboard.press('d');
  await toast(page, 'решена');
  expect((await state(report)).status).toBe('done');
  await expect(page.locator('.q-row .row-link')).toHaveCount(2);
  await expect(row(page, 'ЭДО').getByRole('link')).toBeFocused(); // what came into its place

  await page.keyboard.press('x');
  await page.keyboard.press('Shift+K');
  await expect(page.getByRole('status').getByText('Отмечено 2')).toBeVisible();
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('combobox', { name: 'Кому' })).toBeFocused();
  await page.keyboard.type(igor.record.name);
  await expect(dialog.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await toast(page, `${igor.record.name} теперь ведёт 2 задачи`);
  expect((await state(mail)).consultant).toBe(igor.record.id);
  await expect(page.locator('.q-row .row-link')).toHaveCount(0);
  await page.keyboard.press('Control+Z');
  await toast(page, 'Отменено: 2 задачи');
  expect(await state(invoice)).toEqual({ status: 'waiting', consultant: anna.record.id });
  await expect(page.locator('.q-row .row-link')).toHaveCount(2);

  // the first letters of a note on a task that is not open yet are no keys, though «в» is where D is
  await press(page, 'т N', 'в D', 'а F');
  await expect(page.getByLabel('Заметка, клиент её не увидит')).toBeFocused();
  await page.keyboard.type('жно');
  await expect(page.getByLabel('Заметка, клиент её не увидит')).toHaveValue('важно');
  expect((await state(mail)).status).toBe('in_progress');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(title(page)).toHaveCount(0);

  await page.keyboard.press('Shift+Slash');
  await expect(page.getByRole('dialog', { name: 'Клавиши' })).toBeVisible();
  await look(page, 'help');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // a colleague takes one: it leaves the list, and the page says to whom
  await desk.patch(anna, mail, { consultant: igor.record.id });
  await expect(page.getByText(`№ ${mail.number} теперь ведёт ${igor.record.name}`)).toBeVisible();
  await expect(row(page, 'ЭДО')).toHaveCount(0);
});

test('keys that come faster than the page is drawn act on the rows they were meant for', async ({ page, desk }) => {
  const olga = await desk.client();
  const tag = nick('скоро');
  const oldest = await desk.task(olga, `${tag} 1`);
  for (const n of [2, 3]) await desk.task(olga, `${tag} ${n}`);
  const anna = await desk.staff('consultant', nick('Анна '));
  await enter(page, anna);
  await page.goto(`/desk?view=all&client=${olga.record.id}`);
  await expect(page.locator('.q-row .row-link')).toHaveCount(3);
  await page.keyboard.press('j');
  await expect(page.locator('.q-row .row-link').first()).toBeFocused();
  await press(page, 'x X', 'j J', 'x X');
  await expect(page.getByRole('status').getByText('Отмечено 2')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('k');
  await press(page, 'j J', 'j J', 't T'); // the last of the list, the first that was made
  await toast(page, 'теперь ваша');
  expect((await anna.get('tasks', oldest.id)).consultant).toBe(anna.record.id);
});

test('a queue of thousands draws a window of rows, and its end is reached by wheel and by key', async ({ browser }) => {
  const firm = await startFirm(3000);
  try {
    const anna = await new Client(firm.url).signIn('anna', 'otklik-demo');
    const page = await another(browser, firm, anna);
    await page.goto('/desk?view=all');
    const links = page.locator('.q-row .row-link');
    await expect(links.first()).toBeVisible();
    const { total, items } = await anna.send<Queue>('GET', '/api/desk/queue?view=all&sort=oldest&limit=1');
    expect(total).toBeGreaterThan(2500); // but for what clients have deleted
    await expect(page.locator('.q-row').first()).toHaveAttribute('aria-setsize', String(total));
    await page.keyboard.press('j');
    await expect(links.first()).toBeFocused();
    await page.locator('.q-scroll').evaluate((el) => el.scrollTo(0, el.scrollHeight));
    const last = page.locator(`.q-row[aria-posinset="${total}"]`);
    await expect(last).toContainText(`№ ${first(items).number}`);
    expect(await page.locator('.q-row').count()).toBeLessThan(60);
    await last.getByRole('link').focus();
    await page.keyboard.press('k');
    await expect(page.locator(`.q-row[aria-posinset="${total - 1}"] .row-link`)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('.desk-beside h2').first()).toHaveText(
      (await page.locator(`.q-row[aria-posinset="${total - 1}"] .row-link`).textContent()) ?? '',
    );
    await page.goto('/desk?q=1С'); // what the search finds goes on below its best
    await expect(page.locator('.q-row[aria-setsize="51"]').first()).toBeVisible();
    await page.locator('.q-scroll').evaluate((el) => el.scrollTo(0, el.scrollHeight));
    await expect(page.locator('.q-row[aria-posinset="60"] .row-link')).toBeVisible();
    await page.goBack();
    await page.setViewportSize({ width: 390, height: 844 }); // a phone has the task alone
    await expect(page.locator('.q-row')).toHaveCount(0);
    await page.getByRole('link', { name: 'Рабочий стол' }).first().click();
    await expect(links.first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.context().close();
  } finally {
    await firm.stop();
  }
});
