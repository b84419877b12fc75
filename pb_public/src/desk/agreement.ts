import { dayLong } from '../lib/facts';

/** A contract that ends within so many days is highlighted. */
const soonWithin = 30;

/** The local calendar day, as midnight in UTC. */
const dayOf = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());

/**
 * How a contract stands that runs to the end of a day. Pure.
 * @param until its last day, as the server stores it
 * @returns left: whole days after today, 0 on the last one
 */
export function contractOf(until: string, now: Date): { state: 'none' | 'ended' | 'soon' | 'fine'; left: number } {
  if (!until) return { state: 'none', left: 0 };
  const left = Math.round((Date.parse(`${until.slice(0, 10)}T00:00:00Z`) - dayOf(now)) / dayLong);
  return { state: left < 0 ? 'ended' : left <= soonWithin ? 'soon' : 'fine', left };
}
