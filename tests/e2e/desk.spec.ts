import type { Page } from '@playwright/test';
import type { Fields, Task } from '../api.ts';
import { startMail } from '../mail.ts';
import { admin, sendMailsTo, startServer } from '../server.ts';
import { allowErrors, another, Desk, enter, expect, follow, nick, test, toast } from './fixtures.ts';

test('the queue: filters, counts, hand over, back to the queue', async ({ page, browser, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const igor = await desk.staff('consultant', 'Игорь Белов');
  const olga = await desk.client();
  const first = await desk.task(olga, 'Первая в очереди');
  const second = await desk.task(olga, 'Вторая в очереди');
  await desk.patch(igor, second, { consultant: igor.record.id });
  await enter(page, anna);
  await page.goto('/desk');
  const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  await expect(row('Первая в очереди')).toContainText('Новая');
  await page.getByLabel('Чьи задачи').selectOption({ label: 'Игорь Белов' });
  await expect(row('Первая в очереди')).toHaveCount(0);
  await expect(row('Вторая в очереди')).toContainText('Игорь Белов');
  await page.getByLabel('Чьи задачи').selectOption({ label: 'Ничьи' });
  await expect(row('Первая в очереди')).toBeVisible();
  await expect(page).toHaveURL(/consultant=none/);
  await page.getByLabel('Тема, номер, организация, ИНН').fill('7707083893');
  await expect(row('Первая в очереди')).toBeVisible();
  await page.getByLabel('Тема, номер, организация, ИНН').fill('нет такой');
  await expect(page.getByText('Ничего не нашлось')).toBeVisible();

  await page.goto(`/desk/${first.number}`);
  await page.getByRole('button', { name: 'Взять себе' }).click();
  const igors = await another(browser, desk, igor);
  await igors.goto(`/desk/${first.number}`);
  await expect(igors.getByRole('button', { name: 'Взять себе' })).toHaveCount(0);
  await page.getByLabel('Передать').selectOption({ label: 'Игорь Белов' });
  await toast(page, 'Передано: Игорь Белов');
  await igors.getByRole('button', { name: 'Вернуть в очередь' }).click();
  await expect(page.getByRole('button', { name: 'Взять себе' })).toBeVisible();
  await expect(page.getByRole('complementary').getByText('Новая')).toBeVisible();
});

test('open is the same number in the tab, in the report and among the people; done tasks have a tab', async ({
  browser,
}) => {
  const server = await startServer();
  try {
    const desk = await Desk.open(server);
    const boss = await desk.staff('manager', 'Пётр Ильин');
    const olga = await desk.client();
    await desk.task(olga, 'Ничья');
    const [taken, done] = [await desk.task(olga, 'В работе'), await desk.task(olga, 'Уже решена')];
    for (const task of [taken, done]) await desk.patch(boss, task, { consultant: boss.record.id });
    await boss.update('tasks', done.id, { status: 'done' });
    const page = await another(browser, desk, boss);
    await page.goto('/desk');
    const views = page.getByRole('navigation', { name: 'Виды очереди' });
    await expect(views.getByRole('link', { name: /Открытые/ })).toHaveText(/^Открытые\s*2$/);
    await expect(page.locator('.q-row')).toHaveCount(2);
    await views.getByRole('link', { name: /Решены/ }).click();
    await expect(views.getByRole('link', { name: /Решены/ })).toHaveText(/^Решены\s*1$/);
    await expect(page.locator('.q-row')).toHaveText([/Уже решена/]);
    await views.getByRole('link', { name: /Просрочены/ }).click();
    await expect(page.getByLabel('Порядок')).toHaveValue('due');
    await page.goto('/reports');
    await expect(page.getByRole('link', { name: '2 открытые задачи' })).toBeVisible();
    await page.getByRole('link', { name: '2 открытые задачи' }).click();
    await expect(page.locator('.q-row')).toHaveCount(2);
    const client = await another(browser, desk, olga);
    await client.goto('/tasks');
    await client.getByText('Открытые', { exact: true }).click();
    await expect(client.getByRole('listitem').filter({ hasText: 'Уже решена' })).toHaveCount(0);
    await expect(client.getByRole('listitem').filter({ hasText: 'В работе' })).toHaveCount(1);
    await client.getByText('Решённые', { exact: true }).click();
    await expect(client.getByRole('listitem').filter({ hasText: 'Уже решена' })).toHaveCount(1);
    await Promise.all([page.context().close(), client.context().close()]);
  } finally {
    await server.stop();
  }
});

test('several tasks get a category at once, and back; the files of an unsent answer wait for it', async ({
  page,
  desk,
}) => {
  const [anna, boss, olga] = await Promise.all([
    desk.staff('consultant', 'Анна Смирнова'),
    desk.staff('manager', 'Пётр Ильин'),
    desk.client(),
  ]);
  const tag = nick('раздел');
  const [one, two] = [await desk.task(olga, `${tag} первая`), await desk.task(olga, `${tag} вторая`)];
  for (const t of [one, two]) await desk.patch(anna, t, { consultant: anna.record.id });
  const category = await boss.create('categories', { name: tag });
  const categories = () => Promise.all([one, two].map(async (t) => (await anna.get('tasks', t.id)).category));
  await enter(page, anna);
  await page.goto(`/desk?q=${tag}`);
  for (const t of [one, two]) await page.getByLabel(`Отметить № ${t.number}`).check();
  await page.getByRole('group', { name: 'Действия с отмеченными' }).getByLabel('Раздел').selectOption({ label: tag });
  await toast(page, 'Раздел изменён у 2 задач');
  expect(await categories()).toEqual([category.id, category.id]);
  await page.getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'Отменено: 2 задачи');
  expect(await categories()).toEqual(['', '']);

  await page.getByRole('link', { name: one.title }).click();
  await page
    .locator('.reply input[type=file]')
    .first()
    .setInputFiles([{ name: 'акт.txt', mimeType: 'text/plain', buffer: Buffer.from('сумма 100') }]);
  await page.getByRole('link', { name: two.title }).click();
  await expect(page.getByRole('heading', { name: two.title })).toBeVisible();
  await expect(page.getByText('акт.txt')).toHaveCount(0);
  await page.getByRole('link', { name: one.title }).click();
  await expect(page.getByText('акт.txt')).toBeVisible();
  await page.getByLabel('Ответ клиенту').fill('Вот акт');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.letter').filter({ hasText: 'акт.txt' })).toBeVisible();
  await expect(page.locator('.upload').getByText('акт.txt')).toHaveCount(0);
});

