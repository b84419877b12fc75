/** The views of the queue; '' lists what is open. */
export const views = ['', 'mine', 'unassigned', 'waiting', 'answered', 'overdue', 'done', 'all'] as const;
export type View = (typeof views)[number];
export const sorts = ['newest', 'oldest', 'due', 'urgent'] as const;
/** The order in which the server lists a view unless another is asked for. */
export const usualSort = (view: string) => (view === 'overdue' ? 'due' : 'newest');
const names = [
  'view',
  'status',
  'consultant',
  'priority',
  'category',
  'sort',
  'created',
  'done',
  'closed',
  'finished',
  'answered',
  'rating',
  'organization',
  'client',
  'q',
] as const;
export type Name = (typeof names)[number];
/** The filters of the queue, as in its address. */
export type Filters = Record<Name, string>;
/** Filters set by links of reports and cards; shown as removable chips. */
export const chips = [
  'status',
  'created',
  'done',
  'closed',
  'finished',
  'answered',
  'rating',
  'organization',
  'client',
] as const satisfies readonly Name[];

export const readFilters = (query: URLSearchParams): Filters =>
  Object.fromEntries(names.map((n) => [n, query.get(n) ?? ''])) as Filters;

/** The address of the queue, or of a task beside it. */
export function address(filters: Partial<Filters>, number?: string | number) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, v]) => v)).toString();
  return `/desk${number ? `/${number}` : ''}${query ? `?${query}` : ''}`;
}
