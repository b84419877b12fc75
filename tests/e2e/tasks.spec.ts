import { readFileSync } from 'node:fs';
import type { Person } from '../api.ts';
import { allowErrors, another, enter, expect, follow, test, toast } from './fixtures.ts';

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC',
  'base64',
);

test('files by picker, drop and paste, with their names and a look at pictures', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('Задача с файлами');
  await page.locator('input[type=file]').setInputFiles([
    { name: 'Акт сверки.txt', mimeType: 'text/plain', buffer: Buffer.from('сумма 100') },
    { name: 'пустой.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await expect(page.getByText('«пустой.txt» пустой')).toBeVisible();
  await page.getByRole('button', { name: 'Убрать пустой.txt' }).click();
  const give = (kind: 'drop' | 'paste') =>
    page.evaluate(
      ([type, bytes]) => {
        const data = new DataTransfer();
        data.items.add(
          new File(
            [Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))],
            type === 'paste' ? 'image.png' : 'схема.png',
            { type: 'image/png' },
          ),
        );
        const target = document.querySelector(type === 'paste' ? '[name=title]' : '.upload');
        target?.dispatchEvent(
          type === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      [kind, picture.toString('base64')] as const,
    );
  await give('drop');
  await give('paste');
  await expect(page.locator('.upload-list li')).toHaveCount(3);
  await expect(page.getByText(/Снимок экрана/)).toHaveCount(2); // the hint of the form and the pasted one
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByRole('heading', { name: 'Задача с файлами' })).toBeVisible();
  await expect(page.locator('.file')).toHaveCount(3);
  await expect(page.locator('.file img')).toHaveCount(2);
  await expect
    .poll(() =>
      page
        .locator('.file img')
        .first()
        .evaluate((i: HTMLImageElement) => i.naturalWidth),
    )
    .toBeGreaterThan(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Акт сверки.txt' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('Акт сверки.txt');
  expect(readFileSync(await file.path(), 'utf8')).toBe('сумма 100');
});

test('a file the server refuses is said beside the files, and nothing is lost', async ({ page, desk }) => {
  await enter(page, await desk.client());
  allowErrors(page, /400/);
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('Опасный файл');
  await page
    .locator('input[type=file]')
    .setInputFiles([
      { name: 'вирус.html', mimeType: 'text/html', buffer: Buffer.from('<html><script>alert(1)</script></html>') },
    ]);
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByText('Файлы этого типа не принимаются')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Тема' })).toHaveValue('Опасный файл');
  await page.getByRole('button', { name: 'Убрать вирус.html' }).click();
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByRole('heading', { name: 'Опасный файл' })).toBeVisible();
});

test('drafts survive a reload and go once they are sent', async ({ page, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Черновики');
  await enter(page, olga);
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Описание' }).fill('Недописанное описание');
  await page.goto(`/tasks/${task.number}`);
  await page.getByLabel('Ваш ответ').fill('Недописанный ответ');
  await page.reload();
  await expect(page.getByLabel('Ваш ответ')).toHaveValue('Недописанный ответ');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await toast(page, 'Ответ отправлен');
  await expect(page.getByLabel('Ваш ответ')).toHaveValue('');
  await page.reload();
  await expect(page.locator('.letter')).toContainText('Недописанный ответ');
  await expect(page.getByLabel('Ваш ответ')).toHaveValue('');
  await page.goto('/tasks/new');
  await expect(page.getByRole('textbox', { name: 'Описание' })).toHaveValue('Недописанное описание');
});

const act = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('сумма 100') });

