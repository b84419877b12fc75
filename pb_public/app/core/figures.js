import { day, number, t } from './i18n.js';
import { address, openStatuses } from './desk_filters.js';

/** @typedef {import('./types.js').ReportFigures} Figures */
/** @typedef {import('./types.js').ReportPeriod} Period */

/** Working time in words. @param {number} minutes */
export function duration(minutes) {
  const whole = Math.round(minutes);
  if (whole < 1) return t('reports.under_minute');
  const h = Math.floor(whole / 60);
  const m = whole % 60;
  if (!h) return t('reports.minutes', { m });
  return m && h < 100 ? t('reports.hours_minutes', { h, m }) : t('reports.hours', { h: Math.round(whole / 60) });
}

/** @param {Period} p */
export const periodWords = (p) => (p.from === p.to ? day(`${p.from}T12:00`) : `${day(`${p.from}T12:00`)} — ${day(`${p.to}T12:00`)}`);

/** How a figure has changed, in words. @param {number} now @param {number} before */
export function change(now, before) {
  if (now === before) return t('reports.same');
  return t(now > before ? 'reports.more' : 'reports.less', { n: number(Math.abs(now - before)), was: number(before) });
}

/** The same of a time; without tasks there is nothing to compare. @param {import('./types.js').ReportTime} now @param {import('./types.js').ReportTime} before @param {'median' | 'p90'} which */
export function changeOfTime(now, before, which) {
  if (!now.n || !before.n) return t('reports.nothing_before');
  const by = now[which] - before[which];
  if (Math.round(by) === 0) return t('reports.same');
  return t(by < 0 ? 'reports.faster' : 'reports.slower', { by: duration(Math.abs(by)), was: duration(before[which]) });
}

/** A part in per cent; of nothing there is none. @param {number} part @param {number} of */
export const share = (part, of) => (of ? t('reports.percent', { n: Math.round((100 * part) / of) }) : '—');

/**
 * The addresses of the tasks behind the figures of a period.
 * @param {Period} p @param {Record<string, string>} filters consultant, organization, priority, category
 */
export function linksOf(p, filters) {
  const days = `${p.from}..${p.to}`;
  const to = (/** @type {Record<string, string>} */ more) => address({ view: 'all', ...filters, ...more });
  return {
    created: to({ created: days }), answered: to({ created: days, answered: 'yes' }), done: to({ done: days }), closed: to({ closed: days }), finished: to({ finished: days }),
    open: address({ ...filters, status: openStatuses, created: days }),
    rating: (/** @type {string} */ n) => to({ finished: days, rating: n }),
  };
}
