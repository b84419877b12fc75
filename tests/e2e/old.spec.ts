import type { Page } from '@playwright/test';
import { enter, expect, follow, nick, password, test } from './fixtures.ts';

/** Runs in the page before it: takes away what Chrome 109, Firefox 115 or Safari 15.6 lack and the tests' browser has. */
function becomeOld() {
  const lacking: [object, string[]][] = [
    [HTMLElement.prototype, ['popover', 'showPopover', 'hidePopover', 'togglePopover']],
    [HTMLButtonElement.prototype, ['popoverTargetElement', 'popoverTargetAction']],
    [HTMLFormElement.prototype, ['requestSubmit']],
    [Array.prototype, ['toSorted', 'toReversed', 'toSpliced', 'with']],
    [Object, ['groupBy']],
    [Map, ['groupBy']],
    [Promise, ['withResolvers', 'try']],
    [AbortSignal, ['any']],
    [URL, ['canParse', 'parse']],
    [window, ['structuredClone']],
  ];
  for (const [of, names] of lacking)
    for (const name of names) if (!Reflect.deleteProperty(of, name)) throw new Error(`${name} stays`);
  // Nor do they know the selector; to them it is a mistake.
  Element.prototype.matches = new Proxy(Element.prototype.matches, {
    apply(matches, element, [selector]: [string]) {
      if (selector.includes(':popover-open'))
        throw new DOMException(`'${selector}' is not a valid selector`, 'SyntaxError');
      return Reflect.apply(matches, element, [selector]);
    },
  });
  // Nor the attribute, which is plain text there: it neither hides anything nor opens it.
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    if (/^popover/i.test(name)) throw new Error(`${name} means nothing in an old browser`);
    setAttribute.call(this, name, value);
  };
}

/** The colours of the page: its ground, its text, and what the bell's panel lies on. */
const colours = (page: Page) =>
  page.evaluate(() => {
    const panel = document.querySelector('.bell-panel');
    if (!panel) throw new Error('the page has no bell');
    return {
      ground: getComputedStyle(document.documentElement).backgroundColor,
      text: getComputedStyle(document.body).color,
      sheet: getComputedStyle(panel).backgroundColor,
    };
  });
const light = { ground: 'rgb(251, 250, 247)', text: 'rgb(27, 34, 46)', sheet: 'rgb(255, 255, 255)' };
const dark = { ground: 'rgb(19, 22, 28)', text: 'rgb(235, 233, 229)', sheet: 'rgb(26, 30, 37)' };
const bell = (page: Page) => page.locator('.top').getByRole('button', { name: 'Уведомления' });

/** The style sheets that the page is given, by their addresses. */
function served(page: Page) {
  const styles = new Map<string, Promise<string>>();
  page.on('response', (r) => {
    if (r.request().resourceType() === 'stylesheet') styles.set(r.url(), r.text());
  });
  return styles;
}

test.beforeEach(({ page }) => page.addInitScript(becomeOld));

for (const scheme of ['light', 'dark'] as const) {
  test(`an old browser logs in, reads, writes and opens the bell: ${scheme}`, async ({ page, desk }) => {
    const anna = await desk.staff('consultant', 'Анна Смирнова');
    const olga = await desk.client();
    const task = await desk.task(olga, nick('Не проводится счёт '));
    await desk.patch(anna, task, { consultant: anna.record.id });
    await anna.create('comments', { task: task.id, body: 'Проверьте дату' });

    const styles = served(page);
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto('/login?to=/tasks');
    expect(await page.evaluate(() => 'popover' in HTMLElement.prototype || 'toSorted' in Array.prototype)).toBe(false);
    await page.getByLabel('Ник или почта').fill(olga.username);
    await page.getByLabel('Пароль', { exact: true }).fill(password);
    await page.getByLabel('Пароль', { exact: true }).press('Enter');
    await expect(page).toHaveURL(`${desk.url}/tasks`);
    expect(await colours(page)).toEqual(scheme === 'light' ? light : dark);

    await bell(page).click();
    const panel = page.getByRole('dialog', { name: 'Уведомления' });
    await expect(panel.getByRole('listitem')).toHaveText([/Анна Смирнова отвечает в задаче/]);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(bell(page)).toBeFocused();

    await page.getByRole('listitem').filter({ hasText: task.title }).getByRole('link').click();
    await expect(page.getByText('Проверьте дату')).toBeVisible();
    await page.getByLabel('Ваш ответ').fill('Дата верна');
    await page.getByLabel('Ваш ответ').press('Control+Enter'); // where requestSubmit is not to be had
    await expect(page.locator('.letter').filter({ hasText: 'Дата верна' })).toBeVisible();
    await expect(page.getByLabel('Ваш ответ')).toHaveValue('');

    await follow(page, '/tasks/new');
    const title = nick('Вопрос про НДС ');
    await page.getByRole('textbox', { name: 'Тема' }).fill(title);
    await page.getByRole('button', { name: 'Отправить' }).click();
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    await expect(page.locator('.toast').first()).toBeVisible();
    const comments = await olga.list('comments', `task="${task.id}"`);
    expect(comments.map((c) => c.body)).toContain('Дата верна');
    expect(styles.size, 'that of the page and that of the thread').toBeGreaterThan(1);
    for (const [url, text] of styles) expect(await text, url).not.toMatch(/light-dark\(|&|@media[^{]*[<>]/);
  });
}

test('the bell stays open in an old browser when a button in it has done its work and gone', async ({ page, desk }) => {
  const [anna, olga] = await Promise.all([desk.staff('consultant', 'Анна Смирнова'), desk.client()]);
  const task = await desk.task(olga, 'Прочитать всё');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await anna.create('comments', { task: task.id, body: 'Проверьте дату' });
  await enter(page, olga);
  await page.goto('/tasks');
  await bell(page).click();
  const panel = page.getByRole('dialog', { name: 'Уведомления' });
  const all = panel.getByRole('button', { name: 'Прочитать все' });
  // gone before the click has come to the document, as where the work is done at once
  await all.evaluate((el) => el.addEventListener('click', () => el.remove()));
  await all.click();
  await expect(panel.getByRole('listitem')).toHaveText([/Анна Смирнова отвечает в задаче/]);
  await page.locator('h1').click();
  await expect(panel).toBeHidden();
});

test('the chosen theme rules over that of the system in an old browser', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await expect(page.locator('h1')).toBeVisible();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  expect(await ground()).toBe(dark.ground);
  await page.getByRole('button', { name: 'Тёмная тема' }).click();
  expect(await ground()).toBe(light.ground);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('button', { name: 'Тёмная тема' }).click();
  expect(await ground()).toBe(dark.ground);
  await page.reload();
  await expect(page.locator('h1')).toBeVisible();
  expect(await ground()).toBe(dark.ground);
});

/** Serves the style sheets as an engine reads them that lacks something: its name is unknown there, in @supports too. */
const withhold = (page: Page, names: RegExp) =>
  page.route(/\.css$/, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace(names, (name) => name.replace(/[a-z]/, '-lacking-$&')),
    });
  });