test('a manager edits, closes, reopens and restores', async ({ page, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Дело руководителя');
  await enter(page, boss);
  await page.goto(`/desk/${task.number}`);
  await page.getByRole('button', { name: 'Изменить' }).click();
  await page.getByRole('dialog').getByLabel('Тема').fill('Дело уточнено');
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByRole('heading', { name: 'Дело уточнено' })).toBeVisible();
  await page.route('**/api/collections/tasks/records/*', async (route) => {
    // quicker than the answer
    if (route.request().method() === 'PATCH')
      await new Promise((later) => {
        setTimeout(later, 500);
      });
    await route.continue();
  });
  await page.getByRole('button', { name: 'Закрыть', exact: true }).click();
  await page.getByRole('button', { name: 'Открыть снова' }).click();
  await expect.poll(async () => (await olga.get('tasks', task.id)).rev).toBe(4);
  await page.unrouteAll({ behavior: 'wait' });
  await expect(page.getByRole('complementary').getByText('Новая')).toBeVisible();
  await olga.remove('tasks', task.id);
  await expect(page.getByText('Клиент удалил задачу')).toBeVisible();
  await page.getByRole('button', { name: 'Восстановить' }).click();
  await expect(page.getByText('Клиент удалил задачу')).toHaveCount(0);
  await olga.get('tasks', task.id);
});

