// A year of the production calendar, in the shape of xmlcalendar's data.

import type { CalendarMonth } from '../lib/types';

/** What a table says of a day: off, moved there, or shortened. */
export type Mark = '' | '+' | '*';
/** The days that differ from a working day, as 01-31. */
export type Marks = Record<string, Mark>;

const two = (n: number) => String(n).padStart(2, '0');

/** The days of a year by month, 0 to 11. */
export const daysOf = (year: number, month: number) =>
  Array.from(
    { length: new Date(Date.UTC(year, month + 1, 0)).getUTCDate() },
    (_, i) => `${two(month + 1)}-${two(i + 1)}`,
  );

/** How many cells of a week come before the first of a month, from Monday. */
export const before = (year: number, month: number) => (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;

export const marksOf = (months: readonly CalendarMonth[]): Marks =>
  Object.fromEntries(
    months.flatMap(({ month, days }) =>
      days
        .split(',')
        .map((day) => day.trim())
        .filter(Boolean)
        .map((day) => [`${two(month)}-${two(Number.parseInt(day, 10))}`, day.replace(/\d/g, '') as Mark]),
    ),
  );

export const monthsOf = (year: number, marks: Marks): CalendarMonth[] =>
  Array.from({ length: 12 }, (_, month) => ({
    month: month + 1,
    days: daysOf(year, month)
      .filter((day) => day in marks)
      .map((day) => `${Number(day.slice(3))}${marks[day]}`)
      .join(),
  }));

/** A working day becomes off, then shortened, then a working day again. */
export function turned(marks: Marks, day: string): Marks {
  const { [day]: mark, ...others } = marks;
  if (mark === undefined) return { ...marks, [day]: '' };
  return mark === '*' ? others : { ...marks, [day]: '*' };
}

/** What a day is. */
export const kindOf = (mark: Mark | undefined) => (mark === undefined ? 'work' : mark === '*' ? 'short' : 'off');

/** How many days of a year are worked, the shortened ones among them, off and shortened. */
export function sums(year: number, marks: Marks) {
  const all = Array.from({ length: 12 }, (_, month) => daysOf(year, month)).flat();
  const short = all.filter((day) => marks[day] === '*').length;
  const off = all.filter((day) => day in marks).length - short;
  return { work: all.length - off, off, short };
}
