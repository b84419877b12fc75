import { assert, test } from 'vitest';
import { before, kindOf, type Marks, marksOf, monthsOf, sums, turned } from './calendarYear';

const months = Array.from({ length: 12 }, (_, i) => ({
  month: i + 1,
  days: i === 3 ? '4, 5,30*' : i === 4 ? '1,11+' : '',
}));

test('a table is read and written as it was', () => {
  const marks = marksOf(months);
  assert.deepEqual(marks, { '04-04': '', '04-05': '', '04-30': '*', '05-01': '', '05-11': '+' });
  assert.deepEqual(monthsOf(2026, marks)[3], { month: 4, days: '4,5,30*' });
  assert.strictEqual(monthsOf(2026, marks)[4]?.days, '1,11+');
  assert.deepEqual(sums(2026, marks), { work: 361, off: 4, short: 1 });
  assert.strictEqual(sums(2028, {}).work, 366);
});

test('a day is worked, off, shortened and worked again', () => {
  let marks: Marks = {};
  const kinds = Array.from({ length: 3 }, () => {
    marks = turned(marks, '07-01');
    return kindOf(marks['07-01']);
  });
  assert.deepEqual(kinds, ['off', 'short', 'work']);
  assert.deepEqual(turned({ '05-11': '+' }, '05-11'), { '05-11': '*' });
});

test('a month begins on its weekday', () => {
  assert.deepEqual([before(2026, 0), before(2026, 1), before(2026, 5)], [3, 6, 0]);
});
