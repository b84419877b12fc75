import { statuses } from '../lib/contract';
import type { Report, ReportFigures, ReportTime, Schedule } from '../lib/types';
import { messageOf } from './failure';

// The key figures of the month so far, beside those of as much of the month before:
// the same that managers read in the reports, each with the tasks behind it.
const finished = statuses.filter((s) => !s.open);
const open = [...finished.map((s) => `status != '${s.name}'`), "archived_at = ''"].join(' && ');

/** A figure, and the filter that lists the tasks behind it. */
type Tile = [label: string, figure: string | number, hint: string, filter: string];

/** When a day begins by the firm's clock, as the database has it. */
const begin = (day: string, timeZone: string) => {
  const there = new Date(`${day}T00:00:00Z`);
  const ahead =
    new Date(`${there.toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')}Z`).getTime() - there.getTime();
  return new Date(there.getTime() - ahead).toISOString().replace('T', ' ');
};
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** Working minutes in words. */
const span = ({ n }: ReportTime, minutes: number) => {
  if (!n) return '—';
  if (minutes < 60) return `${Math.round(minutes)}\u00a0мин`;
  return `${(minutes / 60).toLocaleString('ru', { maximumFractionDigits: 1 })}\u00a0ч`;
};
const share = (f: ReportFigures) => (f.finished ? `${Math.round((100 * f.rated) / f.finished)}\u00a0%` : '—');

function tiles({ totals: { now, before }, period, backlog }: Report, timeZone: string): Tile[] {
  const within = (column: string) =>
    `${column} >= '${begin(period.from, timeZone)}' && ${column} < '${begin(dayAfter(period.to), timeZone)}' && archived_at = ''`;
  const done = within('done_at');
  const speed = (f: ReportTime) => `90\u00a0%: ${span(f, f.p90)}; ${f.n ? `задач: ${f.n}` : 'задач нет'}`;
  return [
    ['Поступило', now.created, `за то же время прошлого месяца ${before.created}`, within('created')],
    ['Решено', now.done, `за то же время прошлого месяца ${before.done}`, done],
    ['Открыто', backlog.n, 'сейчас, когда бы ни пришли', open],
    ['Просрочено', backlog.overdue, 'ответ был нужен раньше', "due_at != '' && due_at < @now && archived_at = ''"],
    [
      'До первого ответа',
      span(now.answer, now.answer.median),
      `половина быстрее; ${speed(now.answer)}; месяц назад ${span(before.answer, before.answer.median)}`,
      `${within('created')} && answered_at != ''`,
    ],
    [
      'До решения',
      span(now.work, now.work.median),
      `половина быстрее; ${speed(now.work)}; месяц назад ${span(before.work, before.work.median)}`,
      done,
    ],
  ];
}

/** How many of each rating, and how many of those who could have rated did. */
function ratings({ totals: { now, before } }: Report) {
  const most = Math.max(1, ...now.ratings);
  return t.table(
    { className: 'otklik-ratings' },
    t.caption(null, `Оценили ${now.rated} из ${now.finished} завершённых: ${share(now)}; месяц назад ${share(before)}`),
    t.tbody(
      null,
      ...now.ratings.map((n, i) =>
        t.tr(
          null,
          t.th({ scope: 'row' }, `Оценка ${i + 1}`),
          t.td(null, t.meter({ min: 0, max: most, value: n, ariaLabel: `Оценка ${i + 1}` })),
          t.td({ className: 'otklik-number' }, String(n)),
        ),
      ),
    ),
  );
}

/** The part of the page with the figures; it says so itself when it has none. */
export function figures() {
  const data = store<{ report: Report | null; zone: string; error: string }>({ report: null, zone: '', error: '' });
  app.pb
    .collection<Schedule>('schedule')
    .getFirstListItem('', { requestKey: null })
    .then(async ({ timezone }) => {
      const today = new Date().toLocaleDateString('sv-SE', { timeZone: timezone });
      data.zone = timezone;
      data.report = await app.pb.send<Report>('/api/desk/reports', {
        query: { from: `${today.slice(0, 8)}01`, to: today, unit: 'month' },
        requestKey: null,
      });
    })
    .catch((e: unknown) => {
      data.error = `Не удалось посчитать отчёт: ${messageOf(e)}`;
    });
  const choose = () => {
    app.store.activeCollection = 'tasks';
  };
  const tile = ([label, figure, hint, filter]: Tile) =>
    t.a(
      {
        className: 'otklik-tile',
        href: `#/collections?collection=tasks&filter=${encodeURIComponent(filter)}&sort=-number`,
        onclick: choose,
      },
      t.strong({ className: 'otklik-count' }, String(figure)),
      t.span({ className: 'otklik-label' }, label),
      t.span({ className: 'txt-hint' }, hint),
    );
  return t.section(
    { className: 'otklik-figures' },
    t.h2({ className: 'otklik-head' }, 'Этот месяц'),
    () => (data.error ? t.div({ className: 'alert danger', role: 'alert' }, data.error) : null),
    () =>
      data.report
        ? t.div({ className: 'otklik-tiles' }, ...tiles(data.report, data.zone).map(tile))
        : t.p({ className: 'txt-hint' }, data.error ? '' : 'Считаем…'),
    () => (data.report ? ratings(data.report) : null),
  );
}
