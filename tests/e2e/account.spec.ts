import type { Page, Route } from '@playwright/test';
import { startMail } from '../mail.ts';
import { sendMailsTo } from '../server.ts';
import { allowErrors, enter, expect, nick, password, test, toast } from './fixtures.ts';

const login = async (page: Page, name: string, secret = password) => {
  await page.getByLabel('Ник или почта').fill(name);
  await page.getByLabel('Пароль', { exact: true }).fill(secret);
  await page.getByRole('main').getByRole('button', { name: 'Вход' }).click();
};

type Release = () => Promise<void>;

/** The first request to an address, held; what it resolves to lets it go. */
const held = (page: Page, address: string, take: (route: Route) => Promise<Release>) =>
  new Promise<Release>((resolve, reject) => {
    page.route(address, (route) => take(route).then(resolve, reject)).catch(reject);
  });

test('a guest is told, logs in and lands where he was going', async ({ page, desk }) => {
  const olga = await desk.client();
  const menu = page.getByRole('navigation', { name: 'Разделы' });
  await page.goto('/');
  for (const name of ['Оставить сообщение', 'Мои задачи', 'Профиль']) {
    await menu.getByRole('link', { name }).click();
    await expect(page).toHaveURL(/\/login\?to=/);
    await toast(page, 'Войдите, чтобы открыть эту страницу');
  }
  await page.goto('/tasks?show=closed');
  await expect(page).toHaveURL(/\/login\?to=/);
  allowErrors(page, /400/);
  await login(page, olga.username, 'wrong-12345');
  await expect(page.getByText('не подошли')).toBeVisible();
  await login(page, `${olga.username}@example.com`.toUpperCase());
  await expect(page).toHaveURL(/\/tasks\?show=closed$/);
  await expect(page.getByRole('radio', { name: 'Закрытые' })).toBeChecked();
});

test('nobody is sent off the site after the log-in', async ({ page, desk }) => {
  const olga = await desk.client();
  for (const to of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await page.goto(`/login?to=${encodeURIComponent(to)}`);
    await login(page, olga.username);
    await expect(page).toHaveURL(`${desk.url}/tasks`);
    await page.getByRole('button', { name: 'Выйти' }).click();
    await expect(page).toHaveURL(`${desk.url}/`);
  }
});

test('who logs out is out at once, whatever is still on its way', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  const refreshed = held(page, '**/auth-refresh', async (route) => {
    const response = await route.fetch();
    return () => route.fulfill({ response });
  });
  const signingOut = held(page, '**/sessions/sign-out', async (route) => () => route.continue());
  await page.goto('/tasks');
  const answer = await refreshed;
  await page.getByRole('button', { name: 'Выйти' }).click();
  const session = () => page.evaluate(() => localStorage.getItem('pocketbase_auth'));
  expect(await session()).toBeNull();
  await expect(page).toHaveURL(`${desk.url}/`);
  const back = page.waitForResponse('**/auth-refresh');
  await answer();
  await (await back).finished();
  await expect(page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Вход' })).toBeVisible();
  await expect(page.locator('.toast')).toHaveCount(1);
  expect(await session()).toBeNull();

  // None of it has waited for the server, which ends the session when it is told to.
  const tell = await signingOut;
  const refresh = () => olga.send('POST', '/api/collections/users/auth-refresh', {});
  await refresh();
  const told = page.waitForResponse('**/sessions/sign-out');
  await tell();
  expect((await told).status()).toBe(204);
  await expect(refresh()).rejects.toThrow(/401/);
});

test('«Вход админа» knows who asks', async ({ page, browser, desk }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Вход админа' }).click();
  await expect(page).toHaveURL(/\/_\//);
  const people = [
    [await desk.client(), false],
    [await desk.staff('consultant', 'Анна'), false],
    [await desk.staff('manager', 'Пётр'), true],
  ] as const;
  for (const [who, admitted] of people) {
    const context = await browser.newContext({ baseURL: desk.url });
    const own = await context.newPage();
    await enter(own, who);
    await own.goto('/profile');
    await own.getByRole('button', { name: 'Вход админа' }).click();
    if (admitted) await expect(own).toHaveURL(/\/desk$/);
    else {
      await toast(own, 'Недостаточно прав доступа');
      await expect(own).toHaveURL(/\/profile$/);
    }
    await context.close();
  }
});

test('a client can not open the desk', async ({ page, desk }) => {
  await enter(page, await desk.client());
  await page.goto('/desk');
  await toast(page, 'Недостаточно прав доступа');
  await expect(page).toHaveURL(`${desk.url}/`);
});

test('a session that ends is said to have ended, and the draft stays', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('Черновик не теряется');
  await olga.send('POST', '/api/desk/sessions/end');
  allowErrors(page, /40[013]/);
  await page.reload();
  await toast(page, 'Сеанс завершён');
  await expect(page).toHaveURL(/\/login\?to=/);
  await login(page, olga.username);
  await expect(page).toHaveURL(/\/tasks\/new$/);
  await expect(page.getByRole('textbox', { name: 'Тема' })).toHaveValue('Черновик не теряется');
});

