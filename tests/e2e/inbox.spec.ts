import { connect } from 'node:net';
import type { Page } from '@playwright/test';
import { first } from '../api.ts';
import { startServer } from '../server.ts';
import { allowErrors, another, test as base, Desk, enter, expect, nick, toast, violations } from './fixtures.ts';

const address = 'desk@firma.example';

/** A desk that takes mail in. */
const test = base.extend({
  desk: [
    async ({}, use) => {
      const server = await startServer(['--mail-in', '127.0.0.1:0']);
      const desk = await Desk.open(server);
      await desk.root.update('mailbox', (await desk.root.only('mailbox')).id, {
        address,
        plus: true,
        accept_unverified: true,
      });
      await use(desk);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});

interface Mail {
  from: string;
  name: string;
  subject: string;
  body: string;
  headers?: string[];
}

/** Brings a mail by SMTP, as the sender's mail server does. */
async function bring(desk: Desk, { from, name, subject, body, headers = [] }: Mail) {
  const socket = connect(Number(desk.server.mailIn.split(':').pop()), '127.0.0.1');
  const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  const mail = [
    `From: ${word(name)} <${from}>`,
    `To: ${address}`,
    `Subject: ${word(subject)}`,
    `Message-ID: <${nick('mail')}@else.example>`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0300',
    'MIME-Version: 1.0',
    ...(headers.some((h) => h.startsWith('Content-Type')) ? [] : ['Content-Type: text/plain; charset=utf-8']),
    ...headers,
    '',
    ...body.split('\n'),
    '.',
  ];
  const steps = ['EHLO else.example', `MAIL FROM:<${from}>`, `RCPT TO:<${address}>`, 'DATA', mail.join('\r\n'), 'QUIT'];
  let text = '';
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      text += String(chunk);
      for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (/^\d{3}-/.test(line)) continue;
        if (/^[45]/.test(line)) reject(new Error(line));
        const step = steps.shift();
        if (step) socket.write(`${step}\r\n`);
        else socket.end();
      }
    });
  });
}

const stranger = (subject: string, fields: Partial<Mail> = {}): Mail => {
  const who = nick('anna');
  return {
    from: `${who}@vektor.example`,
    name: 'Анна Ветрова',
    subject,
    body: 'Добрый день!\nВозьмёте нас на обслуживание?',
    ...fields,
  };
};
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