test('chosen files survive a reload, each for its form and person, and go once they are sent', async ({
  page,
  desk,
}) => {
  const [olga, ivan] = await Promise.all([desk.client(), desk.client()]);
  const task = await desk.task(olga, 'Файлы черновика');
  await enter(page, olga);
  const chosen = page.locator('.upload-name');
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('С файлами');
  await page.getByText('Срочно', { exact: true }).click();
  await page.locator('input[type=file]').setInputFiles([act('Акт (1).txt'), act('Акт (2).txt')]);
  await page.getByRole('button', { name: 'Убрать Акт (2).txt' }).click();
  await page.goto(`/tasks/${task.number}`);
  await expect(chosen).toHaveCount(0);
  await page.locator('.reply input[type=file]').setInputFiles([act('К ответу.txt')]);
  await expect.poll(() => page.evaluate(keptDrafts)).toBe(2); // nobody reloads within a moment
  await page.reload();
  await expect(chosen).toHaveText(['К ответу.txt']);
  await page.getByLabel('Ваш ответ').fill('Вот он');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await expect(page.locator('.letter')).toContainText('К ответу.txt');
  await page.reload();
  await expect(page.locator('.letter')).toContainText('К ответу.txt');
  await expect(chosen).toHaveCount(0);

  await page.goto('/tasks/new');
  await expect(chosen).toHaveText(['Акт (1).txt']);
  await expect(page.getByRole('radio', { name: 'Срочно', exact: true })).toBeChecked();
  await page.getByRole('button', { name: 'Отправить' }).click();
  await expect(page.getByRole('heading', { name: 'С файлами' })).toBeVisible();
  await expect(page.locator('.file')).toHaveText(['Акт (1).txt']);
  await page.goto('/tasks/new');
  await expect(chosen).toHaveCount(0);

  await page.locator('input[type=file]').setInputFiles([act('Тайный.txt')]);
  await expect(chosen).toHaveText(['Тайный.txt']);
  await expect.poll(() => page.evaluate(keptDrafts)).toBe(1);
  const become = async ({ token, record }: Person) => {
    await page.evaluate((auth) => localStorage.setItem('pocketbase_auth', auth), JSON.stringify({ token, record }));
    await page.goto('/tasks/new');
    await expect(page.getByText(record.username, { exact: true })).toBeVisible();
  };
  await become(ivan); // at the same computer
  await expect(chosen).toHaveCount(0);
  await become(olga);
  await expect(chosen).toHaveText(['Тайный.txt']);
  await page.evaluate(ageDrafts, 15 * 86_400_000);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Отправить' })).toBeVisible();
  await expect.poll(() => page.evaluate(keptDrafts)).toBe(0);
  await expect(chosen).toHaveCount(0);
});

/** Runs in the page: how many drafts have files in the browser. */
const keptDrafts = () =>
  new Promise<number>((resolve) => {
    const open = indexedDB.open('otklik-drafts');
    open.onsuccess = () => {
      const count = open.result.transaction('files').objectStore('files').count();
      count.onsuccess = () => resolve(count.result);
    };
  });

/** Runs in the page: makes the kept files of drafts older, by so many ms. */
const ageDrafts = (by: number) =>
  new Promise<void>((resolve) => {
    const open = indexedDB.open('otklik-drafts');
    open.onsuccess = () => {
      const transaction = open.result.transaction('files', 'readwrite');
      transaction.objectStore('files').openCursor().onsuccess = (e) => {
        const cursor = (e.target as IDBRequest<IDBCursorWithValue | null>).result;
        cursor?.update({ ...cursor.value, at: cursor.value.at - by });
        cursor?.continue();
      };
      transaction.oncomplete = () => resolve();
    };
  });

test('who signs out leaves no files of drafts behind', async ({ page, desk }) => {
  await enter(page, await desk.client());
  await page.goto('/tasks/new');
  await page.locator('input[type=file]').setInputFiles([act('Тайный.txt')]);
  await expect.poll(() => page.evaluate(keptDrafts)).toBe(1);
  await page.getByRole('button', { name: 'Выйти' }).first().click();
  await toast(page, 'Вы вышли');
  await expect.poll(() => page.evaluate(keptDrafts)).toBe(0);
});

test('a double click makes one task', async ({ page, desk }) => {
  await enter(page, await desk.client());
  await page.goto('/tasks/new');
  await page.getByRole('textbox', { name: 'Тема' }).fill('Двойное нажатие');
  await page.getByRole('button', { name: 'Отправить' }).dblclick();
  await expect(page.getByRole('heading', { name: 'Двойное нажатие' })).toBeVisible();
  await page.goto('/tasks');
  await expect(page.getByRole('link', { name: 'Двойное нажатие' })).toHaveCount(1);
});

