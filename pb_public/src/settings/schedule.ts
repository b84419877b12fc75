import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import { lang } from '../lib/i18n';
import type { Hours, Schedule } from '../lib/types';

/** The firm's office hours. */
export function useSchedule() {
  const s = useMemo(() => ({ schedule: signal<Schedule | null>(null), failed: signal('') }), []);
  const reload = async () => {
    try {
      const { items } = await pb.collection<Schedule>('schedule').getList(1, 1, { skipTotal: true });
      s.schedule.value = items[0] ?? null;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    reload();
  }, []);
  return { ...s, reload };
}

/** Whether the hours of a day are valid: each begins before it ends, in order, without overlaps. */
export const fits = (hours: Hours) =>
  hours.every(([from, to], i) => !!from && !!to && from < to && (i === 0 || (hours[i - 1]?.[1] ?? '') <= from));

/** Names of the weekdays from Monday. */
export const weekdays = (): string[] =>
  Array.from({ length: 7 }, (_, i) =>
    new Intl.DateTimeFormat(lang.value, { weekday: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2024, 0, 1 + i)),
    ),
  );

/** The text of a special day, of one year or of every. */
export const dayInWords = (day: string) => {
  const yearly = day.length === 5;
  const at = new Date(`${yearly ? '2024-' : ''}${day}T00:00:00Z`); // of a leap year
  return new Intl.DateTimeFormat(lang.value, {
    day: 'numeric',
    month: 'long',
    ...(!yearly && { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(at);
};

/**
 * Every time zone, those of Russia first; and the one that is set, which may go by
 * a name that the browser does not list, such as UTC.
 */
export function zones(set: string) {
  const all = [...new Set([...Intl.supportedValuesOf('timeZone'), set])];
  const russian = [
    'Europe/Kaliningrad',
    'Europe/Moscow',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Novosibirsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ];
  return { russian, other: all.filter((z) => !russian.includes(z)) };
}