test('the dashboard opens on the desk, leads into the board and says in Russian what is wrong', async ({
  page,
  desk,
}) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Под присмотром');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await desk.patch(anna, task, { status: 'done' });
  await olga.create('assessments', { task: task.id, rating: 1, comment: 'Долго' });
  const all = await desk.root.send<{ total: number }>('GET', '/api/desk/low?limit=1');
  allowErrors(page, /400/, /autocomplete/);
  await page.clock.setFixedTime(task.created); // its month is not to end before it is counted
  await page.goto('/_/');
  await page.locator('input[type=email]').fill(admin.email);
  await page.locator('input[type=password]').fill(admin.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Что требует внимания')).toBeVisible();
  const low = page.locator('.otklik-tile').filter({ hasText: 'Низкие оценки' });
  await expect(low.locator('.otklik-count')).toHaveText(String(all.total)); // other stories leave low ratings too
  const made = page.locator('.otklik-tile').filter({ hasText: 'Поступило' });
  await expect(made.locator('.otklik-count')).toHaveText(/^[1-9]\d*$/); // those of other stories are of this month too
  await expect(page.locator('.otklik-ratings')).toContainText(/Оценили [1-9]/);
  await low.click();
  await expect(page).toHaveURL(/collection=assessments.*filter=rating/);
  await expect(page.locator('tbody tr').filter({ hasText: 'Долго' }).first()).toBeVisible();
  await page.goto('/_/#/collections?collection=task_board&sort=-number');
  const row = page.locator('tbody tr').filter({ hasText: 'Под присмотром' });
  await expect(row).toContainText('Решена');
  await page.goto('/_/#/collections?collection=tasks');
  await page.locator('tbody tr').filter({ hasText: 'Под присмотром' }).click();
  const form = page.locator('.modal, .record-upsert, dialog').filter({ hasText: 'Edit' }).last();
  await form.getByLabel('title').fill('x');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Нужно не меньше 3 знаков.')).toBeVisible();
});

test("the administrator's words on the home page, made harmless", async ({ page, desk }) => {
  const site = await desk.guest.only('site');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Опишите задачу' })).toBeVisible(); // the first run
  await desk.root.update('site', site.id, {
    name: 'Учёт и точка',
    phone: '+7 495 000-00-00',
    hours: 'пн–пт 9–18',
    about:
      '<h2>О нас</h2><p onclick="window.hit=1">Ведём <b>учёт</b> <a href="javascript:alert(1)">тут</a> <a href="https://example.com">сайт</a></p><script>window.hit=1</script><img src=x onerror="window.hit=1">',
  });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Учёт и точка' })).toBeVisible();
  await expect(page.getByText('Ведём учёт')).toBeVisible();
  await expect(page.getByRole('link', { name: '+7 495 000-00-00' })).toHaveAttribute('href', 'tel:+74950000000');
  expect(await page.locator('main script, main img, main [onclick], main a[href^="javascript:"]').count()).toBe(0);
  expect(await page.evaluate(() => window.hit)).toBeUndefined();
  await desk.root.update('site', site.id, { name: '', phone: '', hours: '', about: '' });
});