test('a token that runs out is a log-in, not an empty list', async ({ page, desk }) => {
  const olga = await desk.client();
  await desk.task(olga, 'Задача на месте');
  await enter(page, olga);
  await page.goto('/tasks');
  await expect(page.getByText('Задача на месте')).toBeVisible();
  await page.clock.install({ time: new Date(Date.now() + 400 * 86_400_000) });
  // Whatever asks first ends the session; the list, and what is to be clicked, may be gone by then.
  await page.evaluate(() => document.querySelector<HTMLElement>('input[name=show][value=open]')?.click());
  await toast(page, 'Вы давно не заходили');
  await expect(page).toHaveURL(/\/login/);
});

test('the profile: organisation, name, password, every session', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  allowErrors(page, /400/);
  await page.goto('/profile');
  await page.getByLabel('Название организации').fill('ООО «Яндекс»');
  await page.getByLabel('ИНН', { exact: true }).fill('7736207543');
  await page.getByLabel('КПП').fill('77');
  await page.getByRole('button', { name: 'Сохранить' }).first().click();
  await expect(page.getByText('КПП — это 9 знаков')).toBeVisible();
  await page.getByLabel('КПП').fill('');
  await page.getByRole('button', { name: 'Сохранить' }).first().click();
  await toast(page, 'Сохранено');
  await page.getByLabel('Нынешний пароль').fill('wrong-12345');
  await page.getByLabel('Новый пароль').fill('novyi-12345');
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await expect(page.getByText('Нынешний пароль не подошёл.')).toBeVisible();
  await page.getByLabel('Нынешний пароль').fill(password);
  await page.getByRole('button', { name: 'Сменить пароль' }).click();
  await toast(page, 'Пароль изменён');
  await page.goto('/tasks/new');
  await expect(page.getByText('ООО «Яндекс»')).toBeVisible(); // still in, with the new password
  await page.goto('/profile');
  await page.getByRole('button', { name: 'Выйти на всех устройствах' }).click();
  await toast(page, 'Все сеансы завершены');
  await expect(page).toHaveURL(/\/login/);
  await login(page, olga.username, 'novyi-12345');
  await expect(page).toHaveURL(/\/tasks$/);
});

test('mails: confirm the address, a new password, a new address', async ({ page, desk }) => {
  const mail = await startMail();
  await sendMailsTo(desk.root, mail.port);
  try {
    const olga = nick('mail');
    allowErrors(page, /400/);
    await desk.guest.create('users', {
      username: olga,
      email: `${olga}@example.com`,
      password,
      passwordConfirm: password,
      profile: { organization: 'ПАО Сбербанк', inn: '7707083893' },
    });
    await page.goto(await mail.link(`${olga}@example.com`, '/verify/'));
    await expect(page.getByText('Почта подтверждена')).toBeVisible();

    await page.goto('/reset');
    await page.getByLabel('Электронная почта').fill(`${olga}@example.com`);
    await page.getByRole('button', { name: 'Прислать ссылку' }).click();
    await expect(page.getByText('письмо со ссылкой уже в пути')).toBeVisible();
    const reset = await mail.link(`${olga}@example.com`, '/reset/');
    await page.goto(reset);
    await page.getByLabel('Пароль', { exact: true }).fill('novyi-12345');
    await page.getByRole('button', { name: 'Сохранить пароль' }).click();
    await toast(page, 'Войдите с новым');
    await login(page, olga, 'novyi-12345');
    await expect(page).toHaveURL(/\/tasks$/);

    await page.goto('/profile');
    await expect(page.getByText('подтверждена', { exact: false }).first()).toBeVisible();
    await page.getByLabel('Новый адрес').fill(`${olga}@second.example.com`);
    await page.getByRole('button', { name: 'Сменить почту' }).click();
    await toast(page, 'Письмо со ссылкой отправлено');
    await page.goto(await mail.link(`${olga}@second.example.com`, '/email/'));
    await page.getByLabel('Пароль', { exact: true }).fill('novyi-12345');
    await page.getByRole('button', { name: 'Сменить адрес' }).click();
    await toast(page, 'Адрес изменён');
    await login(page, `${olga}@second.example.com`, 'novyi-12345');
    await expect(page).toHaveURL(/\/tasks$/);

    await page.goto(reset); // used already
    await page.getByLabel('Пароль', { exact: true }).fill('tretii-12345');
    await page.getByRole('button', { name: 'Сохранить пароль' }).click();
    await expect(page.getByText('Ссылка устарела или уже использована')).toBeVisible();
  } finally {
    await sendMailsTo(desk.root, null);
    await mail.stop();
  }
});
