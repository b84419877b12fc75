/** @typedef {{ from: string, to: string }} Period days, both included, 2006-01-02 */
/** @typedef {'today' | 'week' | 'month' | 'last_month' | 'quarter' | 'year'} Preset */

/** @type {Preset[]} */
export const presets = ['today', 'week', 'month', 'last_month', 'quarter', 'year'];

/** @param {Date} d */
export const isoDay = (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;

/** The days of a preset until now. @param {Preset} preset @param {Date} [now] @returns {Period} */
export function periodOf(preset, now = new Date()) {
  const [y, m, d] = [now.getFullYear(), now.getMonth(), now.getDate()];
  const to = isoDay(now);
  /** @type {Record<Preset, () => Period>} */
  const all = {
    today: () => ({ from: to, to }),
    week: () => ({ from: isoDay(new Date(y, m, d - ((now.getDay() + 6) % 7))), to }),
    month: () => ({ from: isoDay(new Date(y, m, 1)), to }),
    last_month: () => ({ from: isoDay(new Date(y, m - 1, 1)), to: isoDay(new Date(y, m, 0)) }),
    quarter: () => ({ from: isoDay(new Date(y, m - (m % 3), 1)), to }),
    year: () => ({ from: isoDay(new Date(y, 0, 1)), to }),
  };
  return all[preset]();
}
