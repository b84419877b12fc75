import type { Browser, Page } from '@playwright/test';
import type { Person } from '../api.ts';
import { another, type Desk, expect, follow, test } from './fixtures.ts';

interface Moment {
  name: string;
  at: string;
  /** Where the firm and its people are. */
  zone: 'Europe/Moscow' | 'Europe/Berlin';
  /** The days of each preset of the report, the first and the last. */
  periods: Record<(typeof presets)[number], [from: string, to: string]>;
  /** Two hours and a half later, in the words of the client's task. */
  due: string;
}

const presets = ['Сегодня', 'Неделя', 'Месяц', 'Прошлый месяц', 'Квартал', 'Год'] as const;

// All in the past: a session outlives none of them.
const moments: Moment[] = [
  {
    name: 'a Monday',
    at: '2026-03-02T12:00:00+03:00',
    zone: 'Europe/Moscow',
    due: '2 марта в 14:30',
    periods: {
      Сегодня: ['2026-03-02', '2026-03-02'],
      Неделя: ['2026-03-02', '2026-03-02'],
      Месяц: ['2026-03-01', '2026-03-02'],
      'Прошлый месяц': ['2026-02-01', '2026-02-28'],
      Квартал: ['2026-01-01', '2026-03-02'],
      Год: ['2026-01-01', '2026-03-02'],
    },
  },
  {
    name: 'a Sunday',
    at: '2026-03-08T12:00:00+03:00',
    zone: 'Europe/Moscow',
    due: '8 марта в 14:30',
    periods: {
      Сегодня: ['2026-03-08', '2026-03-08'],
      Неделя: ['2026-03-02', '2026-03-08'],
      Месяц: ['2026-03-01', '2026-03-08'],
      'Прошлый месяц': ['2026-02-01', '2026-02-28'],
      Квартал: ['2026-01-01', '2026-03-08'],
      Год: ['2026-01-01', '2026-03-08'],
    },
  },
  {
    name: '1 January, while it is still December in Greenwich',
    at: '2026-01-01T00:30:00+03:00',
    zone: 'Europe/Moscow',
    due: '1 января в 03:00',
    periods: {
      Сегодня: ['2026-01-01', '2026-01-01'],
      Неделя: ['2025-12-29', '2026-01-01'],
      Месяц: ['2026-01-01', '2026-01-01'],
      'Прошлый месяц': ['2025-12-01', '2025-12-31'],
      Квартал: ['2026-01-01', '2026-01-01'],
      Год: ['2026-01-01', '2026-01-01'],
    },
  },
  {
    name: '29 February',
    at: '2024-02-29T23:00:00+03:00',
    zone: 'Europe/Moscow',
    due: '1 марта в 01:30',
    periods: {
      Сегодня: ['2024-02-29', '2024-02-29'],
      Неделя: ['2024-02-26', '2024-02-29'],
      Месяц: ['2024-02-01', '2024-02-29'],
      'Прошлый месяц': ['2024-01-01', '2024-01-31'],
      Квартал: ['2024-01-01', '2024-02-29'],
      Год: ['2024-01-01', '2024-02-29'],
    },
  },
  {
    name: 'the last day of a month longer than the one before',
    at: '2026-03-31T12:00:00+03:00',
    zone: 'Europe/Moscow',
    due: '31 марта в 14:30',
    periods: {
      Сегодня: ['2026-03-31', '2026-03-31'],
      Неделя: ['2026-03-30', '2026-03-31'],
      Месяц: ['2026-03-01', '2026-03-31'],
      'Прошлый месяц': ['2026-02-01', '2026-02-28'],
      Квартал: ['2026-01-01', '2026-03-31'],
      Год: ['2026-01-01', '2026-03-31'],
    },
  },
  {
    name: '31 December at 23:59',
    at: '2025-12-31T23:59:00+03:00',
    zone: 'Europe/Moscow',
    due: '1 января 2026 г. в 02:29',
    periods: {
      Сегодня: ['2025-12-31', '2025-12-31'],
      Неделя: ['2025-12-29', '2025-12-31'],
      Месяц: ['2025-12-01', '2025-12-31'],
      'Прошлый месяц': ['2025-11-01', '2025-11-30'],
      Квартал: ['2025-10-01', '2025-12-31'],
      Год: ['2025-01-01', '2025-12-31'],
    },
  },
  {
    name: 'the night the clocks go forward',
    at: '2026-03-29T01:30:00+01:00',
    zone: 'Europe/Berlin',
    due: '29 марта в 05:00',
    periods: {
      Сегодня: ['2026-03-29', '2026-03-29'],
      Неделя: ['2026-03-23', '2026-03-29'],
      Месяц: ['2026-03-01', '2026-03-29'],
      'Прошлый месяц': ['2026-02-01', '2026-02-28'],
      Квартал: ['2026-01-01', '2026-03-29'],
      Год: ['2026-01-01', '2026-03-29'],
    },
  },
  {
    name: 'the night the clocks go back',
    at: '2025-10-26T02:30:00+02:00',
    zone: 'Europe/Berlin',
    due: '26 октября в 04:00',
    periods: {
      Сегодня: ['2025-10-26', '2025-10-26'],
      Неделя: ['2025-10-20', '2025-10-26'],
      Месяц: ['2025-10-01', '2025-10-26'],
      'Прошлый месяц': ['2025-09-01', '2025-09-30'],
      Квартал: ['2025-10-01', '2025-10-26'],
      Год: ['2025-01-01', '2025-10-26'],
    },
  },
];

