const dayLong = 86_400_000;
/** A contract that ends within so many days is said aloud. */
const soonWithin = 30;

/** The start of a day as the reader's calendar has it, in UTC. @param {Date} d */
const dayOf = (d) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());

/**
 * How a contract stands that runs to the end of a day. Pure.
 * @param {string} until its last day, as the server stores it @param {Date} now
 * @returns {{ state: 'none' | 'ended' | 'soon' | 'fine', left: number }} left: whole days after today, 0 on the last one
 */
export function contractOf(until, now) {
  if (!until) return { state: 'none', left: 0 };
  const left = Math.round((Date.parse(`${until.slice(0, 10)}T00:00:00Z`) - dayOf(now)) / dayLong);
  return { state: left < 0 ? 'ended' : left <= soonWithin ? 'soon' : 'fine', left };
}
