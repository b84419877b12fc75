import type { Page } from '@playwright/test';
import { startServer } from '../server.ts';
import { allowErrors, another, enter, expect, password, test, toast } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

test('offline is said, what is written stays, and back again it goes', async ({ page, context, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Вопрос в метро');
  await enter(page, olga);
  allowErrors(page, /ERR_INTERNET_DISCONNECTED/, /Failed to load/);
  await page.goto(`/tasks/${task.number}`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload(); // the worker serves the files now
  await expect(page.getByLabel('Ваш ответ')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('Нет связи с интернетом.').first()).toBeVisible();
  await page.getByLabel('Ваш ответ').fill('Написано под землёй');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await toast(page, 'Нет связи с интернетом');
  await expect(page.getByLabel('Ваш ответ')).toHaveValue('Написано под землёй');
  await page.reload();
  await expect(page.getByText('Не удалось загрузить')).toBeVisible(); // the shell is there, the data honestly not
  await expect(page.getByRole('button', { name: 'Повторить' })).toBeVisible();
  await context.setOffline(false); // and it is tried again by itself
  await expect(page.getByLabel('Ваш ответ')).toHaveValue('Написано под землёй');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await expect(page.locator('.letter')).toContainText('Написано под землёй');
});

for (const staff of [false, true])
  test(`a list opened offline comes back by itself and is live: ${staff ? 'the queue' : 'the tasks'}`, async ({
    page,
    context,
    desk,
  }) => {
    const olga = await desk.client();
    const anna = await desk.staff('consultant', 'Анна Смирнова');
    await desk.task(olga, 'Была до разрыва');
    allowErrors(page, /ERR_INTERNET_DISCONNECTED/, /Failed to load/);
    await enter(page, staff ? anna : olga);
    await page.goto(staff ? `/desk?client=${olga.record.id}` : '/tasks');
    await expect(page.getByRole('link', { name: 'Была до разрыва' })).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload(); // the worker serves the files now
    await expect(page.getByRole('link', { name: 'Была до разрыва' })).toBeVisible();
    await context.setOffline(true);
    await page.reload();
    await expect(page.getByText('Не удалось загрузить').first()).toBeVisible();
    await context.setOffline(false);
    await expect(page.getByRole('link', { name: 'Была до разрыва' })).toBeVisible();
    await expect(page.getByText('Не удалось загрузить')).toHaveCount(0);
    await page.waitForTimeout(1000); // the stream has had its moment to open
    await desk.task(olga, 'Пришла после');
    await expect(page.getByRole('link', { name: 'Пришла после' })).toBeVisible({ timeout: 5000 });
  });

/** Makes the streams of the page deaf from now on: they stay open, and nothing arrives. Later ones hear. */
function deafen() {
  const open = new Set<EventSource>();
  const { addEventListener } = EventSource.prototype;
  let deaf = new WeakSet<EventSource>();
  EventSource.prototype.addEventListener = function (this: EventSource, type: string, hear: (e: Event) => void) {
    open.add(this);
    addEventListener.call(this, type, (e: Event) => {
      if (!deaf.has(this)) hear(e);
    });
  } as EventSource['addEventListener'];
  let state: DocumentVisibilityState = 'visible';
  Object.defineProperty(document, 'visibilityState', { get: () => state });
  Object.assign(window, {
    sleep: () => {
      deaf = new WeakSet(open);
      state = 'hidden';
      document.dispatchEvent(new Event('visibilitychange'));
    },
    wake: () => {
      state = 'visible';
      document.dispatchEvent(new Event('visibilitychange'));
    },
  });
}

test('after sleep, with a stream that is dead and does not say so, the page knows what has happened', async ({
  page,
  browser,
  desk,
}) => {
  const [anna, olga] = await Promise.all([desk.staff('consultant', 'Анна Смирнова'), desk.client()]);
  const task = await desk.task(olga, 'Перед сном');
  await desk.patch(anna, task, { consultant: anna.record.id });
  const staff = await another(browser, desk, anna, { serviceWorkers: 'block' });
  const pages = [page, staff];
  await enter(page, olga);
  for (const one of pages) await one.addInitScript(deafen);
  await page.goto(`/tasks/${task.number}`);
  await staff.goto(`/desk?client=${olga.record.id}`);
  await expect(page.getByLabel('Ваш ответ')).toBeVisible();
  await expect(staff.getByRole('link', { name: 'Перед сном' })).toBeVisible();
  const unread = page.locator('.top .bell .count');
  const call = (name: 'sleep' | 'wake') =>
    Promise.all(pages.map((one) => one.evaluate((does) => window[does](), name)));
  await page.waitForLoadState('networkidle');
  await call('sleep');
  await anna.create('comments', { task: task.id, body: 'Сказано во сне' });
  await desk.task(olga, 'Поставлена во сне');
  await page.waitForTimeout(1500);
  await expect(page.getByText('Сказано во сне')).toHaveCount(0);
  await call('wake');
  await expect(page.getByText('Сказано во сне')).toBeVisible({ timeout: 5000 });
  await expect(staff.getByRole('link', { name: 'Поставлена во сне' })).toBeVisible({ timeout: 5000 });
  const other = await desk.task(olga, 'И наяву');
  await desk.patch(anna, other, { consultant: anna.record.id });
  await anna.create('comments', { task: other.id, body: 'Сказано наяву' });
  await anna.create('comments', { task: task.id, body: 'И здесь наяву' });
  await expect(page.getByText('И здесь наяву')).toBeVisible({ timeout: 5000 }); // the new stream hears
  await expect(unread).toContainText('1');
  await staff.context().close();
});

test('a view that could not be loaded is there once one tries again', async ({ browser, desk }) => {
  const page = await another(browser, desk, null, { serviceWorkers: 'block' });
  allowErrors(page, /ERR_FAILED/, /Failed to (load|fetch)/);
  await page.goto('/');
  let refused = 0;
  await page.route(/\/assets\/register-/, (route) => {
    refused++;
    return route.abort();
  }); // the preload and the import
  await page
    .getByRole('navigation', { name: 'Разделы' })
    .getByRole('link', { name: 'Регистрация', exact: true })
    .click();
  const again = page.getByRole('button', { name: 'Повторить' });
  await expect(again).toBeVisible();
  expect(refused).toBeGreaterThan(0);
  await page.unrouteAll();
  await again.click();
  await expect(page.getByRole('heading', { name: 'Регистрация' })).toBeVisible();
  await page.context().close();
});

for (const remembers of [false, true])
  test(`the list of the bell that could not be loaded is there once one tries again${remembers ? ', in a browser that remembers the failure' : ''}`, async ({
    browser,
    desk,
  }) => {
    const page = await another(browser, desk, await desk.client(), { serviceWorkers: 'block' });
    await page.goto('/tasks');
    await page.route(/\/assets\/bellList-/, (route) => route.abort());
    const bell = page.locator('.top').getByRole('button', { name: 'Уведомления' });
    const panel = page.locator('.bell-panel'); // its name comes with the list
    await bell.click();
    const again = panel.getByRole('button', { name: 'Повторить' });
    await expect(again).toBeVisible();
    if (remembers) {
      const loaded = page.waitForEvent('load');
      await again.click();
      await loaded;
    }
    await page.unrouteAll();
    await (remembers ? bell : again).click();
    await expect(panel.getByText('Пока ничего')).toBeVisible();
    await page.context().close();
  });

test('what happened while the connection was down is shown once it is back', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  allowErrors(page, /fetching the script/, /ERR_|Failed to load/);
  const own = await startServer();
  try {
    await page.goto(`${own.url}/login`);
    await page.evaluate(async (secret) => {
      await fetch('/api/collections/users/records', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          username: 'olga',
          email: 'o@example.com',
          password: secret,
          passwordConfirm: secret,
          profile: { organization: 'ПАО', inn: '7707083893' },
        }),
      });
    }, password);
    await page.getByLabel('Ник или почта').fill('olga');
    await page.getByLabel('Пароль', { exact: true }).fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Вход' }).click();
    await expect(page.getByText('Задач пока нет')).toBeVisible();
    await own.restart();
    await page.evaluate(async () => {
      const { token } = JSON.parse(localStorage.getItem('pocketbase_auth') ?? '{}') as { token: string };
      await fetch('/api/collections/tasks/records', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: token },
        body: JSON.stringify({ title: 'Пока не было связи' }),
      });
    });
    await expect(page.getByRole('link', { name: 'Пока не было связи' })).toBeVisible({ timeout: 15_000 });
  } finally {
    await own.stop();
  }
});

