import type { Page } from '@playwright/test';
import type { Person, Task } from '../api.ts';
import {
  allowErrors,
  another,
  type Desk,
  enter,
  expect,
  foot,
  nick,
  test,
  timed,
  toast,
  violations,
  watch,
} from './fixtures.ts';

/** A client's task that a consultant works on; the desk is shared, so its title is its own. */
async function pair(desk: Desk, title = 'Не проводится счёт') {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const task = await desk.task(olga, nick(`${title} `));
  await desk.patch(anna, task, { consultant: anna.record.id });
  return { anna, olga, task };
}
const write = (who: Person, task: Task, body: string) => who.create('comments', { task: task.id, body });
const bell = (page: Page) => page.locator('.top').getByRole('button', { name: 'Уведомления' });
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
/** The page hears of everything: its subscriptions are with the server. */
const hears = (page: Page) =>
  page.waitForResponse(
    (r) =>
      r.url().endsWith('/api/realtime') &&
      r.request().method() === 'POST' &&
      (r.request().postData() ?? '').includes('notifications/*'),
  );
async function goto(page: Page, path: string) {
  const heard = hears(page);
  await page.goto(path);
  await heard;
}

test('an answer is counted everywhere within a second and marked until the task is opened, in all tabs', async ({
  page,
  browser,
  desk,
}) => {
  const { anna, olga, task } = await pair(desk);
  await enter(page, olga);
  await goto(page, '/tasks');
  const second = await page.context().newPage();
  const problems = watch(second);
  await goto(second, '/');
  const staff = await another(browser, desk, anna);
  await goto(staff, `/desk/${task.number}`);
  await expect(page).toHaveTitle('Мои задачи — Отклик');
  await expect(row(page, task.title)).not.toContainText('новое');

  await staff.getByLabel('Ответ клиенту').fill('Проверьте дату');
  await staff.getByRole('button', { name: 'Отправить клиенту' }).click();
  await timed('the client sees the count', expect(page).toHaveTitle('(1) Мои задачи — Отклик', { timeout: 1000 }));
  await expect(bell(page)).toHaveAccessibleName('Уведомления 1 непрочитанное');
  const wide = await page
    .locator('.bell .count > span')
    .first()
    .evaluate((el) => {
      el.textContent = '99+';
      const { width, height } = el.getBoundingClientRect();
      el.textContent = '1';
      return width > height;
    });
  expect(wide, 'a larger count is one line').toBe(true);
  await expect(
    page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Мои задачи' }),
  ).toContainText('1 задача с новым');
  await expect(row(page, task.title)).toContainText('новое');
  expect(await page.locator('.row-link').evaluate((a) => getComputedStyle(a).fontWeight)).toBe('680');
  await toast(page, `Анна Смирнова отвечает в задаче № ${task.number}`);
  await expect(second).toHaveTitle(/^\(1\) /);

  await row(page, task.title).getByRole('link').click();
  await expect(page.getByText('Проверьте дату')).toBeVisible();
  for (const tab of [page, second]) {
    await expect(tab).not.toHaveTitle(/\(1\)/);
    await expect(bell(tab)).toHaveAccessibleName('Уведомления');
  }
  await page.getByRole('link', { name: 'Мои задачи' }).first().click();
  await expect(row(page, task.title)).not.toContainText('новое');
  expect(problems).toEqual([]);
});

