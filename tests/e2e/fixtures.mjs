import { expect, test as base } from '@playwright/test';
import { adminToken, call, liftLimits, password, startServer } from '../server.mjs';

export { expect, password };

let last = 0;
/** A nick nobody has yet. */
export const nick = (/** @type {string} */ start) => `${start}${process.pid}${++last}`;

/** What a test does as the administrator or straight through the API. */
export class Desk {
  constructor(server, token) { Object.assign(this, { server, url: server.url, token }); }

  call(method, path, body, token) { return call(this.url, method, path, body, token); }
  admin(method, path, body) { return call(this.url, method, path, body, this.token); }

  async signIn(username) {
    const { token, record } = await this.call('POST', '/api/collections/users/auth-with-password', { identity: username, password });
    return { token, record, username };
  }

  async client(fields = {}) {
    const username = nick('client');
    await this.call('POST', '/api/collections/users/records', {
      username, email: `${username}@example.com`, password, passwordConfirm: password, name: 'Ольга Петрова',
      profile: { organization: 'ПАО Сбербанк', inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' }, ...fields,
    });
    return this.signIn(username);
  }

  async staff(role, name) {
    const username = nick(role);
    await this.admin('POST', '/api/collections/users/records', { username, email: `${username}@example.com`, password, passwordConfirm: password, role, name, verified: true });
    return this.signIn(username);
  }

  task(who, title, fields = {}) { return this.call('POST', '/api/collections/tasks/records', { title, ...fields }, who.token); }
  patch(who, task, fields) { return this.call('PATCH', `/api/collections/tasks/records/${task.id}`, fields, who.token); }
}

export const test = base.extend({
  desk: [async ({}, use) => {
    const server = await startServer();
    const token = await adminToken(server.url);
    await liftLimits(server.url, token);
    await use(new Desk(server, token));
    await server.stop();
  }, { scope: 'worker' }],
  baseURL: async ({ desk }, use) => use(desk.url),
  // A page that throws, breaks the policy or logs an error fails its test.
  page: async ({ page }, use) => {
    const problems = watch(page);
    await use(page);
    expect(problems.filter((p) => !page.expected?.some((e) => e.test(p)))).toEqual([]);
  },
});

/** Collects what goes wrong in a page; what a test provokes is named in page.expected. */
export function watch(page) {
  const problems = [];
  page.on('pageerror', (e) => problems.push(`error: ${e.message}`));
  page.on('console', (m) => { if (m.type() === 'error') problems.push(`console: ${m.text()} ${m.location().url}`); });
  return problems;
}

/** Puts a session into the page's storage, as its log-in would. */
export async function enter(page, who) {
  await page.addInitScript((auth) => { if (!sessionStorage.entered) { localStorage.setItem('pocketbase_auth', auth); sessionStorage.entered = '1'; } }, JSON.stringify({ token: who.token, record: who.record }));
}

/** A second person in a browser of their own. */
export async function another(browser, desk, who, options = {}) {
  const context = await browser.newContext({ baseURL: desk.url, locale: 'ru-RU', ...options });
  const page = await context.newPage();
  if (who) await enter(page, who);
  return page;
}

/** So many days from today, where the firm and the tests' browser are. @param {number} days */
export const dayInMoscow = (days) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(Date.now() + days * 86_400_000);

/** The text of the toasts now. */
export const toast = (page, text) => expect(page.locator('.toast').filter({ hasText: text })).toBeVisible();

/** How long something took to be seen, printed for the reader of the log. */
export async function timed(what, promise) {
  const start = performance.now();
  await promise;
  console.log(`    ${what}: ${Math.round(performance.now() - start)} ms`);
}

export { axe } from './axe.mjs';