test("English: switched, remembered, the server's words too", async ({ page, desk }) => {
  const olga = await desk.client({ name: 'Olga' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Switch to English' }).click();
  await expect(page.getByRole('heading', { name: 'Describe the task' })).toBeVisible();
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Log in' }).click();
  allowErrors(page, /400/);
  await page.getByLabel('Nick or e-mail').fill(olga.username);
  await page.getByLabel('Password', { exact: true }).fill('wrong-12345');
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('did not match')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await expect(page.getByText('No tasks yet')).toBeVisible();
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name: 'Leave a message' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A question in English');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('The task is in the queue')).toBeVisible();
  expect(await page.locator('body').innerText()).not.toMatch(/[А-Яа-яЁё]{3,}/);
});

// What a browser that has nothing yet asks for, the API included, until the view stands and nothing more comes.
const firstVisits = [
  { path: '/', requests: 6, bytes: 70_000 },
  { path: '/login', requests: 6, bytes: 70_000 },
  { path: '/register', requests: 9, bytes: 115_000 }, // its fields come with the file of the tasks
  { path: '/tasks', client: true, requests: 18, bytes: 125_000 },
  { path: '/desk', client: false, requests: 19, bytes: 140_000 },
];
for (const { path, client, requests: most, bytes: heaviest } of firstVisits) {
  test(`the first visit to ${path} is ${most} requests and ${heaviest} bytes at most, and asks nobody else`, async ({
    browser,
    desk,
  }) => {
    const who = client === undefined ? null : client ? desk.client() : desk.staff('consultant', 'Анна Смирнова');
    const page = await another(browser, desk, await who);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let wire = 0;
    session.on('Network.loadingFinished', (e) => {
      wire += e.encodedDataLength;
    });
    const asked: string[] = [];
    // The worker keeps the page from the browser's own cache: that fetch goes over no wire.
    page.context().on('request', (r) => {
      if (!r.serviceWorker() || r.url().endsWith('/sw.js')) asked.push(r.url());
    });
    await page.goto(path);
    await expect(page.locator('h1')).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready); // the last to come
    await page.waitForLoadState('networkidle');
    console.log(`    ${path}: ${asked.length} requests, ${wire} bytes with the headers of HTTP/1.1`);
    expect(wire).toBeGreaterThan(40_000); // it was measured
    expect(wire).toBeLessThanOrEqual(heaviest);
    expect(asked.filter((url) => !url.startsWith(desk.url))).toEqual([]);
    expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(most);
    await page.context().close();
  });
}

/** Requests from a click on, until the page rests. */
async function countedRequests(page: Page, act: () => Promise<void>) {
  const asked: string[] = [];
  page.on('request', (r) => asked.push(`${r.method()} ${new URL(r.url()).pathname}`));
  await act();
  await page.waitForLoadState('networkidle');
  return asked;
}

test('the desk opens after the log-in with 12 requests at most', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Быстрова');
  await page.goto('/login');
  await page.getByLabel('Ник или почта').fill(anna.username);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  const filled = page.waitForResponse(/\/api\/desk\/queue/);
  const asked = await countedRequests(page, async () => {
    await page.getByRole('main').getByRole('button', { name: 'Вход' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Рабочий стол' })).toBeVisible();
    await filled;
  });
  console.log(`    /desk after the log-in: ${asked.length} requests\n    ${asked.join('\n    ')}`);
  expect(asked.some((r) => r.includes('/api/desk/queue'))).toBe(true);
  // its scripts come while the password is checked
  expect(
    asked.slice(0, 3).some((r) => r.includes('/assets/work-')),
    asked.join('\n'),
  ).toBe(true);
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(12);
});

for (const { what, page: kept, left } of [
  { what: 'with a page of this build', page: true, left: ['/', '/assets/first.js'] },
  { what: 'without a page', page: false, left: ['/'] },
])
  test(`the worker drops what an earlier one has kept that is not of this build, ${what}`, async ({ page }) => {
    await page.goto('/mark.svg'); // of the same origin, and registers no worker
    await page.evaluate(async (shell) => {
      const cache = await caches.open('otklik');
      if (shell) await cache.put('/', await fetch('/'));
      for (const path of ['/core/app.js', '/assets/first.js']) await cache.put(path, new Response('kept'));
    }, kept);
    await page.goto('/');
    const paths = () =>
      page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        return (await (await caches.open('otklik')).keys())
          .map(({ url }) => new URL(url).pathname)
          .filter((path) => !/-.{8}\./.test(path))
          .sort();
      });
    await expect.poll(paths).toEqual(left);
  });

