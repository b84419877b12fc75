import { day, number, t } from '../lib/i18n';
import { address } from '../lib/queueFilters';
import type { ReportPeriod as Period, ReportTime } from '../lib/types';

/** Working time in words. */
export function duration(minutes: number) {
  const whole = Math.round(minutes);
  if (whole < 1) return t('reports.under_minute');
  const h = Math.floor(whole / 60);
  const m = whole % 60;
  if (!h) return t('reports.minutes', { m });
  return m && h < 100 ? t('reports.hours_minutes', { h, m }) : t('reports.hours', { h: Math.round(whole / 60) });
}

export const periodWords = (p: Period) =>
  p.from === p.to ? day(`${p.from}T12:00`) : `${day(`${p.from}T12:00`)} — ${day(`${p.to}T12:00`)}`;

/** How a figure has changed, in words. */
export function change(now: number, before: number) {
  if (now === before) return t('reports.same');
  return t(now > before ? 'reports.more' : 'reports.less', { n: number(Math.abs(now - before)), was: number(before) });
}

/** The same of a time; without tasks there is nothing to compare. */
export function changeOfTime(now: ReportTime, before: ReportTime, which: 'median' | 'p90') {
  if (!now.n || !before.n) return t('reports.nothing_before');
  const by = now[which] - before[which];
  if (Math.round(by) === 0) return t('reports.same');
  return t(by < 0 ? 'reports.faster' : 'reports.slower', { by: duration(Math.abs(by)), was: duration(before[which]) });
}

/** A part in per cent; of nothing there is none. */
export const share = (part: number, of: number) =>
  of ? t('reports.percent', { n: Math.round((100 * part) / of) }) : '—';

/**
 * The addresses of the tasks behind the figures of a period.
 * @param filters consultant, organization, priority, category
 */
export function linksOf(p: Period, filters: Record<string, string>) {
  const days = `${p.from}..${p.to}`;
  const to = (more: Record<string, string>) => address({ view: 'all', ...filters, ...more });
  return {
    created: to({ created: days }),
    answered: to({ created: days, answered: 'yes' }),
    done: to({ done: days }),
    closed: to({ closed: days }),
    finished: to({ finished: days }),
    open: address({ ...filters, created: days }),
    rating: (n: string) => to({ finished: days, rating: n }),
  };
}