/** What is wrong with the rows of the queue: one over the next, a title without room, parts that overlap or stick out. */
const rowFaults = (page: Page) =>
  page.locator('.q-row[data-i]').evaluateAll((rows) =>
    rows.flatMap((row, i) => {
      const own = row.getBoundingClientRect();
      const parts = [...row.children]
        .map((part) => ({ name: part.className, box: part.getBoundingClientRect() }))
        .filter(({ box }) => box.width && box.height);
      const faults: string[] = [];
      const next = rows[i + 1]?.getBoundingClientRect();
      if (next && own.bottom > next.top + 1)
        faults.push(`row ${i} ends ${own.bottom - next.top} px below the start of the next`);
      if ((parts.find(({ name }) => name === 'row-main')?.box.width ?? 0) < 150)
        faults.push(`row ${i} has no room for its title`);
      for (const [j, { name, box }] of parts.entries()) {
        if (box.top < own.top - 1 || box.bottom > own.bottom + 1) faults.push(`${name} sticks out of row ${i}`);
        for (const other of parts.slice(j + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 1 && down > 1) faults.push(`${name} and ${other.name} of row ${i} overlap`);
        }
      }
      return faults;
    }),
  );

const has = /:has\(/g;

for (const { what, names } of [
  { what: 'container queries, as in Safari 15.6', names: /@container|container(-type|-name)?(?=:)/g },
  { what: ':has(), as in Firefox 115', names: has },
])
  test(`the queue is read and worked through without ${what}`, async ({ page, desk }) => {
    const anna = await desk.staff('consultant', 'Анна Смирнова');
    const olga = await desk.client();
    for (let i = 0; i < 30; i++) {
      const task = await desk.task(olga, `Не проводится счёт № ${i} за ноябрь`, {
        priority: i % 2 ? 'high' : 'normal',
      });
      if (i % 3) await desk.patch(anna, task, { consultant: anna.record.id });
    }
    await withhold(page, names);
    await enter(page, anna);
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      await page.goto(`/desk?client=${olga.record.id}`);
      await expect(page.locator('.q-row .row-link').nth(9)).toBeVisible();
      expect(await rowFaults(page)).toEqual([]);
    }

    await page.setViewportSize({ width: 1440, height: 900 });
    const links = page.locator('.q-row .row-link');
    await links.first().click();
    const beside = page.locator('.desk-beside');
    await expect(beside.getByRole('heading', { level: 2 }).first()).toBeInViewport();
    expect(await rowFaults(page)).toEqual([]);
    await links.first().hover();
    await page.mouse.wheel(0, 1250);
    const later = page.locator('.q-row[data-i="17"]');
    await expect(later).toBeInViewport({ ratio: 1 });
    await later.getByRole('link').click();
    const title = (await later.getByRole('link').textContent()) ?? '';
    await expect(beside.getByRole('heading', { name: title })).toBeInViewport({ ratio: 1 });
    await expect(later).toBeInViewport({ ratio: 1 });
    const ground = (row: number) =>
      page.locator(`.q-row[data-i="${row}"]`).evaluate((el) => getComputedStyle(el).backgroundColor);
    await page.mouse.move(0, 0);
    expect(await ground(17), 'the row of the open task stands out').not.toBe(await ground(16));
    expect(await rowFaults(page)).toEqual([]);
  });

test('the settings of the site have room for their preview without :has(), as in Firefox 115', async ({
  page,
  desk,
}) => {
  await withhold(page, has);
  await enter(page, await desk.staff('manager', 'Пётр Ильин'));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/desk/settings?part=site');
  await expect.poll(async () => (await page.locator('.site-both').boundingBox())?.width).toBeGreaterThan(1000);
});