test('the policy holds: no inline script, no eval, no foreign origin', async ({ page }) => {
  allowErrors(page, /Content Security Policy|TrustedScript|TrustedHTML|violates/);
  const answer = await page.goto('/');
  const policy = answer?.headers()['content-security-policy'];
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("require-trusted-types-for 'script'");
  await expect(page.locator('h1')).toBeVisible();
  const escaped = await page.evaluate(async () => {
    const tried: Record<string, boolean> = {};
    const attempt = (name: string, run: () => unknown) => {
      try {
        run();
        tried[name] = true;
      } catch {
        tried[name] = false;
      }
    };
    attempt('innerHTML', () => {
      document.createElement('div').innerHTML = '<b>x</b>';
    });
    // biome-ignore lint/security/noGlobalEval: it is what the policy has to stop
    const evaluate = () => globalThis.eval('1');
    await new Promise<void>((r) => {
      setTimeout(() => {
        attempt('eval', evaluate);
        r();
      });
    }); // the debugger's own call may use it
    attempt('policy', () => window.trustedTypes.createPolicy('other', { createHTML: (s) => s }));
    const inline = document.createElement('script');
    attempt('text', () => {
      inline.text = 'window.hit = 1';
      document.head.append(inline);
    });
    return { tried, hit: window.hit };
  });
  expect(escaped).toEqual({ tried: { innerHTML: false, eval: false, policy: false, text: false }, hit: undefined });
});