test('what comes while the task is open is read at once, without a toast', async ({ page, browser, desk }) => {
  const { anna, olga, task } = await pair(desk);
  await enter(page, olga);
  await goto(page, `/tasks/${task.number}`);
  const staff = await another(browser, desk, anna);
  await goto(staff, '/desk');
  const read = page.waitForResponse((r) => r.url().endsWith('/api/notifications/read'));
  await write(anna, task, 'Пишу прямо сейчас');
  await expect(page.getByText('Пишу прямо сейчас')).toBeVisible();
  expect((await read).status()).toBe(204);
  await expect(page).not.toHaveTitle(/\(/);
  await expect(page.locator('.toast')).toHaveCount(0);

  // the other side: a mark in the queue, gone when the task is opened
  await write(olga, task, 'Спасибо, смотрю');
  await expect(row(staff, task.title)).toContainText('новое');
  await expect(staff).toHaveTitle('(1) Рабочий стол — Отклик');
  await expect(
    staff.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Рабочий стол' }),
  ).toContainText('1 задача с новым');
  await row(staff, task.title).getByRole('link').click();
  await expect(staff).toHaveTitle(new RegExp(`^№ ${task.number} `));
  await staff.getByRole('link', { name: 'Рабочий стол' }).first().click();
  await expect(row(staff, task.title)).toBeVisible();
  await expect(row(staff, task.title)).not.toContainText('новое');
});

test('the bell lists what happened in words, opens the task, and reads all', async ({ page, desk }) => {
  const { anna, olga, task } = await pair(desk);
  const other = await desk.task(olga, 'Сверка с контрагентом');
  await desk.patch(anna, other, { consultant: anna.record.id });
  await write(anna, task, 'Раз');
  await desk.patch(anna, other, { status: 'done' });
  await enter(page, olga);
  await goto(page, '/');
  await expect(bell(page)).toHaveAccessibleName('Уведомления 2 непрочитанных');
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Уведомления' });
  const items = panel.getByRole('listitem');
  await expect(items).toHaveCount(2);
  await expect(items.nth(0)).toContainText(`Задача № ${other.number} решена`);
  await expect(items.nth(0)).toContainText('новое');
  await expect(items.nth(1)).toContainText(`Анна Смирнова отвечает в задаче № ${task.number}`);
  await expect(items.nth(1)).toContainText('Не проводится счёт');

  await write(anna, task, 'Два');
  await expect(items).toHaveCount(3); // without a reload, and without a toast over the list
  await expect(page.locator('.toast')).toHaveCount(0);
  await items.nth(1).getByRole('link').click();
  await expect(panel).toBeHidden();
  await expect(page.getByRole('heading', { name: other.title })).toBeVisible();
  await expect(bell(page)).toHaveAccessibleName('Уведомления 2 непрочитанных');
  await bell(page).click();
  await panel.getByRole('button', { name: 'Прочитать все' }).click();
  await expect(bell(page)).toHaveAccessibleName('Уведомления');
  await expect(items.filter({ hasText: 'новое' })).toHaveCount(0);
  await expect(items).toHaveCount(3);
  await expect(panel.getByRole('button', { name: 'Прочитать все' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.reload();
  await bell(page).click();
  await expect(items).toHaveCount(3);
  await expect(page).not.toHaveTitle(/\(/);
});

test('older notices come on demand; without a connection the bell says so and goes on', async ({ page, desk }) => {
  const { anna, olga, task } = await pair(desk);
  for (let i = 0; i < 25; i++) await write(anna, task, `Ответ ${i}`);
  await enter(page, olga);
  await goto(page, '/');
  await expect(page).toHaveTitle(/^\(25\) /);
  allowErrors(page, /ERR_FAILED|ERR_CONNECTION_RE(?:FUSED|SET)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|503/);
  await page.route('**/api/collections/notifications/records*', (route) =>
    route.request().url().includes('bell') ? route.fulfill({ status: 503, body: '{}' }) : route.continue(),
  );
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Уведомления' });
  await expect(panel.getByRole('alert')).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveCount(25); // those it knows of
  await page.unrouteAll();
  await panel.getByRole('button', { name: 'Повторить' }).click();
  await expect(panel.getByRole('alert')).toHaveCount(0);
  await expect(panel.getByRole('listitem')).toHaveCount(20);
  await panel.getByRole('button', { name: 'Показать прежние' }).click();
  await expect(panel.getByRole('listitem')).toHaveCount(25);
  await expect(panel.getByRole('button', { name: 'Показать прежние' })).toHaveCount(0);

  // read while nobody answers: said again with the next connection
  await page.route('**/api/notifications/read', (route) => route.abort());
  await panel.getByRole('listitem').getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: task.title })).toBeVisible();
  await expect(page).not.toHaveTitle(/\(25\)/);
  await page.unrouteAll();
  await desk.server.restart();
  await expect.poll(async () => (await olga.list('notifications', 'read_at=""')).length, { timeout: 20_000 }).toBe(0);
});

test('offline, the bell that was never opened says so; a list opened on a living connection is fresh after a lost one', async ({
  page,
  desk,
}) => {
  const { anna, olga, task } = await pair(desk);
  await write(anna, task, 'Раз');
  allowErrors(page, /ERR_/, /Failed to/);
  await enter(page, olga);
  await goto(page, '/');
  await expect(page).toHaveTitle(/^\(1\) /);
  const heard = page.waitForResponse(
    (r) => r.url().endsWith('/api/realtime') && (r.request().postData() ?? '').includes('"tasks/*"'),
  );
  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Мои задачи' }).click();
  await heard;
  await page.context().setOffline(true);
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Уведомления' });
  await expect(page.locator('#bell').getByRole('alert')).toContainText('Нет связи с интернетом');
  await page.context().setOffline(false); // it tries again by itself
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Escape');

  const again = page.waitForRequest((r) => r.url().includes('/api/collections/tasks/records'), { timeout: 20_000 });
  await desk.server.restart();
  await again; // read again, for what happened meanwhile was missed
  await desk.task(olga, 'После обрыва');
  await expect(row(page, 'После обрыва')).toBeVisible();
});

test('mails that wait for a decision are in the bell until their list is opened', async ({ page, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  await desk.root.create('notifications', { user: boss.record.id, kind: 'held', bell: true });
  await enter(page, boss);
  await goto(page, '/desk');
  await expect(page).toHaveTitle('(1) Рабочий стол — Отклик');
  await bell(page).click();
  await page
    .getByRole('dialog', { name: 'Уведомления' })
    .getByRole('link', { name: 'Пришло письмо, нужно ваше решение' })
    .click();
  await expect(page).toHaveURL(/\/desk\/inbox$/);
  await expect(page).not.toHaveTitle(/\(/);
  await desk.root.create('notifications', { user: boss.record.id, kind: 'held', bell: true });
  await expect.poll(async () => (await boss.list('notifications', 'read_at=""')).length).toBe(0);
});

test('the bell by keyboard alone', async ({ page, desk }) => {
  const { anna, olga, task } = await pair(desk);
  await write(anna, task, 'Раз');
  await desk.patch(anna, task, { status: 'waiting' });
  await enter(page, olga);
  await goto(page, '/tasks');
  await expect(page).toHaveTitle(/^\(2\) /);
  await bell(page).focus();
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: 'Уведомления' });
  await expect(panel.getByRole('heading')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(bell(page)).toBeFocused();
  await page.keyboard.press('Space');
  const links = panel.getByRole('listitem').getByRole('link');
  await expect(links).toHaveCount(2);
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Прочитать все' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(links.first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(links.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(links.first()).toBeFocused();
  await expect(links.first()).toHaveAccessibleName(
    new RegExp(`Анна Смирнова ждёт вашего ответа в задаче №\\s${task.number}`),
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: task.title })).toBeFocused();
  await expect(page).not.toHaveTitle(/\(/);
});

test('the switches of the profile: saved at once, taken back, and the page is silent', async ({ page, desk }) => {
  const { anna, olga, task } = await pair(desk);
  await enter(page, olga);
  await goto(page, '/profile?part=notices');
  await expect(page.getByRole('heading', { name: 'Уведомления' })).toBeInViewport();
  const table = page.getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(6);
  const answer = table.getByRole('switch', { name: 'Ответ консультанта На странице' });
  await expect(answer).toBeChecked();
  await answer.click();
  await toast(page, 'Выключено: Ответ консультанта, на странице');
  const muted = async () => (await olga.get('users', olga.record.id)).muted;
  expect(await muted()).toEqual(['answer.page']);
  await page.getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'Включено: Ответ консультанта, на странице');
  await expect(answer).toBeChecked();
  expect(await muted()).toEqual([]);
  await answer.focus();
  await page.keyboard.press('Space');
  await table.getByRole('switch', { name: 'Задача решена Письмом' }).click();
  await expect.poll(muted).toEqual(['answer.page', 'done.mail']);

  allowErrors(page, /400/);
  await page.route('**/api/collections/users/records/*', (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 400, json: { status: 400, message: 'Не получилось.', data: {} } })
      : route.continue(),
  );
  await table.getByRole('switch', { name: 'Задача закрыта На странице' }).click();
  await toast(page, 'Не получилось.');
  await expect(table.getByRole('switch', { name: 'Задача закрыта На странице' })).toBeChecked();
  await page.unrouteAll();

  await page.reload();
  await expect(answer).not.toBeChecked();
  await goto(page, '/tasks');
  await write(anna, task, 'Тихий ответ');
  await expect(row(page, task.title)).toContainText('новое'); // the mark of the task stays
  await expect(page).toHaveTitle('Мои задачи — Отклик');
  await expect(bell(page)).toHaveAccessibleName('Уведомления');
  await expect(page.locator('.toast').filter({ hasText: 'отвечает' })).toHaveCount(0);
  await bell(page).click();
  await expect(page.getByText('Пока ничего')).toBeVisible();
});

