import { another, expect, nick, password, test, timed, toast } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

// The whole story in two browsers at once. Each sees the other's step without
// a reload; how long it took is printed.
test('a client and a consultant live through a task', async ({ page, browser, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const staff = await another(browser, desk);
  await staff.goto('/login');
  await staff.getByLabel('Ник или почта').fill(anna.username);
  await staff.getByLabel('Пароль', { exact: true }).fill(password);
  await staff.getByRole('main').getByRole('button', { name: 'Вход' }).click();
  await expect(staff.getByRole('heading', { name: 'Рабочий стол' })).toBeVisible();

  await page.goto('/');
  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Регистрация' }).click();
  const olga = nick('olga');
  await page.getByLabel('Ник').fill(olga.toUpperCase());
  await page.getByLabel('Электронная почта').fill(`${olga}@example.com`);
  await page.getByLabel('Пароль', { exact: true }).fill(password);
  await page.getByLabel('Название организации').fill('ПАО Сбербанк');
  await page.getByLabel('ИНН', { exact: true }).fill('7707083894');
  await expect(page.getByText('контрольная цифра не сходится')).toBeVisible();
  await page.getByLabel('ИНН', { exact: true }).fill('7707083893');
  await expect(page.getByText('ИНН записан верно')).toBeVisible();
  await page.getByLabel('КПП').fill('773601001');
  await page.getByLabel('ОГРН').fill('1027700132195');
  await page.getByRole('button', { name: 'Зарегистрироваться' }).click();

  await expect(page.getByRole('heading', { name: 'Оставить сообщение' })).toBeVisible();
  await expect(page.getByText(olga, { exact: true })).toBeVisible();
  await expect(page.getByText('7707083893')).toBeVisible();
  await page.getByRole('textbox', { name: 'Тема' }).fill('Не проводится счёт-фактура');
  await page
    .getByRole('textbox', { name: 'Описание' })
    .fill('Программа пишет «Не заполнен код». См. https://example.com/help');
  await page.getByText('Срочно', { exact: true }).click();
  await page.getByRole('button', { name: 'Отправить' }).click();
  const row = staff.getByRole('listitem').filter({ hasText: 'Не проводится счёт-фактура' });
  await timed('the consultant sees the new task', expect(row).toBeVisible());
  await expect(page.getByText('Задача в очереди')).toBeVisible();
  await expect(row).toContainText('ПАО Сбербанк');

  await row.getByRole('button', { name: /Взять задачу/ }).click();
  await timed('the client sees who has it', expect(page.getByText('Задачей занимается Анна Смирнова')).toBeVisible());
  await row.getByRole('link').click();
  await staff.getByLabel('Ответ клиенту').fill('Пришлите номер релиза.');
  await staff.getByRole('button', { name: 'Отправить и ждать ответа' }).click();
  await timed('the client sees the question', expect(page.getByText('Пришлите номер релиза.')).toBeVisible());
  await expect(page.getByText('ждёт вашего ответа')).toBeVisible();

  await page.getByLabel('Ваш ответ').fill('Релиз 3.0.162');
  await page.getByRole('button', { name: 'Отправить', exact: true }).click();
  await timed('the consultant sees the answer', expect(staff.getByText('Релиз 3.0.162')).toBeVisible());
  await expect(staff.getByRole('complementary').getByText('В работе')).toBeVisible();
  await staff.getByText('Заметка для своих').click();
  await staff.getByLabel('Заметка, клиент её не увидит').fill('Ошибка релиза, завести в базу знаний');
  await staff.getByRole('button', { name: 'Записать' }).click();
  await expect(staff.getByText('Ошибка релиза, завести в базу знаний')).toBeVisible();
  await staff.getByRole('button', { name: 'Решена', exact: true }).click();
  await timed('the client sees it is done', expect(page.getByText('Если ничего не делать, закроется')).toBeVisible());
  await expect(page.getByText('завести в базу знаний')).toHaveCount(0);

  await page.locator('.stars label').nth(3).click();
  await page.getByLabel('Отзыв').fill('Быстро и понятно');
  await page.getByRole('button', { name: 'Закрыть задачу' }).click();
  await toast(page, 'Спасибо за оценку');
  await timed(
    'the consultant sees the rating',
    expect(
      staff.getByRole('complementary', { name: 'О задаче' }).getByRole('img', { name: 'Оценка: 4 из 5' }),
    ).toBeVisible(),
  );
  await expect(staff.getByRole('complementary', { name: 'О задаче' }).getByText('Быстро и понятно')).toBeVisible();

  await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Мои задачи' }).click();
  const mine = page.getByRole('listitem').filter({ hasText: 'Не проводится счёт-фактура' });
  await expect(mine).toContainText('Анна Смирнова');
  await expect(mine).toContainText('Закрыта');
  await expect(mine.getByRole('img', { name: 'Оценка: 4 из 5' })).toBeVisible();
});
