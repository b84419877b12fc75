import type { Browser, BrowserContextOptions, Page, Request } from '@playwright/test';
import type { Person } from '../api.ts';
import { another, type Desk, enter, expect, follow, foot, ofColours, test, toast, violations } from './fixtures.ts';

/**
 * A person's page, and a way to go on in it: without loading it anew, until
 * it asks for nothing more.
 */
async function walker(browser: Browser, desk: Desk, who: Person | null, options: BrowserContextOptions) {
  const page = await another(browser, desk, who, options);
  const asked = new Set<Request>();
  page.on('request', (r) => {
    if (!r.url().endsWith('/api/realtime')) asked.add(r);
  });
  page.on('requestfinished', (r) => asked.delete(r));
  page.on('requestfailed', (r) => asked.delete(r));
  await page.goto('/');
  const home = (await page.locator('h1').textContent()) ?? '';
  const to = async (path: string) => {
    await follow(page, path);
    await expect(page).toHaveURL(new URL(path, desk.url).href);
    const heading = page.locator('h1');
    await expect(heading).toBeVisible();
    if (path !== '/') await expect(heading).not.toHaveText(home);
    for (let still = 0; still < 3; still = asked.size ? 0 : still + 1) await page.waitForTimeout(50);
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  };
  return { page, to };
}

/** A firm with something in every view. */
async function firm(desk: Desk) {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const olga = await desk.client();
  const open = await desk.task(olga, 'Медленно открывается база', {
    description: 'Журнал открывается две минуты. https://example.com',
    priority: 'high',
  });
  const done = await desk.task(olga, 'Расхождение в 6-НДФЛ', { priority: 'low' });
  await desk.patch(anna, done, { consultant: anna.record.id });
  await anna.create('comments', { task: done.id, body: 'Пришлите отчёт' });
  await olga.create('comments', { task: done.id, body: 'Вот он' });
  await anna.create('notes', { task: done.id, body: 'Похоже на аванс' });
  await desk.patch(anna, done, { status: 'done' });
  return { anna, boss, olga, open, done };
}

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