test('a manager hears of a low rating, and has the switches of a manager', async ({ page, desk }) => {
  const { anna, olga, task } = await pair(desk);
  const boss = await desk.staff('manager', 'Пётр Ильин');
  await desk.patch(anna, task, { status: 'done' });
  await enter(page, boss);
  await goto(page, '/desk?status=done');
  await olga.create('assessments', { task: task.id, rating: 2 });
  await toast(page, `Низкая оценка в задаче № ${task.number}`);
  await expect(row(page, task.title)).toContainText('новое');
  await page.getByRole('button', { name: 'Открыть' }).click();
  await expect(page.getByRole('heading', { name: task.title })).toBeVisible();
  await expect(page).not.toHaveTitle(/\(/);
  await page.goto('/profile');
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(11);
  await expect(page.getByRole('switch', { name: 'Оценка 3 и ниже Письмом' })).toBeChecked();
});

test('a guest has no bell and loads nothing of it', async ({ page, browser, desk }) => {
  const ofBell = (own: Page) => {
    const asked: string[] = [];
    own.on('request', (r) => {
      const part = r.url().match(/\/bellList-|notifications/);
      if (part) asked.push(part[0]);
    });
    return asked;
  };
  const olga = await another(browser, desk, await desk.client());
  const hers = ofBell(olga);
  await goto(olga, '/');
  await bell(olga).click();
  await expect(olga.getByRole('dialog', { name: 'Уведомления' })).toBeVisible();
  await expect.poll(() => new Set(hers)).toEqual(new Set(['/bellList-', 'notifications'])); // so they are called
  await olga.context().close();

  const asked = ofBell(page);
  await page.goto('/');
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('[popovertarget]')).toHaveCount(0);
  expect(asked).toEqual([]);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open bell and the switches: ${scheme}`, async ({ browser, desk }) => {
    const { anna, olga, task } = await pair(
      desk,
      'Очень длинная тема задачи, которая не помещается в одну строку панели',
    );
    await write(anna, task, 'Раз');
    await desk.patch(anna, task, { status: 'done' });
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const page = await another(browser, desk, olga, {
        viewport,
        colorScheme: scheme,
        hasTouch: viewport.width < 400,
      });
      const look = async (name: string) => {
        expect.soft(await violations(page), `${name}, ${scheme}, ${viewport.width}`).toEqual([]);
        expect
          .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${name} at ${viewport.width}`)
          .toBeLessThanOrEqual(viewport.width);
      };
      await goto(page, '/tasks');
      await expect(row(page, task.title)).toContainText('новое');
      await look('list');
      const button = page.getByRole('button', { name: viewport.width < 400 ? /^Новое/ : /^Уведомления/ });
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await button.click();
      const panel = page.getByRole('dialog', { name: 'Уведомления' });
      await expect(panel.getByRole('listitem')).toHaveCount(2);
      await look('panel');
      if (viewport.width < 400) {
        // a sheet at the foot, a thumb away
        expect(await foot(panel)).toBe(viewport.height);
        for (const link of await panel.getByRole('link').all())
          expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
      await panel.getByRole('link', { name: 'Настроить' }).click();
      await expect(page.getByRole('table')).toBeVisible();
      await look('switches');
      await page.context().close();
    }
  });
}
