import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import { lang, t } from '../lib/i18n';
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

/** The time zones of Russia from west to east. */
export const russianZones = [
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Kirov',
  'Europe/Volgograd',
  'Europe/Astrakhan',
  'Europe/Saratov',
  'Europe/Ulyanovsk',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Barnaul',
  'Asia/Tomsk',
  'Asia/Novokuznetsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Chita',
  'Asia/Yakutsk',
  'Asia/Khandyga',
  'Asia/Vladivostok',
  'Asia/Ust-Nera',
  'Asia/Magadan',
  'Asia/Sakhalin',
  'Asia/Srednekolymsk',
  'Asia/Kamchatka',
  'Asia/Anadyr',
] as const;
type RussianZone = (typeof russianZones)[number];

/** By how much a time zone is ahead of UTC today: UTC+3. */
const ahead = (zone: string) =>
  new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts()
    .find((part) => part.type === 'timeZoneName')
    ?.value.replace('GMT', 'UTC');

/** The cities of a Russian time zone, with its difference from UTC if the browser knows the zone. */
export function zoneInWords(zone: RussianZone) {
  const cities = t(`zone.${zone}`);
  try {
    return `${cities} (${ahead(zone)})`;
  } catch {
    return cities;
  }
}

/**
 * The time zones elsewhere; and the one that is set, which may go by a name that the
 * browser does not list, such as UTC.
 */
export const otherZones = (set: string) =>
  [...new Set([...Intl.supportedValuesOf('timeZone'), set])].filter((zone) => !russianZones.some((z) => z === zone));