for (const [size, viewport] of [
  ['wide', wide],
  ['phone', phone],
] as const) {
  test(`axe finds nothing in light or dark: ${size}`, async ({ browser, desk }) => {
    test.setTimeout(400_000);
    const { anna, boss, olga, open, done } = await firm(desk);
    const look = async (page: Page, name: string) => {
      for (const scheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        expect
          .soft(await violations(page, scheme === 'dark' ? { rules: ofColours } : {}), `${name}, ${scheme}, ${size}`)
          .toEqual([]);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    };
    const options = { viewport, colorScheme: 'light' as const };
    const guest = await another(browser, desk, null, options);
    for (const path of [
      '/',
      '/register',
      '/login',
      '/reset',
      '/reset/none',
      '/email/none',
      '/verify/none',
      '/nowhere',
    ]) {
      await guest.goto(path);
      await expect(guest.locator('h1')).toBeVisible();
      await look(guest, path);
    }
    await guest.goto('/register');
    await guest.getByRole('button', { name: 'Зарегистрироваться' }).click();
    await look(guest, 'errors of a form');
    const { page: client, to } = await walker(browser, desk, olga, options);
    for (const path of [
      '/',
      '/tasks',
      '/tasks?show=closed',
      '/tasks/new',
      `/tasks/${done.number}`,
      '/tasks/99999',
      '/profile',
      '/login',
      '/register',
      `/tasks/${open.number}`,
    ]) {
      await to(path);
      await look(client, path);
    }
    for (const name of ['Закрыть задачу', 'Изменить', 'Удалить']) {
      await client.getByRole('button', { name, exact: true }).click();
      await expect(client.getByRole('dialog')).toBeVisible();
      await look(client, `dialog ${name}`);
      await client.keyboard.press('Escape');
      await expect(client.getByRole('dialog')).toBeHidden();
    }
    if (size === 'phone') {
      await client.getByRole('button', { name: 'Меню' }).last().click();
      await expect(client.getByRole('dialog')).toBeVisible();
      await look(client, 'menu');
    }
    for (const [who, paths] of [
      [anna, ['/desk', `/desk/${open.number}`, `/desk/${done.number}`, '/tasks', '/tasks/new', '/profile']],
      [boss, [`/desk/${open.number}`]],
    ] as const) {
      const { page: staff, to } = await walker(browser, desk, who, options);
      for (const path of paths) {
        await to(path);
        await look(staff, `${path} of ${who.record.role}`);
      }
      await staff.context().close();
    }
    await guest.context().close();
    await client.context().close();
  });
}

test('nothing runs out of a narrow screen or a doubled one', async ({ browser, desk }) => {
  const { anna, boss, olga, open, done } = await firm(desk);
  for (const width of [320, 640]) {
    const options = { viewport: { width, height: 640 } };
    const pages = {
      guest: await walker(browser, desk, null, options),
      olga: await walker(browser, desk, olga, options),
      anna: await walker(browser, desk, anna, options),
      boss: await walker(browser, desk, boss, options),
    };
    for (const [who, path] of [
      ['guest', '/'],
      ['guest', '/register'],
      ['guest', '/login'],
      ['olga', '/tasks'],
      ['olga', '/tasks/new'],
      ['olga', `/tasks/${done.number}`],
      ['olga', '/profile'],
      ['anna', '/desk'],
      ['anna', `/desk/${open.number}`],
      ['boss', '/reports'],
      ['boss', '/desk/people'],
      ['boss', '/desk/settings'],
      ['boss', '/desk/archive'],
      ['boss', '/desk/log'],
      ['boss', '/desk/inbox'],
    ] as const) {
      const { page, to } = pages[who];
      await to(path);
      expect
        .soft(await page.evaluate(() => document.documentElement.scrollWidth), `${path} at ${width}`)
        .toBeLessThanOrEqual(width);
    }
    for (const { page } of Object.values(pages)) await page.context().close();
  }
});

test('on a phone: tabs, the menu as a sheet, controls for a thumb', async ({ browser, desk }) => {
  const olga = await desk.client();
  const page = await another(browser, desk, olga, { viewport: phone, isMobile: true, hasTouch: true });
  await page.goto('/tasks');
  const tabs = page.getByRole('navigation', { name: 'Быстрый доступ' });
  await tabs.getByRole('link', { name: 'Написать' }).tap();
  await page.getByRole('textbox', { name: 'Тема' }).fill('Вопрос из очереди в налоговой');
  await page.getByRole('button', { name: 'Отправить' }).tap();
  await expect(page.getByRole('heading', { name: 'Вопрос из очереди в налоговой' })).toBeVisible();
  for (const button of await page.locator('main .btn').all())
    expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await page.getByRole('button', { name: 'Закрыть задачу' }).tap();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect.poll(() => foot(dialog)).toBe(phone.height); // a sheet at the foot
  await dialog.getByRole('button', { name: 'Закрыть задачу' }).tap();
  await toast(page, 'закрыта');
  await tabs.getByRole('button', { name: 'Меню' }).tap();
  for (const name of ['Главная', 'Регистрация', 'Вход', 'Оставить сообщение', 'Мои задачи', 'Профиль'])
    await expect(page.getByRole('dialog').getByRole('link', { name, exact: true })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Вход админа' }).tap();
  await toast(page, 'Недостаточно прав доступа');
  await expect(page).toHaveURL(/\/tasks\/\d+$/);
});

test('the theme is right before the first paint and is remembered', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('h1')).toBeVisible();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe('rgb(251, 250, 247)');
  await page.getByRole('button', { name: 'Тёмная тема' }).click();
  expect(await ground()).toBe('rgb(19, 22, 28)');
  await page.addInitScript(() =>
    document.addEventListener('readystatechange', () => {
      window.early ??= document.documentElement.dataset.theme;
    }),
  );
  await page.reload();
  expect(await page.evaluate(() => window.early)).toBe('dark');
  expect(await ground()).toBe('rgb(19, 22, 28)');
});

test('printed, a task is its words', async ({ page, desk }) => {
  const { olga, done } = await firm(desk);
  await enter(page, olga);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.goto(`/tasks/${done.number}`);
  await expect(page.getByText('Пришлите отчёт')).toBeVisible();
  for (const hidden of ['.top', '.tabs', '.reply', '.task-actions']) await expect(page.locator(hidden)).toBeHidden();
  await expect(page.locator('h1')).toHaveCSS('color', 'rgb(27, 34, 46)');
});
