import type { Locator, Page } from '@playwright/test';
import { another, expect, nick, password, test, toast } from './fixtures.ts';

/** Goes to a control as the keyboard does, and fails where it can't be reached. */
async function tabTo(page: Page, control: Locator) {
  for (let i = 0; i < 70; i++) {
    if (await control.evaluate((el) => el === document.activeElement).catch(() => false)) {
      const outlined = await control.evaluate((el) => {
        const shown = el.matches('.vh') ? (el.nextElementSibling ?? el.parentElement) : el;
        const parent = el.closest('label');
        return (
          [shown, parent, el].some((x) => x && getComputedStyle(x).outlineStyle !== 'none') ||
          (el.matches('.row-link') && getComputedStyle(el, '::after').outlineStyle !== 'none')
        );
      });
      expect(outlined, 'the focus can be seen').toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard can't reach ${control}`);
}
const type = async (page: Page, control: Locator, text: string) => {
  await tabTo(page, control);
  await page.keyboard.type(text);
};
const press = async (page: Page, control: Locator, key = 'Enter') => {
  await tabTo(page, control);
  await page.keyboard.press(key);
};

test('the whole story by keyboard alone', async ({ page, browser, desk }) => {
  const anna = await desk.staff('consultant', 'Анна Смирнова');
  const olga = nick('keys');
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'К содержанию' })).toBeFocused();
  await press(page, page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Регистрация' }));
  await expect(page.getByRole('heading', { name: 'Регистрация' })).toBeFocused();
  await type(page, page.getByLabel('Ник'), olga);
  await press(page, page.getByRole('button', { name: 'Зарегистрироваться' }));
  await expect(page.getByLabel('Электронная почта')).toBeFocused(); // the first error
  await page.keyboard.type(`${olga}@example.com`);
  await type(page, page.getByLabel('Пароль', { exact: true }), password);
  await type(page, page.getByLabel('Название организации'), 'ООО «Яндекс»');
  await type(page, page.getByLabel('ИНН', { exact: true }), '7736207543');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Оставить сообщение' })).toBeFocused();
  await type(page, page.getByRole('textbox', { name: 'Тема' }), 'Вопрос с клавиатуры');
  await tabTo(page, page.getByRole('radio', { name: 'Обычная' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Срочно', exact: true })).toBeChecked();
  await press(page, page.getByRole('button', { name: 'Отправить' }));
  await expect(page.getByRole('heading', { name: 'Вопрос с клавиатуры' })).toBeFocused();

  const staff = await another(browser, desk, anna);
  await staff.goto('/desk');
  await expect(staff.getByRole('heading', { name: 'Рабочий стол' })).toBeVisible();
  await staff.keyboard.press('/');
  await staff.keyboard.type('клавиатуры');
  const found = staff.getByRole('listitem').filter({ hasText: 'Вопрос с клавиатуры' });
  await expect(found).toBeVisible();
  await press(staff, found.getByRole('link'));
  await press(staff, staff.getByRole('button', { name: 'Взять себе' }));
  await type(staff, staff.getByLabel('Ответ клиенту'), 'Готово, проверьте');
  await press(staff, staff.getByRole('button', { name: 'Отправить, решено' }));

  await expect(page.getByText('Готово, проверьте')).toBeVisible();
  await type(page, page.getByLabel('Ваш ответ'), 'Проверяю');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.letter').filter({ hasText: 'Проверяю' })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: /1 звезда/ }));
  await page.keyboard.press('ArrowLeft'); // from the first round to the last
  await expect(page.getByRole('radio', { name: /5 звёзд/ })).toBeChecked();
  await press(page, page.getByRole('button', { name: 'Закрыть задачу' }));
  await toast(page, 'закрыта');
  await press(page, page.getByRole('button', { name: 'Отменить' }));
  await toast(page, 'снова открыта');
  await press(page, page.getByRole('button', { name: 'Удалить' }));
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Удалить' })).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Удалить' }));
  await toast(page, 'удалена');
  await expect(page.getByText('Задач пока нет')).toBeVisible();
});
