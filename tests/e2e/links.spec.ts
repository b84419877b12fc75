import { type Fields, first, type Person } from '../api.ts';
import { type MailServer, startMail } from '../mail.ts';
import { sendMailsTo, sendNow } from '../server.ts';
import { allowErrors, another, type Desk, expect, test, violations, watch } from './fixtures.ts';

/** The program with a mail server of its own, and a task that is done. */
const linked = test.extend<object, { mail: MailServer }>({
  mail: [
    async ({ desk }, use) => {
      const mail = await startMail();
      await sendMailsTo(desk.root, mail.port);
      await use(mail);
      await sendMailsTo(desk.root, null);
      await mail.stop();
    },
    { scope: 'worker' },
  ],
});

async function finished(desk: Desk, fields: Fields = {}) {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = await desk.client(fields);
  const task = await desk.task(olga, 'Расхождение в 6-НДФЛ');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await desk.patch(anna, task, { status: 'done' });
  const address = `${olga.username}@example.com`;
  await sendNow(desk.root, address);
  return { anna, olga, address };
}

/** A second task of the same people that waits for the client. */
async function asked(desk: Desk, { anna, olga, address }: { anna: Person; olga: Person; address: string }) {
  const task = await desk.task(olga, 'Вторая задача');
  await desk.patch(anna, task, { consultant: anna.record.id });
  await desk.patch(anna, task, { status: 'waiting' });
  await sendNow(desk.root, address);
}

const assessments = (who: Person) => who.list('assessments');

linked(
  'a client rates from the letter, without an account at hand, and without JavaScript',
  async ({ browser, desk, mail }) => {
    const { olga, address } = await finished(desk);
    const link = (await mail.link(address, '/links/rate/')).replace(/\?r=\d$/, '');
    const page = await another(browser, desk, null, { javaScriptEnabled: false });
    const problems = watch(page);
    await page.goto(`${link}?r=4`);
    await expect(page.getByRole('heading', { name: 'Как вам помогли?' })).toBeVisible();
    await expect(page.getByText('«Расхождение в 6-НДФЛ»')).toBeVisible();
    await expect(page.getByRole('radio', { name: '4 из 5: Хорошо' })).toBeChecked();
    expect(await assessments(olga)).toEqual([]);
    await page.getByRole('radio', { name: '4 из 5' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Быстро и понятно');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Спасибо, оценка записана' })).toBeVisible();
    expect(first(await assessments(olga))).toMatchObject({ rating: 5, comment: 'Быстро и понятно' });
    await expect(page.getByRole('link', { name: 'Открыть задачу' })).toHaveAttribute('href', /^\/tasks\/\d+$/);
    expect(problems).toEqual([]);

    expect((await page.goto(link))?.status()).toBe(410);
    await expect(page.getByRole('heading', { name: 'Ссылка больше не действует' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'На главную' })).toHaveAttribute('href', '/');
  },
);

linked('nothing is sent without a star, and a long comment is kept', async ({ page, desk, mail }) => {
  const { olga, address } = await finished(desk);
  const link = (await mail.link(address, '/links/rate/')).replace(/\?r=\d$/, '');
  allowErrors(page, /422/);
  await page.goto(link);
  await page.getByRole('button', { name: 'Отправить оценку' }).click();
  await expect(page.getByRole('heading', { name: 'Как вам помогли?' })).toBeVisible();
  await page.locator('input[name=rating]').evaluateAll((all) => {
    for (const i of all) i.removeAttribute('required');
  });
  await page.getByLabel('Отзыв').fill('Слова остаются');
  await page.getByRole('button', { name: 'Отправить оценку' }).click();
  await expect(page.getByRole('alert')).toHaveText(/выберите от одной до пяти/);
  await expect(page.getByLabel('Отзыв')).toHaveValue('Слова остаются');
  await page.locator('label').filter({ hasText: 'Слабо' }).click();
  await page.getByRole('button', { name: 'Отправить оценку' }).click();
  await expect(page.getByText('верните задачу в работу')).toBeVisible();
  expect(first(await assessments(olga))).toMatchObject({ rating: 2, comment: 'Слова остаются' });
});

linked(
  'a mail is answered with a confirmation; its kind is switched off, and back on',
  async ({ page, desk, mail }) => {
    const people = await finished(desk);
    const { olga, address } = people;
    await asked(desk, people);
    const read = await mail.link(address, '/links/read/');
    const unread = async () => (await olga.list('notifications', 'kind="question"')).filter((n) => !n.read_at).length;
    await page.goto(read);
    expect(await unread()).toBe(1);
    await page.getByRole('button', { name: 'Подтвердить прочтение' }).click();
    await expect(page.getByRole('heading', { name: 'Отмечено как прочитанное' })).toBeVisible();
    expect(await unread()).toBe(0);

    const letter = mail.letters.find((l) => l.to === address && l.text.includes('/links/read/'))?.text ?? '';
    const header = letter.replace(/\r?\n[ \t]+/g, ' ').match(/^List-Unsubscribe: *<([^>]+)>/im)?.[1] ?? '';
    expect(header).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/links\/unsubscribe\/[\w.-]+$/);
    expect(letter).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/im);
    const muted = async () => (await olga.get('users', olga.record.id)).muted;
    const once = await fetch(header, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      redirect: 'error',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'https://evil.example' },
    });
    expect(once.status).toBe(200);
    expect(once.headers.get('access-control-allow-origin')).toBeNull();
    expect(await muted()).toEqual(['question.mail']);
    await page.goto(header);
    await expect(page.getByRole('heading', { name: 'Такие письма больше не придут' })).toBeVisible();
    await page.getByRole('button', { name: 'Вернуть письма' }).click();
    await expect(page.getByRole('heading', { name: 'Письма снова включены' })).toBeVisible();
    expect(await muted()).toEqual([]);
    await page.getByRole('button', { name: 'Не присылать' }).click();
    await expect(page.getByRole('heading', { name: 'Такие письма больше не придут' })).toBeVisible();
    expect(await muted()).toEqual(['question.mail']);
  },
);

for (const [scheme, size, viewport] of [
  ['light', 'wide', { width: 1280, height: 800 }],
  ['dark', 'phone', { width: 390, height: 844 }],
  ['light', 'narrow', { width: 320, height: 640 }],
] as const) {
  linked(`the pages behind links: ${scheme}, ${size}`, async ({ browser, desk, mail }) => {
    const people = await finished(desk, size === 'narrow' ? { locale: 'en' } : {});
    const { address } = people;
    await asked(desk, people);
    const page = await another(browser, desk, null, {
      viewport,
      colorScheme: scheme,
      ...(size === 'narrow' && { locale: 'en-GB' }),
    });
    const look = async (name: string) => {
      if (size !== 'narrow') expect.soft(await violations(page), `${name}, ${scheme}, ${size}`).toEqual([]);
      expect
        .soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name)
        .toBeLessThanOrEqual(0);
    };
    const act = async (name: string) => {
      await page.locator('form button').click();
      await expect(page.locator('h1')).toBeVisible();
      await look(name);
    };
    const rate = await mail.link(address, '/links/rate/');
    await page.goto(rate.replace(/\?r=\d$/, '?r=3'));
    await look('rate');
    await act('rated');
    await page.goto(rate);
    await look('void');
    await page.goto(await mail.link(address, '/links/read/'));
    await look('read');
    await act('has-read');
    await page.goto(await mail.link(address, '/links/unsubscribe/'));
    await look('unsubscribe');
    await act('unsubscribed');
    await act('resubscribed');
    if (size === 'narrow') await expect(page.getByRole('heading')).toHaveText('The mails are on again');
  });
}