test('the administrator edits a mail, looks at it and tries it; the dashboard says how the mail is', async ({
  page,
  desk,
}) => {
  const mail = await startMail();
  allowErrors(page, /400/, /autocomplete/);
  await page.goto('/_/');
  await page.locator('input[type=email]').fill(admin.email);
  await page.locator('input[type=password]').fill(admin.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Почта не настроена, письма ждут')).toBeVisible();
  await page.getByRole('link', { name: 'Письма' }).click();
  await page.getByLabel('Письмо').selectOption({ label: 'Клиенту: решена, по-русски' });
  await page.getByLabel('Текст').fill('{name}, готово!\n\n{stars}\n\n{button}');
  await expect(page.frameLocator('iframe').getByText('Ольга Петрова, готово!')).toBeVisible();
  await expect(page.frameLocator('iframe').getByRole('link', { name: '★★★★★ Отлично' })).toBeVisible();
  await page.getByLabel('Тема').fill('Готово: {titel}');
  await expect(page.getByRole('alert')).toContainText('«titel»');
  await page.getByLabel('Тема').fill('Готово: {title}');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await expect(page.getByText('Сохранено')).toBeVisible();
  await page.getByRole('button', { name: 'Прислать мне' }).click();
  await expect(page.getByRole('alert')).toContainText('Почта не настроена');
  await sendMailsTo(desk.root, mail.port);
  try {
    await page.getByRole('button', { name: 'Прислать мне' }).click();
    await expect(page.getByText(`Почтовый сервер принял письмо на ${admin.email}`)).toBeVisible();
    expect(mail.letters.find((l) => l.to === admin.email && l.text.includes('Ольга Петрова, готово!'))).toBeTruthy();
  } finally {
    await sendMailsTo(desk.root, null);
    await mail.stop();
  }
});

test('the dashboard says what is wrong with mail in, and tries the mailbox at once', async ({ page, desk }) => {
  const mailbox = await desk.root.only('mailbox');
  const set = (fields: Fields) => desk.root.update('mailbox', mailbox.id, fields);
  allowErrors(page, /400/, /autocomplete/);
  await set({ address: 'desk@firma.example' });
  await page.goto('/_/');
  await page.locator('input[type=email]').fill(admin.email);
  await page.locator('input[type=password]').fill(admin.password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('почту никто не забирает')).toBeVisible();
  await set({ imap: true, host: '127.0.0.1', port: 9, security: 'none', username: 'desk', password: 'тайна' });
  try {
    await expect(async () => {
      // the poller looks at once, and the page when it is opened
      await page.reload();
      await expect(page.getByText('Почту не получается забрать')).toBeVisible({ timeout: 3000 });
    }).toPass();
    await page.getByRole('button', { name: 'Проверить сейчас' }).click();
    await expect(page.getByText('Сервер 127.0.0.1:9 не отвечает')).toBeVisible();
    await page.getByRole('link', { name: 'Открыть' }).click();
    await page.locator('tbody tr').filter({ hasText: 'desk@firma.example' }).click();
    await expect(page.locator('[name=host]')).toHaveValue('127.0.0.1');
    await expect(page.locator('[name=password]')).toHaveValue('');
    expect(await page.content()).not.toContain('тайна');
  } finally {
    await set({ address: '', imap: false, host: '' });
  }
});

test('on a phone each task has its own words and form, and the way back is to where one was', async ({
  page,
  desk,
}) => {
  const [anna, ivan, olga] = await Promise.all([
    desk.staff('consultant', nick('Анна ')),
    desk.client({ name: 'Иван Сидоров' }),
    desk.client(),
  ]);
  const tag = nick('пароль');
  const [one, two] = [await desk.task(olga, `${tag} первая`), await desk.task(ivan, `${tag} вторая`)];
  for (const t of [one, two]) await desk.patch(anna, t, { consultant: anna.record.id });
  await desk.patch(anna, one, { status: 'waiting' }); // its version is ahead of the other's
  for (let i = 0; i < 40; i++) await desk.task(olga, `${tag} ещё ${i}`);
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, anna);
  await page.goto(`/desk/${one.number}`);
  await page.getByLabel('Ответ клиенту').fill('Пароль от вашей базы');
  await follow(page, `/desk/${two.number}`); // as the bell's
  await expect(page.getByRole('heading', { name: two.title })).toBeVisible();
  await expect(page.getByLabel('Ответ клиенту')).toHaveValue('');
  await page.goBack();
  await expect(page.getByRole('heading', { name: one.title })).toBeVisible();
  await expect(page.getByLabel('Ответ клиенту')).toHaveValue('Пароль от вашей базы');

  await page.goto(`/desk?consultant=&client=&q=${tag}`);
  await expect(page.locator('.q-row .row-link')).not.toHaveCount(0);
  await page.evaluate(() => scrollTo(0, 3200));
  const link = page.locator('.q-row[data-i="36"] .row-link');
  await expect(link).toBeInViewport();
  const title = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { name: title, exact: true })).toBeInViewport();
  await page.goBack();
  await expect(link).toBeInViewport();
});

