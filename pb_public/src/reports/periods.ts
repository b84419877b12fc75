import { isoDay } from '../lib/dates';

/** days, both included, 2006-01-02 */
export type Period = { from: string; to: string };
export type Preset = 'today' | 'week' | 'month' | 'last_month' | 'quarter' | 'year';

export const presets: Preset[] = ['today', 'week', 'month', 'last_month', 'quarter', 'year'];

/** The part of the calendar that a preset is the beginning of, which the server compares it with; none for the others. */
export const unitOf = (preset: Preset | '') =>
  preset === '' || preset === 'today' || preset === 'last_month' ? '' : preset;

/** The days of a preset until today. */
export function periodOf(preset: Preset, today: Date): Period {
  const [y, m, d] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const to = isoDay(today);
  const all: Record<Preset, () => Period> = {
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
 */
export function presetOf({ from, to, preset }: Partial<Record<string, string>>, today: Date): Preset | '' {
  const fits = presets.filter((p) => {
    const days = periodOf(p, today);
    return days.from === from && days.to === to;
  });
  return fits.find((p) => p === preset) ?? fits[0] ?? '';
}
