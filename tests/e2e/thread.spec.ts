import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from '@playwright/test';
import { another, type Desk, enter, expect, follow, test, timed, toast, violations } from './fixtures.ts';

const picture = readFileSync(new URL('../../tools/picture.png', import.meta.url));
const pdf = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 24 Tf 40 100 Td (Akt sverki) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`);

/** A task of a client that a consultant has, open at both. */
async function bothOpen(page: Page, browser: Browser, desk: Desk, title: string) {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const task = await desk.task(olga, title, {
    description: 'Журнал проводок открывается две минуты.\n\nПрограмма 1С, релиз 3.0.',
  });
  await desk.patch(anna, task, { consultant: anna.record.id });
  await enter(page, olga);
  const staff = await another(browser, desk, anna);
  await page.goto(`/tasks/${task.number}`);
  await staff.goto(`/desk/${task.number}`);
  await expect(page.getByLabel('Ваш ответ')).toBeVisible();
  await expect(staff.getByLabel('Ответ клиенту')).toBeVisible();
  return { anna, olga, task, staff };
}

/** Adds a file as a paste does. */
const paste = (field: Locator, name: string, base64: string) =>
  field.evaluate(
    (el, [file, data]) => {
      const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([bytes], file, { type: 'image/png' }));
      el.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [name, base64] as const,
  );

test('pictures and a PDF: pasted, seen small, looked at by keyboard', async ({ page, browser, desk }) => {
  const { staff } = await bothOpen(page, browser, desk, 'Файлы в переписке');
  const answer = page.getByLabel('Ваш ответ');
  await answer.fill('Снимок и акт');
  await paste(answer, 'image.png', picture.toString('base64'));
  await expect(page.locator('.upload-picture')).toBeVisible();
  await page.locator('.reply input[type=file]').setInputFiles([
    { name: 'второй.png', mimeType: 'image/png', buffer: picture },
    { name: 'акт.pdf', mimeType: 'application/pdf', buffer: pdf },
  ]);
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  const letter = staff.locator('.letter').filter({ hasText: 'Снимок и акт' });
  await timed(
    'the consultant sees the files',
    expect(letter.getByRole('button', { name: /Снимок экрана/ })).toBeVisible(),
  );
  await expect
    .poll(() =>
      letter.locator('img.thumb').evaluateAll((all) => all.map((i) => (i as HTMLImageElement).naturalWidth > 0)),
    )
    .toEqual([true, true]);
  await expect(letter.getByRole('button', { name: /акт\.pdf PDF/ })).toBeVisible();
  await letter.getByRole('button', { name: /Снимок экрана/ }).focus();
  await staff.keyboard.press('Enter');
  const viewer = staff.getByRole('dialog');
  await expect(viewer.getByText('1 из 3')).toBeVisible();
  await staff.keyboard.press('ArrowRight');
  await expect(viewer.getByText('2 из 3')).toBeVisible();
  await staff.keyboard.press('ArrowRight');
  await expect(viewer.getByRole('heading', { name: 'акт.pdf' })).toBeVisible();
  await expect(viewer.locator('iframe')).toBeVisible();
  const [tab] = await Promise.all([
    staff.context().waitForEvent('page'),
    viewer.getByRole('button', { name: 'Открыть в новой вкладке' }).click(),
  ]);
  await expect.poll(() => tab.url()).toContain('.pdf');
  await tab.close();
  await staff.keyboard.press('ArrowLeft');
  const [saved] = await Promise.all([
    staff.waitForEvent('download'),
    viewer.getByRole('button', { name: 'Скачать' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('второй.png');
  await staff.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(letter.getByRole('button', { name: /Снимок экрана/ })).toBeFocused();

  // dropped anywhere on the form
  await staff.getByLabel('Ответ клиенту').evaluate((el) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['сумма'], 'сверка.txt', { type: 'text/plain' }));
    for (const kind of ['dragover', 'drop'])
      el.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(staff.locator('.upload-name')).toHaveText('сверка.txt');
});

test('who is typing, and who has it open, is told to those who may know', async ({ page, browser, desk }) => {
  const { staff, task } = await bothOpen(page, browser, desk, 'Кто здесь');
  const boss = await another(browser, desk, await desk.staff('manager', 'Пётр Ильин'));
  await boss.goto(`/desk/${task.number}`);
  await timed(
    'the manager sees who is there',
    expect(boss.getByText('Задача открыта ещё у: Анна Смирнова, Ольга Петрова (клиент)')).toBeVisible(),
  );
  await expect(staff.getByText('Задача открыта ещё у: Ольга Петрова (клиент), Пётр Ильин')).toBeVisible();

  await page.getByLabel('Ваш ответ').pressSequentially('Релиз');
  await timed(
    'staff see that the client types',
    expect(staff.locator('.typing')).toHaveText('Ольга Петрова печатает…'),
  );
  await expect(boss.locator('.typing')).toHaveText('Ольга Петрова печатает…');
  await page.getByLabel('Ваш ответ').press('Control+Enter');
  await expect(staff.locator('.letter').filter({ hasText: 'Релиз' })).toBeVisible();
  await expect(staff.locator('.typing')).toHaveText('');

  // a note: all the while the client's page says nothing
  await page.locator('.typing').evaluate((el) => {
    window.told = [];
    new MutationObserver(() => window.told.push(el.textContent)).observe(el, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  const heard: string[] = [];
  page.on('request', (r) => {
    if (r.url().includes('/presence')) heard.push(r.url());
  });
  await staff.getByText('Заметка для своих').click();
  await staff.getByLabel('Заметка, клиент её не увидит').pressSequentially('Похоже на аванс');
  await staff.getByLabel('Заметка, клиент её не увидит').press('Control+Enter');
  const note = staff.locator('.letter-note').filter({ hasText: 'Похоже на аванс' });
  await expect(note).toContainText('Заметка: клиент не видит');
  await expect(boss.locator('.letter-note').filter({ hasText: 'Похоже на аванс' })).toBeVisible();
  await staff.getByText('Клиенту', { exact: true }).click();
  await staff.getByLabel('Ответ клиенту').pressSequentially('Смотрю');
  await timed(
    'the client sees that the consultant types',
    expect(page.locator('.typing')).toHaveText('Анна Смирнова печатает…'),
  );
  expect(
    (await page.evaluate(() => window.told)).every((text) => ['', 'Анна Смирнова печатает…'].includes(text.trim())),
  ).toBe(true);
  expect(await page.evaluate(() => window.told.length)).toBeLessThan(4); // of one start, not of the note's
  await expect(page.getByText('Похоже на аванс')).toHaveCount(0);
  await expect(page.getByText('Пётр Ильин')).toHaveCount(0);
  await expect(page.locator('.typing')).toHaveText('', { timeout: 15_000 }); // the pause

  await page.goto('/tasks');
  await expect(boss.getByText('Задача открыта ещё у: Анна Смирнова')).toHaveText('Задача открыта ещё у: Анна Смирнова');
  await staff.context().close();
  await expect(boss.locator('.here')).toHaveText('');
});

test('a task is left without an error while the server is still being told that it is open', async ({ page, desk }) => {
  const [anna, olga] = await Promise.all([desk.staff('consultant', 'Анна Смирнова'), desk.client()]);
  const [one, two] = [await desk.task(olga, 'Оставленная'), await desk.task(olga, 'Следующая')];
  const told = (id: string) => page.waitForResponse((r) => r.url().endsWith(`/api/tasks/${id}/presence`));
  await page.route(`**/api/tasks/${one.id}/presence`, async (route) => {
    // a slow network
    await new Promise((later) => {
      setTimeout(later, 1500);
    });
    await route.continue();
  });
  await enter(page, anna);
  const answer = told(one.id);
  const asked = page.waitForRequest(`**/api/tasks/${one.id}/presence`);
  await page.goto(`/desk/${one.number}`);
  await asked;
  const next = told(two.id);
  await follow(page, `/desk/${two.number}`);
  await expect(page.getByRole('heading', { name: two.title })).toBeVisible();
  expect((await next).status()).toBe(200); // the subscriptions have changed
  expect((await answer).status()).toBe(200);
});

test('a letter is corrected by keyboard for fifteen minutes, and everybody sees that it was', async ({
  page,
  browser,
  desk,
}) => {
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    window.skew = -3 * 3_600_000;
    Date.now = () => now() + window.skew;
  }); // a device whose clock is wrong
  const { staff } = await bothOpen(page, browser, desk, 'Опечатка');
  await page.getByLabel('Ваш ответ').fill('Релиз 3.0.16');
  await page.getByLabel('Ваш ответ').press('Control+Enter');
  const mine = page.locator('.letter').filter({ hasText: 'Релиз 3.0.16' });
  const theirs = staff.locator('.letter').filter({ hasText: 'Релиз 3.0.16' });
  await expect(theirs).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Изменить' })).toHaveCount(0); // not hers
  const edit = page.locator('.letter').getByRole('button', { name: 'Изменить' });
  const field = page.getByLabel('Исправить сообщение');

  await edit.focus();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(page.getByText('Осталось 15 мин.')).toBeVisible();
  await page.keyboard.type('9');
  await page.keyboard.press('Escape');
  await expect(edit).toBeFocused();
  await expect(mine).toContainText('Релиз 3.0.16');

  await page.keyboard.press('Enter');
  await field.fill('   ');
  await page.keyboard.press('Control+Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('Релиз 3.0.162, простите');
  await page.reload(); // the correction is kept and goes on
  await expect(field).toHaveValue('Релиз 3.0.162, простите');
  await field.press('Control+Enter');
  await timed('the consultant sees the correction', expect(staff.getByText('Релиз 3.0.162, простите')).toBeVisible());
  await expect(staff.locator('.letter').filter({ hasText: 'простите' })).toContainText('изменено');
  await expect(page.locator('.letter').filter({ hasText: 'простите' })).toContainText('изменено');
  await expect(edit).toBeFocused();

  // a quarter of an hour later by the clock of the server
  await page.route(/\/api\/(?!realtime|files)/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), date: new Date(Date.now() + 16 * 60_000).toUTCString() },
    });
  });
  await page.getByLabel('Ваш ответ').pressSequentially('а'); // says that it is typed
  await staff.getByLabel('Ответ клиенту').fill('Спасибо');
  await staff.getByLabel('Ответ клиенту').press('Control+Enter'); // makes the page draw again
  await expect(page.getByText('Спасибо')).toBeVisible();
  await expect(edit).toHaveCount(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' }); // what is still on its way is nobody's any more
});

test('an edited description opens to what has changed', async ({ page, browser, desk }) => {
  const { olga, task, staff } = await bothOpen(page, browser, desk, 'Медленно');
  await desk.patch(olga, task, {
    description: 'Журнал проводок открывается десять минут.\n\nПрограмма 1С, релиз 3.1.',
    priority: 'high',
  });
  for (const one of [page, staff]) {
    const opens = one.getByRole('button', { name: 'описание, срочность' });
    await expect(opens).toHaveAttribute('aria-expanded', 'false');
    await opens.focus();
    await one.keyboard.press('Enter');
    await expect(opens).toHaveAttribute('aria-expanded', 'true');
    await expect(one.locator('.changes del').first()).toHaveText('Удалено: две минуты');
    await expect(one.locator('.changes ins').first()).toHaveText('Добавлено: десять минут');
    await expect(one.locator('.changes')).toContainText('Журнал проводок открывается');
    await expect(one.locator('.changes')).toContainText('Срочно');
    await one.keyboard.press('Enter');
    await expect(one.locator('.changes')).toHaveCount(0);
  }
});

test('drafts are kept apart, for each person, and none goes over to the other mode', async ({
  page,
  browser,
  desk,
}) => {
  const { anna, task, staff } = await bothOpen(page, browser, desk, 'Черновики');
  const answer = staff.getByLabel('Ответ клиенту');
  const note = staff.getByLabel('Заметка, клиент её не увидит');
  await answer.fill('Ответ, ещё не готов');
  await staff.getByText('Заметка для своих').click();
  await expect(answer).toBeHidden();
  await expect(note).toHaveValue('');
  await expect(staff.getByText('Клиенту · есть черновик')).toBeVisible();
  await expect(staff.getByRole('button', { name: 'Отправить клиенту' })).toBeHidden();
  await note.fill('Заметка, ещё не готова');
  await staff.reload();
  await expect(answer).toHaveValue('Ответ, ещё не готов');
  await staff.getByText(/^Заметка для своих/).click();
  await expect(note).toHaveValue('Заметка, ещё не готова');
  await note.press('Control+Enter');
  await toast(staff, 'Клиент её не увидит');
  await expect(note).toHaveValue('');
  await expect(note).toBeVisible(); // the mode stays
  expect(await anna.list('comments', `task = "${task.id}"`)).toEqual([]);

  // another account on the same machine, then the first again
  const igor = await desk.staff('consultant', 'Игорь Белов');
  for (const [who, kept] of [
    [igor, ''],
    [anna, 'Ответ, ещё не готов'],
  ] as const) {
    await staff.evaluate(
      (auth) => localStorage.setItem('pocketbase_auth', auth),
      JSON.stringify({ token: who.token, record: who.record }),
    );
    await staff.goto(`/desk/${task.number}`);
    await expect(answer).toHaveValue(kept);
  }
  await answer.press('Control+Enter');
  await expect(page.getByText('Ответ, ещё не готов')).toBeVisible();
  await staff.reload();
  await expect(answer).toHaveValue('');
});

test('what a mail repeated below an answer is folded', async ({ page, browser, desk }) => {
  const { olga, task, staff } = await bothOpen(page, browser, desk, 'Почтой');
  await desk.root.create('comments', {
    task: task.id,
    author: olga.record.id,
    body: 'Отвечаю письмом',
    quoted: 'Анна Смирнова писала: пришлите релиз',
  });
  for (const one of [page, staff]) {
    await expect(one.getByText('Отвечаю письмом')).toBeVisible();
    await expect(one.getByText('Анна Смирнова писала')).toBeHidden();
    await one.getByText('Показать переписку').focus();
    await one.keyboard.press('Enter');
    await expect(one.getByText('Анна Смирнова писала')).toBeVisible();
  }
});

for (const [scheme, viewport] of [
  ['light', { width: 1280, height: 800 }],
  ['dark', { width: 390, height: 844 }],
] as const) {
  test(`axe finds nothing in a full thread: ${scheme}, ${viewport.width}`, async ({ browser, desk }) => {
    test.setTimeout(240_000);
    const anna = await desk.staff('consultant', 'Анна Смирнова');
    const olga = await desk.client();
    const task = await desk.task(olga, 'Расхождение в 6-НДФЛ за квартал', {
      description: 'Сумма удержанного налога меньше, чем в карточке счёта.',
    });
    await desk.patch(anna, task, { consultant: anna.record.id });
    await desk.patch(olga, task, { description: 'Сумма налога больше, чем в карточке счёта 68.' });
    await anna.create('comments', { task: task.id, body: 'Пришлите отчёт и карточку счёта.' });
    await anna.create('notes', {
      task: task.id,
      body: 'Похоже на аванс в последний день месяца: ставка та же, а дата другая. Проверить расчётный листок.',
    });
    await desk.root.create('comments', {
      task: task.id,
      author: olga.record.id,
      body: 'Вот он, письмом.',
      quoted: 'Анна писала: пришлите',
    });
    const look = async (page: Page, name: string) => expect.soft(await violations(page), name).toEqual([]);
    const options = { viewport, colorScheme: scheme };
    const client = await another(browser, desk, olga, options);
    await client.goto(`/tasks/${task.number}`);
    await client.getByLabel('Ваш ответ').fill('Отчёт и снимок');
    await paste(client.getByLabel('Ваш ответ'), 'image.png', picture.toString('base64'));
    await client
      .locator('.reply input[type=file]')
      .setInputFiles([{ name: 'акт.pdf', mimeType: 'application/pdf', buffer: pdf }]);
    await client.getByRole('button', { name: 'Отправить', exact: true }).click();
    await client.locator('.letter').getByRole('button', { name: 'Изменить' }).last().click();
    await client.locator('.event-open').click();
    const staff = await another(browser, desk, anna, options);
    await staff.goto(`/desk/${task.number}`);
    await staff.locator('.event-open').click();
    await staff.getByText('Заметка для своих').click();
    await staff.getByLabel('Заметка, клиент её не увидит').fill('Черновик заметки');
    await client.getByLabel('Ваш ответ').pressSequentially('ещё');
    await expect(staff.locator('.typing')).toContainText('печатает');
    await look(staff, 'staff-note');
    await staff.getByText('Клиенту', { exact: true }).click();
    await staff.getByLabel('Ответ клиенту').pressSequentially('Вижу');
    await expect(client.locator('.typing')).toContainText('печатает');
    await look(client, 'client');
    await staff.locator('.file-picture').click();
    await expect(staff.getByRole('dialog').getByText('1 из 2')).toBeVisible();
    await expect(staff.getByRole('dialog').getByRole('img')).toBeVisible();
    await look(staff, 'staff-viewer');
  });
}
