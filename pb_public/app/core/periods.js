/** @typedef {{ from: string, to: string }} Period days, both included, 2006-01-02 */
/** @typedef {'today' | 'week' | 'month' | 'last_month' | 'quarter' | 'year'} Preset */

/** @type {Preset[]} */
export const presets = ['today', 'week', 'month', 'last_month', 'quarter', 'year'];

/** @param {Date} d */
export const isoDay = (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;

/** What the calendar says where the firm is: its days are the days of a report. @param {Date} now @param {string} [zone] as in Europe/Moscow; the reader's own without it */
export function todayIn(now, zone) {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(now);
  const [y, m, d] = ['year', 'month', 'day'].map((type) => Number(parts.find((p) => p.type === type)?.value));
  return new Date(y, m - 1, d);
}

/** The days of a preset until today. @param {Preset} preset @param {Date} today @returns {Period} */
export function periodOf(preset, today) {
  const [y, m, d] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const to = isoDay(today);
  /** @type {Record<Preset, () => Period>} */
  const all = {
    today: () => ({ from: to, to }),
    week: () => ({ from: isoDay(new Date(y, m, d - ((today.getDay() + 6) % 7))), to }),
    month: () => ({ from: isoDay(new Date(y, m, 1)), to }),
    last_month: () => ({ from: isoDay(new Date(y, m - 1, 1)), to: isoDay(new Date(y, m, 0)) }),
    quarter: () => ({ from: isoDay(new Date(y, m - (m % 3), 1)), to }),
    year: () => ({ from: isoDay(new Date(y, 0, 1)), to }),
  };
  return all[preset]();
}

/**
 * The preset that a report's address means. On a Monday today and the week are the
 * same days, on the first of a month the month is too: what was picked is named
 * beside the days. An address without a name has the first that fits, and one with
 * days that are no longer those of its name has none. Pure.
 * @param {Record<string, string>} query from, to, preset @param {Date} today
 * @returns {Preset | ''}
 */
export function presetOf({ from, to, preset }, today) {
  const fits = presets.filter((p) => { const days = periodOf(p, today); return days.from === from && days.to === to; });
  return fits.find((p) => p === preset) ?? fits[0] ?? '';
}
