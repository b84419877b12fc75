/** '' is what is not closed */
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
/** what is asked of the queue, as its address has it */
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
/** What links of reports and cards ask for; shown as chips that can be taken off. */
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
