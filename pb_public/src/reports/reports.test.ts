import { assert, test } from 'vitest';

import './ru';
import { isoDay, todayIn } from '../lib/dates';
import { labelled, scale } from './chart';
import { change, changeOfTime, duration, linksOf } from './figures';
import { type Preset, periodOf, presetOf, presets, unitOf } from './periods';

test('working time in words', () => {
  const said = (minutes: number) => duration(minutes).replace(/\s/g, ' ');
  assert.deepEqual([0.2, 1, 59.6, 200, 599, 600, 1234, 6030].map(said), [
    'меньше минуты',
    '1 мин',
    '1 ч',
    '3 ч 20 мин',
    '9 ч 59 мин',
    '10 ч',
    '20 ч 34 мин',
    '101 ч',
  ]);
});

test('what has changed is said in words and with what it was', () => {
  assert.strictEqual(change(14, 2), 'на 12 больше, было 2');
  assert.strictEqual(change(2, 14), 'на 12 меньше, было 14');
  assert.strictEqual(change(3, 3), 'столько же');
  const time = (n: number, median: number) => ({ n, median, p90: median });
  assert.strictEqual(changeOfTime(time(5, 60), time(5, 90), 'median'), 'на 30 мин быстрее, было 1 ч 30 мин');
  assert.strictEqual(changeOfTime(time(5, 90), time(5, 60), 'p90'), 'на 30 мин дольше, было 1 ч');
  assert.strictEqual(changeOfTime(time(5, 90), time(0, 0), 'p90'), 'сравнить не с чем');
});

test('the axis ends at or above the largest figure, and its lines are whole', () => {
  for (const most of [1, 2, 3, 7, 10, 11, 49, 50, 51, 99, 1234, 99999]) {
    const { top, lines } = scale(most);
    assert.ok(top >= most && top <= most * 5, `${most}: ${top}`);
    assert.deepEqual([lines[0], lines.at(-1)], [0, top], String(most));
    assert.ok(lines.length >= 2 && lines.length <= 6 && lines.every(Number.isInteger), String(most));
  }
});

test('periods are whole days of the calendar', () => {
  const now = new Date(2026, 10, 25, 23, 59);
  const of = (preset: Preset, at = now) => Object.values(periodOf(preset, at)).join('..');
  assert.strictEqual(of('today'), '2026-11-25..2026-11-25');
  assert.strictEqual(of('week'), '2026-11-23..2026-11-25');
  assert.strictEqual(of('week', new Date(2026, 10, 29)), '2026-11-23..2026-11-29');
  assert.strictEqual(of('last_month'), '2026-10-01..2026-10-31');
  assert.strictEqual(of('last_month', new Date(2026, 0, 31)), '2025-12-01..2025-12-31');
  assert.strictEqual(of('quarter'), '2026-10-01..2026-11-25');
  assert.strictEqual(of('year'), '2026-01-01..2026-11-25');
});

test('one preset is chosen on any day, the one that was picked', () => {
  const days = {
    'a Monday': [2026, 10, 30],
    'a Sunday': [2026, 10, 29],
    'New Year': [2027, 0, 1],
    'a leap day': [2028, 1, 29],
    'the end of a month': [2026, 3, 30],
    'the end of a year': [2026, 11, 31],
    'a Monday that begins a quarter': [2024, 6, 1],
    'the clocks change': [2027, 2, 28],
  } as const;
  for (const [name, [y, month, d]] of Object.entries(days)) {
    const today = new Date(y, month, d);
    for (const preset of presets)
      assert.strictEqual(presetOf({ ...periodOf(preset, today), preset }, today), preset, `${name}: ${preset}`);
  }
  const monday = new Date(2026, 10, 30);
  assert.strictEqual(presetOf({ from: '2026-11-30', to: '2026-11-30' }, monday), 'today');
  assert.strictEqual(presetOf({ from: '2026-11-23', to: '2026-11-29', preset: 'week' }, monday), '');
  assert.strictEqual(presetOf({ from: '2026-11-01', to: '2026-11-30', preset: 'week' }, monday), 'month');
});

test('the server is told what the days are the beginning of, and of other days nothing', () => {
  const units = ['', 'week', 'month', '', 'quarter', 'year'];
  assert.deepEqual(presets.map(unitOf), units);
  assert.strictEqual(unitOf(''), '');
});

test('today is what the calendar says where the firm is', () => {
  const at = new Date('2026-12-31T22:30:00Z');
  assert.strictEqual(isoDay(todayIn(at, 'Europe/Moscow')), '2027-01-01');
  assert.strictEqual(isoDay(todayIn(at, 'Europe/Kaliningrad')), '2027-01-01');
  assert.strictEqual(isoDay(todayIn(at, 'UTC')), '2026-12-31');
  assert.throws(() => todayIn(at, 'Nowhere/Such'), RangeError);
});

test('a figure leads to the tasks behind it, filters and all', () => {
  const to = linksOf({ from: '2026-11-01', to: '2026-11-30' }, { consultant: 'x', category: '' });
  const query = (href: string) => Object.fromEntries(new URL(href, 'http://a').searchParams);
  assert.deepEqual(query(to.created), { view: 'all', consultant: 'x', created: '2026-11-01..2026-11-30' });
  assert.deepEqual(query(to.rating('1,2,3')), {
    view: 'all',
    consultant: 'x',
    finished: '2026-11-01..2026-11-30',
    rating: '1,2,3',
  });
  assert.deepEqual(query(to.open), {
    consultant: 'x',
    created: '2026-11-01..2026-11-30',
  });
});

test('labels of an axis are as many as there is room for', () => {
  assert.deepEqual(
    [
      [5, 360],
      [6, 360],
      [30, 720],
      [30, 360],
      [0, 720],
    ].map(([n = 0, width = 0]) => labelled(n, width)),
    [1, 1, 4, 8, 1],
  );
});