test('a key acts on the task that is open after its row has gone, and each toast takes back its own', async ({
  page,
  desk,
}) => {
  const [anna, igor, olga] = await Promise.all([
    desk.staff('consultant', nick('Анна ')),
    desk.staff('consultant', nick('Игорь ')),
    desk.client(),
  ]);
  const [one, two, three] = [
    await desk.task(olga, 'Свободная 1'),
    await desk.task(olga, 'Свободная 2'),
    await desk.task(olga, 'Свободная 3'),
  ];
  const stored = (task: Task) => anna.get('tasks', task.id);
  await enter(page, anna);
  await page.goto(`/desk?view=unassigned&client=${olga.record.id}`);
  await expect(page.locator('.q-row')).toHaveCount(3);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.locator('.desk-beside h2').first()).toHaveText('Свободная 3');
  await desk.patch(igor, three, { consultant: igor.record.id });
  await expect(page.getByText(`№ ${three.number} теперь ведёт ${igor.record.name}`)).toBeVisible();
  await page.keyboard.press('t'); // means the one that is read, which is Igor's by now
  await expect(page.locator('.toast')).toBeVisible();
  expect((await stored(two)).consultant).toBe('');

  await page.goto(`/desk?view=unassigned&client=${olga.record.id}`);
  await expect(page.locator('.q-row')).toHaveCount(2);
  for (const task of [two, one]) {
    await page.keyboard.press('j');
    await page.keyboard.press('t');
    await toast(page, `№\u00a0${task.number} теперь ваша`);
  }
  await page
    .locator('.toast')
    .filter({ hasText: `№\u00a0${two.number}` })
    .getByRole('button', { name: 'Отменить' })
    .click();
  await expect.poll(async () => (await stored(two)).consultant).toBe('');
  expect((await stored(one)).consultant).toBe(anna.record.id);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await stored(one)).consultant).toBe('');

  await page.goto(`/desk/${three.number}?view=unassigned&client=${olga.record.id}`); // which the list has not
  await expect(page.locator('.desk-beside h2').first()).toHaveText('Свободная 3');
  await expect(page.locator('.q-row')).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('t'); // the row one has gone to, before its task is there
  await toast(page, `№\u00a0${two.number} теперь ваша`);
});

test('a long talk leads to its end, a draft is marked in the list, and a step keeps the focus at the task', async ({
  page,
  desk,
}) => {
  const anna = await desk.staff('consultant', nick('Анна'));
  const olga = await desk.client();
  const task = await desk.task(olga, 'Долгий разговор');
  await desk.patch(anna, task, { consultant: anna.record.id });
  for (let i = 1; i <= 9; i++)
    await (i % 2 ? olga : anna).create('comments', { task: task.id, body: `Слово ${i}\n\nи ещё\n\nи ещё` });
  await enter(page, anna);
  await page.goto(`/desk/${task.number}?client=${olga.record.id}`);
  const last = page.locator('.letter').filter({ hasText: 'Слово 9' });
  await expect(last).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(last).not.toBeInViewport();
  await page.getByRole('button', { name: 'В конец переписки' }).click();
  await expect(last).toBeInViewport();
  await expect(last).toBeFocused();
  await expect(page.locator('.q-row')).not.toContainText('черновик');
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill('Не дописано');
  await expect(page.locator('.q-row')).toContainText('черновик'); // at once
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill('');
  await expect(page.locator('.q-row')).not.toContainText('черновик');
  await page.getByRole('textbox', { name: 'Ответ клиенту' }).fill('Не дописано');
  await page.getByRole('link', { name: 'Закрыть просмотр' }).click();
  await expect(page.locator('.q-row')).toContainText('черновик');
  await page.locator('.q-row a').first().press('Enter');
  const done = page.getByRole('button', { name: 'Решена', exact: true });
  await done.press('Enter');
  await toast(page, 'Сохранено');
  await expect(page.getByRole('group', { name: 'Что сделать с задачей' })).toBeFocused();
});

/** Where the list and the task beside it are scrolled to. */
const scrolled = (page: Page, part: '.q-scroll' | '.desk-beside') =>
  page.locator(part).evaluate((el) => Math.round(el.scrollTop));

test('another list begins at its top, and the way back leads to where one was', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', nick('Анна'));
  const olga = await desk.client();
  for (let i = 0; i < 40; i++) await desk.task(olga, `Задача ${i}`, { priority: i % 2 ? 'high' : 'normal' });
  await enter(page, anna);
  await page.goto(`/desk?view=all&client=${olga.record.id}`);
  const rows = page.locator('.q-row .row-link');
  const view = (name: RegExp) => page.getByRole('navigation', { name: 'Виды очереди' }).getByRole('link', { name });
  await expect(rows.first()).toContainText('Задача 39');
  const down = () => page.locator('.q-scroll').evaluate((el) => el.scrollTo(0, 900));
  for (const [what, ask, top] of [
    ['an order', () => page.getByLabel('Порядок').selectOption({ label: 'Сначала старые' }), 'Задача 0'],
    ['a priority', () => page.getByLabel('Срочность').selectOption({ label: 'Срочно' }), 'Задача 1'],
    ['whose', () => page.getByLabel('Чьи задачи').selectOption({ label: 'Ничьи' }), 'Задача 1'],
    ['a view', () => view(/^Открытые/).click(), ''],
    ['another view', () => view(/^Все/).click(), ''],
  ] as const) {
    await down();
    await expect.poll(() => scrolled(page, '.q-scroll'), what).toBeGreaterThan(300);
    await ask();
    await expect.poll(() => scrolled(page, '.q-scroll'), what).toBe(0);
    if (top) await expect(page.locator('.q-row[data-i="0"] .row-link'), what).toHaveText(top);
  }
  await down();
  await view(/^Открытые/).click();
  await expect.poll(() => scrolled(page, '.q-scroll')).toBe(0);
  await page.goBack();
  await expect.poll(() => scrolled(page, '.q-scroll')).toBe(900);
});