test('close and delete can be taken back; other tabs follow', async ({ page, browser, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Передумала');
  await enter(page, olga);
  const other = await another(browser, desk, olga);
  await other.goto('/tasks');
  await page.goto(`/tasks/${task.number}`);
  await page.getByRole('button', { name: 'Закрыть задачу' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Закрыть задачу' }).click();
  await toast(page, 'закрыта');
  const row = other.getByRole('listitem').filter({ hasText: 'Передумала' });
  await expect(row).toContainText('Закрыта');
  await page.getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'снова открыта');
  await expect(row).toContainText('Новая');
  await page.getByRole('button', { name: 'Удалить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
  await expect(page).toHaveURL(/\/tasks$/);
  await toast(page, 'удалена');
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'восстановлена');
  await expect(page.getByRole('link', { name: 'Передумала' })).toBeVisible();
  await expect(row).toHaveCount(1);
});

test('a delete the server refuses comes back to the list', async ({ page, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Не удалится');
  await enter(page, olga);
  allowErrors(page, /500/);
  await page.goto(`/tasks/${task.number}`);
  await page.route('**/api/collections/tasks/records/*', (route) =>
    route.request().method() === 'DELETE'
      ? route.fulfill({ status: 500, json: { status: 500, message: 'x', data: {} } })
      : route.continue(),
  );
  await page.getByRole('button', { name: 'Удалить' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click();
  await toast(page, 'На сервере что-то сломалось');
  await expect(page.getByRole('link', { name: 'Не удалится' })).toBeVisible();
});

test('two who edit at once: the second is told and loses nothing', async ({ page, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Первоначальная тема');
  await enter(page, olga);
  allowErrors(page, /409/);
  await page.goto(`/tasks/${task.number}`);
  await page.getByRole('button', { name: 'Изменить' }).click();
  await page.getByRole('dialog').getByLabel('Тема').fill('Моя тема');
  await desk.patch(olga, task, { description: 'Другая вкладка была первой' });
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('задачу изменил кто-то ещё')).toBeVisible();
  await expect(page.getByRole('dialog').getByLabel('Тема')).toHaveValue('Моя тема');
  await expect(page.getByRole('dialog')).toContainText('Описание: Другая вкладка была первой');
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить моё' }).click();
  await expect(page.getByRole('heading', { name: 'Моя тема' })).toBeVisible();
});

test('the list: search, filter, more, and it is in the address', async ({ page, desk }) => {
  const olga = await desk.client();
  for (let i = 1; i <= 55; i++) await desk.task(olga, i === 3 ? 'Счёт-фактура АЛЬФА' : `Вопрос ${i}`);
  const closed = await desk.task(olga, 'Закрытый вопрос');
  await desk.patch(olga, closed, { status: 'closed' });
  await enter(page, olga);
  await page.goto('/tasks');
  await expect(page.locator('.row')).toHaveCount(50);
  await page.getByRole('button', { name: 'Показать ещё' }).click();
  await expect(page.locator('.row')).toHaveCount(56);
  const search = page.getByLabel('Поиск по задачам и ответам');
  await search.fill('нигденет');
  await expect(page.getByText('Ничего не нашлось')).toBeVisible();
  await search.fill('счет альфа');
  await expect(page.locator('.row')).toHaveCount(1);
  await search.fill('');
  await page.getByText('Закрытые', { exact: true }).click();
  await expect(page.locator('.row')).toHaveCount(1);
  await expect(page).toHaveURL(/show=closed/);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Закрытый вопрос' })).toBeVisible();
  await desk.task(olga, 'Новая не сюда');
  await desk.patch(olga, closed, { status: 'in_progress' });
  await expect(page.getByText('Ничего не нашлось')).toBeVisible();
});

test('rate only, comment only, change it, reopen', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Оценка по желанию');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await desk.patch(anna, task, { status: 'done' });
  await enter(page, olga);
  await page.goto(`/tasks/${task.number}`);
  await page.getByRole('button', { name: 'Оценить, не закрывая' }).click();
  await expect(page.getByText('Поставьте оценку или напишите отзыв.')).toBeVisible();
  await page.getByLabel('Отзыв').fill('Только слова');
  await page.getByRole('button', { name: 'Оценить, не закрывая' }).click();
  await toast(page, 'оценка сохранена');
  await page.getByRole('button', { name: 'Изменить оценку' }).click();
  await page.locator('.stars label').nth(1).click();
  await page.getByRole('button', { name: 'Оценить, не закрывая' }).click();
  await expect(page.locator('.assess').getByRole('img', { name: 'Оценка: 2 из 5' })).toBeVisible();
  await page.getByRole('button', { name: 'Не решено, вернуть в работу' }).click();
  await expect(page.getByText('Задачей занимается Анна Смирнова')).toBeVisible();
  await expect(page.locator('.assess')).toHaveCount(0);
});

test("somebody else's task and none are the same page", async ({ page, desk }) => {
  const task = await desk.task(await desk.client(), 'Чужая тайна');
  await enter(page, await desk.client());
  for (const number of [task.number, 999_999, 'abc']) {
    await page.goto(`/tasks/${number}`);
    await expect(page.getByText('Этой задачи нет')).toBeVisible();
    await expect(page.getByText('Чужая тайна')).toHaveCount(0);
  }
});

test('what a client writes is text', async ({ page, desk }) => {
  const olga = await desk.client();
  const anna = await desk.staff('consultant', 'Анна');
  const evil =
    '<img src=x onerror="window.hit=1"><script>window.hit=1</script> javascript:alert(1) https://ok.example/a"onx=1';
  const task = await desk.task(olga, `<b>Тема</b> ${'<i>'}`, { description: evil });
  await olga.create('comments', { task: task.id, body: evil });
  await enter(page, anna);
  await page.goto(`/desk/${task.number}`);
  await expect(page.getByText('<script>window.hit=1</script>').first()).toBeVisible();
  expect(await page.evaluate(() => window.hit)).toBeUndefined();
  expect(await page.locator('a[href^="javascript:"]').count()).toBe(0);
});

test('a task in a status that the page does not know is shown all the same', async ({ page, desk }) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Из новой версии');
  await page.route('**/api/collections/tasks/records**', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replaceAll('"status":"new"', '"status":"paused"'),
    });
  });
  await enter(page, olga);
  await page.goto(`/tasks/${task.number}`);
  await expect(page.getByRole('heading', { name: task.title })).toBeVisible();
  await expect(page.locator('.answer')).toContainText('paused');
  await expect(page.getByLabel('Ваш ответ')).toBeVisible();
  await page.unrouteAll({ behavior: 'ignoreErrors' }); // the page may still be asking
});

test('closing by keyboard keeps the focus at the task, and a newer toast about it takes the place of the older', async ({
  page,
  desk,
}) => {
  const olga = await desk.client();
  const task = await desk.task(olga, 'Закрою сама', { description: 'Описание' });
  await enter(page, olga);
  await page.goto(`/tasks/${task.number}`);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Изменить' }).press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Тема' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Закрыть задачу' }).press('Enter');
  await expect(dialog.getByRole('button').nth(1)).toBeFocused(); // the one that leaves it open
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await toast(page, `Задача № ${task.number} закрыта`);
  await expect(page.locator('.answer')).toBeFocused();
  await page.getByRole('button', { name: 'Удалить' }).click();
  await dialog.getByRole('button', { name: 'Удалить' }).click();
  await toast(page, 'удалена');
  await expect(page.locator('.toast').filter({ hasText: `№ ${task.number}` })).toHaveCount(1);
});

test('a session that was ended elsewhere is told once', async ({ page, desk }) => {
  const olga = await desk.client();
  await enter(page, olga);
  allowErrors(page, /401/);
  await page.goto('/tasks');
  await expect(page.getByText('Задач пока нет')).toBeVisible();
  await olga.send('POST', '/api/desk/sessions/end');
  await follow(page, '/tasks/new');
  await page.reload();
  await toast(page, 'Сеанс завершён');
  await expect(page).toHaveURL(/\/login/);
  await expect(page.locator('.toast')).toHaveCount(1);
});
