import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';
import { lang } from './i18n.js';
import { todayIn } from './periods.js';

/** @typedef {import('./types.js').Schedule} Schedule @typedef {import('./types.js').Hours} Hours */

/** When the firm works. */
export function useSchedule() {
  const s = useMemo(() => ({ schedule: signal(/** @type {Schedule | null} */ (null)), failed: signal('') }), []);
  const reload = async () => {
    try {
      s.schedule.value = /** @type {any} */ ((await pb.collection('schedule').getList(1, 1, { skipTotal: true })).items[0]);
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => { reload(); }, []);
  return { ...s, reload };
}

/** The firm's time zone, once it is known. */
let zone = /** @type {string | undefined} */ (undefined);

/** Asks for the firm's time zone; until it is known the reader's own has to do. */
export async function loadZone() {
  try {
    const [found] = (await pb.collection('schedule').getList(1, 1, { skipTotal: true, fields: 'timezone' })).items;
    todayIn(new Date(), found?.timezone); // the browser may not know a zone that the server does
    zone = found?.timezone;
  } catch { /* the reader's own, then */ }
}

/** The day that it is where the firm is. */
export const firmToday = () => todayIn(new Date(), zone);

/** Whether the hours of a day can be: each begins before it ends, in order, without overlaps. @param {Hours} hours */
export const fits = (hours) => hours.every(([from, to], i) => !!from && !!to && from < to && (i === 0 || hours[i - 1][1] <= from));

/** The days of the week from Monday, in words. @returns {string[]} */
export const weekdays = () => Array.from({ length: 7 }, (_, i) => new Intl.DateTimeFormat(lang.value, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, 1 + i))));

/** A special day in words: of one year, or of every. @param {string} day */
export const dayInWords = (day) => {
  const yearly = day.length === 5;
  const at = new Date(`${yearly ? '2024-' : ''}${day}T00:00:00Z`); // of a leap year
  return new Intl.DateTimeFormat(lang.value, { day: 'numeric', month: 'long', ...(!yearly && { year: 'numeric' }), timeZone: 'UTC' }).format(at);
};

/**
 * Every time zone, those of Russia first; and the one that is set, which may go by
 * a name that the browser does not list, such as UTC.
 * @param {string} set
 */
export function zones(set) {
  const all = [...new Set([...Intl.supportedValuesOf('timeZone'), set])];
  const russian = ['Europe/Kaliningrad', 'Europe/Moscow', 'Europe/Samara', 'Asia/Yekaterinburg', 'Asia/Omsk', 'Asia/Novosibirsk', 'Asia/Krasnoyarsk', 'Asia/Irkutsk', 'Asia/Yakutsk', 'Asia/Vladivostok', 'Asia/Magadan', 'Asia/Kamchatka'];
  return { russian, other: all.filter((z) => !russian.includes(z)) };
}