test('the task beside the list is read by keys alone, from its latest message on', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', nick('Анна'));
  const olga = await desk.client();
  const tag = nick('чтение');
  const short = await desk.task(olga, `${tag} короткая`);
  const long = await desk.task(olga, `${tag} длинная`, { description: 'С чего началось' });
  for (let i = 1; i <= 20; i++) await anna.create('comments', { task: long.id, body: `Слово ${i}\n\nи ещё\n\nи ещё` });
  await enter(page, anna);
  await page.goto(`/desk?q=${tag}`);
  await page.getByRole('link', { name: long.title }).press('Enter');
  const last = page.locator('.letter').filter({ hasText: 'Слово 20' });
  await expect(last).toBeInViewport({ ratio: 1 });
  const list = () => scrolled(page, '.q-scroll');
  const at = () => scrolled(page, '.desk-beside');
  const latest = await at();
  const window = await page.locator('.desk-beside').evaluate((el) => el.clientHeight);
  for (const [key, expected] of [
    ['Shift+Space', (before: number, now: number) => now < before && before - now < window],
    ['PageUp', (before: number, now: number) => now < before],
    ['Space', (before: number, now: number) => now > before && now - before < window],
    ['Home', (_: number, now: number) => now === 0],
    ['PageDown', (_: number, now: number) => now > 0 && now < latest],
    ['End', (_: number, now: number) => now >= latest],
  ] as const) {
    const [before, listBefore] = [await at(), await list()];
    await page.keyboard.press(key);
    expect(expected(before, await at()), `${key} leads from ${before} to ${await at()}`).toBe(true);
    expect(await list(), `${key} leaves the list where it is`).toBe(listBefore);
  }
  await page.keyboard.press('r');
  await page.keyboard.type('И ещё '); // a space is a letter where one writes
  await expect(page.getByLabel('Ответ клиенту')).toHaveValue('И ещё ');
  await page.keyboard.press('Escape');
  await page.getByLabel(`Отметить № ${long.number}`).focus();
  await page.keyboard.press('Space'); // and presses what it is on
  await expect(page.getByLabel(`Отметить № ${long.number}`)).toBeChecked();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: short.title }).click(); // one that fits begins at its head
  await expect(page.getByRole('heading', { name: short.title })).toBeInViewport({ ratio: 1 });
});

test('the warning that a colleague has answered is seen whole, with the button that sends all the same', async ({
  page,
  desk,
}) => {
  const [anna, maria] = await Promise.all([
    desk.staff('consultant', nick('Анна')),
    desk.staff('consultant', nick('Мария')),
  ]);
  const olga = await desk.client();
  const task = await desk.task(olga, 'Два ответа сразу', { description: 'строка\n'.repeat(40) });
  for (const viewport of [
    { width: 1440, height: 600 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await enter(page, anna);
    await page.goto(`/desk/${task.number}`);
    const box = page.getByLabel('Ответ клиенту');
    await box.fill('Мой ответ');
    const word = nick('Я отвечаю ');
    await maria.create('comments', { task: task.id, body: word });
    await expect(page.locator('.letter').filter({ hasText: word })).toBeVisible();
    await box.evaluate((el) => el.scrollIntoView({ block: 'end' })); // the box at the foot, the buttons below the fold
    await box.press('Control+Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'Пока вы писали' })).toBeInViewport({ ratio: 1 });
    await expect(page.getByRole('button', { name: 'Всё равно отправить' })).toBeInViewport({ ratio: 1 });
    await box.fill('');
  }
});
