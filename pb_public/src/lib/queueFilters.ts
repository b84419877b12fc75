/** A view of the queue; '' lists what is not closed. */
export type View = '' | 'mine' | 'unassigned' | 'waiting' | 'answered' | 'overdue' | 'all';
export type Name =
  | 'view'
  | 'status'
  | 'consultant'
  | 'priority'
  | 'category'
  | 'sort'
  | 'created'
  | 'done'
  | 'closed'
  | 'finished'
  | 'answered'
  | 'rating'
  | 'organization'
  | 'client'
  | 'q';
/** The filters of the queue, as in its address. */
export type Filters = Record<Name, string>;

export const views: View[] = ['', 'mine', 'unassigned', 'waiting', 'answered', 'overdue', 'all'];
export const sorts = ['newest', 'oldest', 'due', 'urgent'] as const;
const names: Name[] = [
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
];
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
] as const;

export const readFilters = (query: URLSearchParams): Filters =>
  Object.fromEntries(names.map((n) => [n, query.get(n) ?? ''])) as Filters;

/** The address of the queue, or of a task beside it. */
export function address(filters: Partial<Filters>, number?: string | number) {
  const query = new URLSearchParams(Object.entries(filters).filter(([, v]) => v)).toString();
  return `/desk${number ? `/${number}` : ''}${query ? `?${query}` : ''}`;
}