test("a stranger's mail becomes the first task of a new client", async ({ page, browser, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  await desk.staff('manager', 'Второй Руководитель');
  const mail = stranger('Нужна помощь с 1С', {
    body: 'Добрый день!\nhttps://example.com\n\n24.11.2026, 9:00, "Отклик" <desk@firma.example>:\n> Здравствуйте!',
    headers: ['In-Reply-To: <old@firma.example>'],
  });
  await enter(page, boss);
  await page.goto('/desk');
  await expect(page.getByRole('link', { name: /^Почта/ })).toBeVisible();
  await bring(desk, mail);
  await page.getByRole('link', { name: /^Почта.*: \d+ пис\S+ жд[уё]т решения/ }).click();
  await expect(page).toHaveURL(/\/desk\/inbox$/);
  await expect(row(page, 'Нужна помощь с 1С')).toContainText('Анна Ветрова');
  await expect(row(page, 'Нужна помощь с 1С')).toContainText('Адреса нет ни у одного клиента');
  await row(page, 'Нужна помощь с 1С').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Нужна помощь с 1С' })).toBeFocused();
  await expect(page.getByText('Добрый день!')).toBeVisible();
  await expect(page.getByText('Здравствуйте!')).toBeHidden();
  await page.getByText('Прежняя переписка').click();
  await expect(page.getByText('> Здравствуйте!')).toBeVisible();
  const raw = page.waitForEvent('download');
  await page.getByRole('button', { name: 'mail.eml' }).click();
  expect((await raw).suggestedFilename()).toBe('mail.eml');

  const other = await another(browser, desk, boss);
  await other.goto(page.url());
  await expect(other.getByRole('button', { name: 'Принять…' })).toBeVisible();

  await page.getByRole('button', { name: 'Принять…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('никого нет')).toBeVisible();
  await dialog.getByRole('button', { name: 'Завести нового клиента' }).click();
  await expect(dialog.getByLabel('Ник')).toHaveValue(mail.from.replace(/@.*/, ''));
  await expect(dialog.getByLabel('Электронная почта')).toHaveValue(mail.from);
  await expect(dialog.getByLabel('Имя')).toHaveValue('Анна Ветрова');
  await dialog.getByRole('button', { name: 'Завести и принять' }).click();
  await expect(dialog.getByLabel('Название организации')).toBeFocused();
  const olga = await desk.client();
  await dialog.getByLabel('Ник').fill(olga.username);
  await dialog.getByLabel('Название организации').fill('ООО «Вектор»');
  await dialog.getByLabel('ИНН').fill('7736207543');
  allowErrors(page, /400/);
  await dialog.getByRole('button', { name: 'Завести и принять' }).click();
  await expect(dialog.getByLabel('Ник')).toHaveAttribute('aria-invalid', 'true');
  await expect(dialog.getByLabel('Ник')).toBeFocused();
  await dialog.getByLabel('Ник').fill(nick('vetrova'));
  await dialog.getByRole('button', { name: 'Завести и принять' }).click();
  await toast(page, 'Принято: задача №');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('complementary').getByText('Принято')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Принять…' })).toHaveCount(0);
  await expect(other.getByRole('button', { name: 'Принять…' })).toHaveCount(0);
  await expect(other.getByRole('complementary')).toContainText('Пётр Ильин');
  await page.locator('.toast').filter({ hasText: 'Принято: задача' }).getByRole('button', { name: 'Открыть' }).click();
  await expect(page.getByRole('heading', { name: 'Нужна помощь с 1С' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'О клиенте' })).toContainText('ООО «Вектор»');
});

test('a mail goes to a client who is found by organisation, INN, nick and address', async ({ page, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const name = nick('ООО Берег ');
  const olga = await desk.client({ profile: { organization: name, inn: '7736207543' } });
  await bring(desk, stranger('С домашнего адреса'));
  await enter(page, boss);
  await page.goto('/desk/inbox');
  await row(page, 'С домашнего адреса').getByRole('link').click();
  await page.getByRole('button', { name: 'Принять…' }).click();
  const dialog = page.getByRole('dialog');
  const find = dialog.getByLabel('Ник, организация, ИНН или почта');
  for (const words of [name.toLowerCase(), olga.username, `${olga.username}@example.com`, '7736207543']) {
    await find.fill('нет такого');
    await expect(dialog.getByText('никого нет')).toBeVisible();
    await find.fill(words);
    await expect(dialog.getByText(name)).toBeVisible();
  }
  await find.fill(olga.username);
  await dialog.getByRole('button', { name: 'Принять', exact: true }).click();
  await expect(dialog.getByText('Выберите клиента.')).toBeVisible();
  await dialog.getByLabel(name).check();
  const other = await desk.client();
  await find.fill(other.username);
  await dialog.getByLabel(other.username).waitFor();
  await dialog.getByRole('button', { name: 'Принять', exact: true }).click();
  await expect(dialog, 'a client out of sight is not taken').toBeVisible();
  await find.fill(olga.username);
  await dialog.getByLabel(name).check();
  await dialog.getByRole('button', { name: 'Принять', exact: true }).click();
  await toast(page, 'Принято: задача №');
  const tasks = await olga.list('tasks');
  expect(tasks.map((task) => task.title)).toEqual(['С домашнего адреса']);
});

test('an answer from another address goes into its task', async ({ page, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const olga = await desk.client();
  const task = await desk.task(olga, 'Ждёт ответа');
  await desk.patch(boss, task, { consultant: boss.record.id });
  await boss.create('comments', { task: task.id, body: 'Какой релиз?' });
  const letters = () => desk.root.list('outbox', `task = "${task.id}" && message_id != ""`);
  await expect.poll(async () => (await letters()).length, { timeout: 15_000 }).toBeGreaterThan(0);
  await bring(desk, {
    from: 'olga.home@example.com',
    name: 'Ольга',
    subject: 'Re: Ждёт ответа',
    body: 'Релиз 3.0.150',
    headers: [`In-Reply-To: <${first(await letters()).message_id}>`],
  });
  await enter(page, boss);
  await page.goto('/desk/inbox');
  await row(page, 'Ждёт ответа').getByRole('link').first().click();
  await page.getByRole('button', { name: 'Принять…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Станет ответом в задаче № ${task.number}`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Добавить в задачу' }).click();
  await toast(page, `Принято в задачу № ${task.number}`);
  await page.goto(`/desk/${task.number}`);
  await expect(page.getByText('Релиз 3.0.150')).toBeVisible();
});

test('refused and taken back, live, and nobody decides twice', async ({ page, browser, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const other = await another(browser, desk, await desk.staff('manager', 'Второй Руководитель'));
  await other.goto('/desk/inbox');
  await expect(other.getByRole('heading', { name: 'Входящие письма' })).toBeVisible();
  await bring(desk, stranger('Купите тонер'));
  await bring(desk, { ...stranger('Автоответ: отпуск'), headers: ['Auto-Submitted: auto-replied'] });
  await expect(row(other, 'Купите тонер')).toBeVisible();
  await enter(page, boss);
  await page.goto('/desk/inbox');
  await row(page, 'Купите тонер').getByRole('link').click();
  const mail = page.url();
  await page.getByRole('button', { name: 'Отклонить' }).click();
  await toast(page, 'Письмо отклонено');
  await expect(page).toHaveURL(/\/desk\/inbox$/);
  await expect(row(other, 'Купите тонер')).toHaveCount(0);
  await page.locator('.toast').getByRole('button', { name: 'Отменить' }).click();
  await toast(page, 'Письмо снова ждёт решения');
  await expect(row(other, 'Купите тонер')).toBeVisible();

  await page.goto(mail);
  await page.getByRole('button', { name: 'Принять…' }).click();
  await boss.send('POST', `/api/desk/inbox/${mail.split('/').pop()}/refuse`);
  await expect(page.getByRole('complementary').getByText('Отклонено')).toBeVisible();
  await page.goto('/desk/inbox?status=refused');
  await row(page, 'Купите тонер').getByRole('link').click();
  await page.getByRole('button', { name: 'Вернуть на решение' }).click();
  await expect(page.getByRole('button', { name: 'Принять…' })).toBeVisible();

  await page.goto('/desk/inbox');
  await page.getByText('Без ответа', { exact: true }).click();
  await expect(page).toHaveURL(/status=ignored/);
  await expect(row(page, 'Автоответ: отпуск')).toContainText('Автоответ.');
  await row(page, 'Автоответ: отпуск').getByRole('link').click();
  await page.getByRole('button', { name: 'Его написал человек' }).click();
  await expect(page.getByRole('button', { name: 'Принять…' })).toBeVisible();
});

test('consultants are turned away, nothing is said for a mail that is not there', async ({ page, browser, desk }) => {
  const anna = await another(browser, desk, await desk.staff('consultant', 'Анна Смирнова'));
  await anna.goto('/desk');
  await expect(anna.getByRole('heading', { name: 'Рабочий стол' })).toBeVisible();
  await expect(anna.getByRole('link', { name: /^Почта/ })).toHaveCount(0);
  await anna.goto('/desk/inbox');
  await expect(anna.getByText('Это видят руководители')).toBeVisible();
  await anna.goto('/desk/inbox/nothing');
  await expect(anna.getByText('Это видят руководители')).toBeVisible();
  await enter(page, await desk.staff('manager', 'Пётр Ильин'));
  allowErrors(page, /404/);
  await page.goto('/desk/inbox/nothing');
  await expect(page.getByText('Такого письма нет')).toBeVisible();
});

test('without a connection it says so and comes back', async ({ page, context, desk }) => {
  await bring(desk, stranger('Письмо до обрыва'));
  await enter(page, await desk.staff('manager', 'Пётр Ильин'));
  await page.goto('/desk/inbox');
  await expect(row(page, 'Письмо до обрыва')).toBeVisible();
  allowErrors(page, /ERR_INTERNET_DISCONNECTED/, /Failed to fetch/);
  await context.setOffline(true);
  await page.getByText('Отклонены', { exact: true }).click();
  await expect(page.getByText('Не удалось загрузить')).toBeVisible();
  await context.setOffline(false); // it tries again by itself
  await expect(page.getByText('Не удалось загрузить')).toHaveCount(0);
});

test('by keyboard alone', async ({ page, desk }) => {
  await bring(desk, stranger('Одними клавишами'));
  await enter(page, await desk.staff('manager', 'Пётр Ильин'));
  await page.goto('/desk/inbox');
  await row(page, 'Одними клавишами').getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Одними клавишами' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Принять…' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await toast(page, 'Письмо отклонено');
});

const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
for (const [scheme, viewport] of [
  ['light', wide],
  ['dark', phone],
] as const) {
  test(`axe finds nothing: ${scheme}, ${viewport.width}`, async ({ browser, desk }) => {
    test.setTimeout(300_000);
    await bring(
      desk,
      stranger('Письмо с длинной темой, чтобы было видно, как она ложится на узкий экран телефона', {
        name: 'Александра Константиновна Преображенская',
      }),
    );
    await bring(desk, { ...stranger('Рассылка недели'), headers: ['List-Id: <week.list.example>'] });
    const page = await another(browser, desk, await desk.staff('manager', 'Пётр Ильин'), {
      viewport,
      colorScheme: scheme,
    });
    const look = async (name: string) => {
      expect.soft(await violations(page), name).toEqual([]);
      expect
        .soft(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} fits`)
        .toBe(true);
    };
    await page.goto('/desk');
    await expect(page.getByRole('link', { name: /^Почта.*: \d+ пис/ })).toBeVisible();
    await look('desk');
    await page.goto('/desk/inbox');
    await expect(row(page, 'Письмо с длинной темой').first()).toBeVisible();
    await look('list');
    await page.goto('/desk/inbox?status=ignored');
    await expect(row(page, 'Рассылка недели').first()).toBeVisible();
    await look('ignored');
    await page.goto('/desk/inbox');
    await row(page, 'Письмо с длинной темой').first().getByRole('link').click();
    await expect(page.getByRole('button', { name: 'Принять…' })).toBeVisible();
    await look('mail');
    await page.getByRole('button', { name: 'Принять…' }).click();
    await expect(page.getByRole('dialog').getByText('никого нет')).toBeVisible();
    await look('nobody');
    const olga = await desk.client();
    await page.getByRole('dialog').getByLabel('Ник, организация, ИНН или почта').fill(olga.username);
    await page.getByRole('dialog').getByLabel(olga.username).check();
    await look('clients');
    await page.getByRole('dialog').getByText('Новый клиент').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Завести и принять' }).click();
    await look('newcomer');
  });
}

test('the mail of a web form is offered to the client whom it asks to answer', async ({ page, desk }) => {
  const boss = await desk.staff('manager', 'Пётр Ильин');
  const olga = await desk.client();
  const reply = `${olga.username}@example.com`;
  await bring(
    desk,
    stranger('Заявка с сайта', { from: 'noreply@site.example', name: 'Форма сайта', headers: [`Reply-To: ${reply}`] }),
  );
  await enter(page, boss);
  await page.goto('/desk/inbox');
  await expect(row(page, 'Заявка с сайта')).toContainText(reply);
  await row(page, 'Заявка с сайта').getByRole('link').click();
  await expect(page.getByRole('complementary').getByRole('link', { name: reply })).toBeVisible();
  await page.getByRole('button', { name: 'Принять…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: new RegExp(olga.username) })).toBeChecked();
  await dialog.getByRole('button', { name: 'Принять', exact: true }).click();
  await toast(page, 'Принято: задача №');
});

test('a task by mail has the history of its thread, and staff fetch the files left out', async ({ page, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client();
  await desk.root.update('users', olga.record.id, { verified: true });
  const part = (head: string, body: string) => `--b\n${head}\n\n${body}\n`;
  await bring(desk, {
    from: `${olga.username}@example.com`,
    name: 'Ольга',
    subject: 'Re: Платёж отклонён',
    headers: ['In-Reply-To: <x@bank.example>', 'Content-Type: multipart/mixed; boundary=b'],
    body: `${part('Content-Type: text/plain; charset=utf-8', 'Что делать?\n\n01.02.2026 10:00, Банк <info@bank.example> пишет:\n> Код 14')}${part(
      'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename="key.bin"\nContent-Transfer-Encoding: base64',
      'AQIDAP7/gA==',
    )}--b--`,
  });
  await enter(page, anna);
  await page.goto('/desk?view=all');
  await page.getByRole('link', { name: 'Платёж отклонён' }).first().click();
  await expect(page.getByText('Не приложены: key.bin')).toBeVisible();
  await expect(page.getByText('Код 14')).toBeHidden();
  await page.getByText('Показать переписку').click();
  await expect(page.getByText('Код 14')).toBeVisible();
  await page.getByText('Не приложено, есть в самом письме').click();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'key.bin' }).click();
  expect((await file).suggestedFilename()).toBe('key.bin');
});