const minute = 60_000;

/** A person's page whose clock stands at a moment, in the time zone of the firm. */
async function pageAt(browser: Browser, desk: Desk, who: Person, { at, zone }: Moment) {
  const page = await another(browser, desk, who, { timezoneId: zone });
  await page.clock.setFixedTime(at);
  await answer(page, 'schedule', { timezone: zone });
  return page;
}

/** Ends a person's visit, whatever is still on its way. */
async function leave(page: Page) {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
}

/** Puts other values into fields of what the server answers of a kind, wherever they are in it. */
async function answer(page: Page, kind: 'queue' | 'schedule' | 'tasks', fields: Record<string, string>) {
  const put = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(put);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, fields[name] ?? put(own)]));
  };
  await page.route(new RegExp(`/api/[^?]*\\b${kind}\\b`), async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: put(await response.json()) });
  });
}

const later = ({ at }: Moment, minutes: number) =>
  new Date(Date.parse(at) + minutes * minute).toISOString().replace('T', ' ');

async function reportsSay(page: Page, { periods }: Moment) {
  const checked = page.getByRole('group', { name: 'Период' }).getByRole('radio', { checked: true });
  await page.goto('/reports');
  await expect(checked).toHaveCount(1);
  for (const preset of presets) {
    const [from, to] = periods[preset];
    await page.getByText(preset, { exact: true }).click();
    await expect(page.getByLabel('С', { exact: true })).toHaveValue(from);
    await expect(page.getByLabel('По', { exact: true })).toHaveValue(to);
    await expect(checked, `${preset} and nothing else`).toHaveCount(1);
    await expect(page.getByRole('radio', { name: preset, exact: true })).toBeChecked();
  }
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Год', exact: true })).toBeChecked();
}

async function queueSays(page: Page, moment: Moment, client: Person) {
  const row = page.locator('.q-row');
  await answer(page, 'queue', { due_at: later(moment, 160), created: later(moment, -30), last_at: later(moment, -30) });
  await follow(page, `/desk?view=all&client=${client.record.id}`);
  await expect(row).toContainText('ответить через 3 часа');
  await expect(row).toContainText('30 минут назад');
  await answer(page, 'queue', { due_at: later(moment, -100) });
  await follow(page, `/desk?view=all&client=${client.record.id}&sort=oldest`);
  await expect(row).toContainText('срок прошёл 2 часа назад');
}

async function scheduleSays(page: Page) {
  await follow(page, '/desk/settings?part=hours');
  await expect(
    page.getByRole('group', { name: /^(понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)$/ }),
  ).toHaveText([/^понедельник/, /^вторник/, /^среда/, /^четверг/, /^пятница/, /^суббота/, /^воскресенье/]);
  for (const day of ['1 января', '29 февраля', '31 декабря 2026 г.'])
    await expect(page.getByRole('listitem').filter({ hasText: day })).toContainText('выходной');
}

for (const moment of moments) {
  test(`what is said on ${moment.name}`, async ({ browser, desk }) => {
    const olga = await desk.client();
    const task = await desk.task(olga, 'Вопрос ко времени');
    const { id, exceptions } = await desk.root.only('schedule');
    try {
      await desk.root.update('schedule', id, { exceptions: { '01-01': [], '02-29': [], '2026-12-31': [] } });

      const boss = await pageAt(browser, desk, await desk.staff('manager', 'Пётр Ильин'), moment);
      await reportsSay(boss, moment);
      await queueSays(boss, moment, olga);
      await scheduleSays(boss);
      await leave(boss);

      const client = await pageAt(browser, desk, olga, moment);
      await answer(client, 'tasks', { due_at: later(moment, 150) });
      await client.goto(`/tasks/${task.number}`);
      await expect(client.getByText('Задача в очереди')).toContainText(`Ответим до ${moment.due}.`);
      await answer(client, 'tasks', { due_at: later(moment, -1) }); // that it is late the client knows
      await follow(client, '/tasks');
      await expect(client.getByRole('heading', { name: 'Мои задачи' })).toBeVisible();
      await follow(client, `/tasks/${task.number}`);
      await expect(client.getByText('Задача в очереди')).not.toContainText('Ответим до');
      await leave(client);
    } finally {
      await desk.root.update('schedule', id, { exceptions });
    }
  });
}
