import {
  type Browser,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { Client, type Fields, type Person, type Task } from '../api.ts';
import { openRoot, password, type Server, startServer } from '../server.ts';

export { expect, password };

let last = 0;
/** A nick nobody has yet. */
export const nick = (start: string) => `${start}${process.pid}${++last}`;

/** What a test does as the administrator or straight through the API. */
export class Desk {
  readonly url: string;
  readonly guest: Client;

  constructor(
    readonly server: Server,
    readonly root: Client,
  ) {
    this.url = server.url;
    this.guest = new Client(server.url);
  }

  static async open(server: Server) {
    return new Desk(server, await openRoot(server.url));
  }

  async client(fields: Fields = {}) {
    const username = nick('client');
    await this.guest.create('users', {
      username,
      email: `${username}@example.com`,
      password,
      passwordConfirm: password,
      name: 'Ольга Петрова',
      profile: { organization: 'ПАО Сбербанк', inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' },
      ...fields,
    });
    return this.guest.signIn(username, password);
  }

  async staff(role: 'consultant' | 'manager', name: string) {
    const username = nick(role);
    await this.root.create('users', {
      username,
      email: `${username}@example.com`,
      password,
      passwordConfirm: password,
      role,
      name,
      verified: true,
    });
    return this.guest.signIn(username, password);
  }

  task(who: Person, title: string, fields: Fields = {}) {
    return who.create('tasks', { title, ...fields });
  }
  patch(who: Person, task: Task, fields: Fields) {
    return who.update('tasks', task.id, fields);
  }
}

export const test = base.extend<object, { desk: Desk }>({
  desk: [
    async ({}, use) => {
      const server = await startServer();
      await use(await Desk.open(server));
      await server.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ desk }, use) => use(desk.url),
  // A page that throws, breaks the policy or logs an error fails its test.
  page: async ({ page }, use) => {
    const problems = watch(page);
    await use(page);
    expect(problems.filter((p) => !allowed.get(page)?.some((e) => e.test(p)))).toEqual([]);
  },
});

/** Collects what goes wrong in a page. */
export function watch(page: Page) {
  const problems: string[] = [];
  page.on('pageerror', (e) => problems.push(`error: ${e.message}`));
  page.on('console', (m) => {
    if (m.type() === 'error') problems.push(`console: ${m.text()} ${m.location().url}`);
  });
  return problems;
}

const allowed = new WeakMap<Page, RegExp[]>();
/** Names the errors that a test provokes in its page. */
export const allowErrors = (page: Page, ...errors: RegExp[]) => allowed.set(page, errors);

/** Puts a session into the page's storage, as its log-in would. */
export async function enter(page: Page, { token, record }: Person) {
  await page.addInitScript((auth) => {
    if (!sessionStorage.entered) {
      localStorage.setItem('pocketbase_auth', auth);
      sessionStorage.entered = '1';
    }
  }, JSON.stringify({ token, record }));
}

/** A second person in a browser of their own. */
export async function another(
  browser: Browser,
  { url }: { url: string },
  who?: Person | null,
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext({ baseURL: url, locale: 'ru-RU', ...options });
  const page = await context.newPage();
  if (who) await enter(page, who);
  return page;
}

/** So many days from a moment, where the firm and the tests' browser are. */
export const dayInMoscow = (days: number, from = Date.now()) =>
  new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(from + days * 86_400_000);

/** The text of the toasts now. */
export const toast = (page: Page, text: string) =>
  expect(page.locator('.toast').filter({ hasText: text })).toBeVisible();

/** Follows a link to a path of ours, without loading the page anew. */
export const follow = (page: Page, path: string) =>
  page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href, textContent: href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);

/** Where a part of the page ends, in pixels from the top. */
export async function foot(part: Locator) {
  const box = await part.boundingBox();
  return box && Math.round(box.y + box.height);
}

/** How long something took to be seen, printed for the reader of the log. */
export async function timed(what: string, promise: Promise<unknown>) {
  const start = performance.now();
  await promise;
  console.log(`    ${what}: ${Math.round(performance.now() - start)} ms`);
}

export { ofColours, violations } from './axe.ts';
