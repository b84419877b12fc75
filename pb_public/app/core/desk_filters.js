/**
 * @typedef {'' | 'mine' | 'unassigned' | 'waiting' | 'answered' | 'overdue' | 'all'} View '' is what is not closed
 * @typedef {'view' | 'status' | 'consultant' | 'priority' | 'category' | 'sort' | 'created' | 'done' | 'closed' | 'finished' | 'answered' | 'rating' | 'organization' | 'client' | 'q'} Name
 * @typedef {Record<Name, string>} Filters what is asked of the queue, as its address has it
 */

/** @type {View[]} */
export const views = ['', 'mine', 'unassigned', 'waiting', 'answered', 'overdue', 'all'];
export const sorts = /** @type {const} */ (['newest', 'oldest', 'due', 'urgent']);
/** @type {Name[]} */
const names = ['view', 'status', 'consultant', 'priority', 'category', 'sort', 'created', 'done', 'closed', 'finished', 'answered', 'rating', 'organization', 'client', 'q'];
/** The statuses of what is not done yet, as the address has them. */
export const openStatuses = 'new,in_progress,waiting';
/** What links of reports and cards ask for; shown as chips that can be taken off. */
export const chips = /** @type {const} */ (['status', 'created', 'done', 'closed', 'finished', 'answered', 'rating', 'organization', 'client']);

/** @param {URLSearchParams} query @returns {Filters} */
export const readFilters = (query) => /** @type {Filters} */ (Object.fromEntries(names.map((n) => [n, query.get(n) ?? ''])));

/** The address of the queue, or of a task beside it. @param {Partial<Filters>} filters @param {string | number} [number] */
export function address(filters, number) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, v]) => v)).toString();
  return `/desk${number ? `/${number}` : ''}${query ? `?${query}` : ''}`;
}
