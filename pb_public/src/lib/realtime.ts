import { signal } from '@preact/signals';
import type { SendOptions } from 'pocketbase';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, me, pb } from './api';
import { follow } from './stream';

/** An event of a collection. */
export interface Heard<T> {
  action: string;
  record: T;
}

/** What an event means for rows. */
interface Change<T> {
  row: T;
  gone: boolean;
}

/** Rows of a read without pages. */
const longest = 500;

/** One read of rows, without a total. */
export const readRows = <T>(
  collection: string,
  { filter, sort, limit = longest }: { filter: string; sort: string; limit?: number },
  options: SendOptions = {},
) => pb.collection<T>(collection).getList(1, limit, { sort, skipTotal: true, filter, ...options });

/**
 * Rows that stay fresh: one read, then the events of the server; read again
 * once they come, and once a lost connection is back, for what happened
 * meanwhile was missed.
 * The rules of the server decide what comes.
 * @param o keep: whether a row of an event belongs here; limit: the length of a page, by key and
 * without a total
 */
export function useRows<T extends { id: string; number?: number; created: string; updated: string }>(
  collection: string,
  o: { filter: string; sort: '-number' | 'created'; keep?: (row: T) => boolean; limit?: number },
) {
  const limit = o.limit ?? longest;
  const s = useMemo(() => ({ rows: signal<T[] | null>(null), failed: signal(''), more: signal(false) }), []);
  const state = useMemo(() => ({ turn: 0, filter: '', heard: null as Change<T>[] | null }), []); // heard: during a read
  const read = (filter: string) => readRows<T>(collection, { filter, sort: o.sort, limit });
  const take = (rows: T[], { row, gone }: Change<T>) =>
    gone ? rows.filter((r) => r.id !== row.id) : place(rows, row, o.sort === '-number');
  const reload = async () => {
    const turn = ++state.turn;
    const { filter } = o;
    Object.assign(state, { heard: [], filter });
    try {
      const { items } = await read(filter);
      const last = turn === state.turn;
      if (!last && (s.rows.value || filter !== state.filter)) return; // a later one is on its way
      s.rows.value = (state.heard ?? []).reduce(take, items); // what was heard meanwhile is newer
      if (last) state.heard = null;
      s.more.value = items.length === limit;
      s.failed.value = '';
    } catch (e) {
      if (turn !== state.turn) return;
      s.failed.value = explain(e);
    }
  };
  const loadMore = async () => {
    const lastNumber = s.rows.value?.at(-1)?.number;
    try {
      const { items } = await read([o.filter, `number < ${lastNumber}`].filter(Boolean).join(' && '));
      s.rows.value = [...(s.rows.value ?? []), ...items];
      s.more.value = items.length === limit;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  const put = (row: T) => hear({ row, gone: false });
  const hear = (what: Change<T>) => {
    state.heard?.push(what);
    if (s.rows.value) s.rows.value = take(s.rows.value, what);
  };

  useEffect(() => {
    if (!o.filter && !me.value) return undefined;
    reload();
    return listen<T>(
      collection,
      ({ action, record }) => hear({ row: record, gone: action === 'delete' || (!!o.keep && !o.keep(record)) }),
      reload,
    );
  }, [collection, o.filter]);
  return { ...s, reload, loadMore, put };
}

/** Inserts a row in order, into a new list; an older version of a row is ignored. */
function place<T extends { id: string; number?: number; created: string; updated?: string }>(
  rows: T[],
  row: T,
  newestFirst: boolean,
) {
  if (rows.some((r) => r.id === row.id && (r.updated ?? '') > (row.updated ?? ''))) return rows;
  const rest = rows.filter((r) => r.id !== row.id);
  const after = newestFirst
    ? rest.findIndex((r) => (r.number ?? 0) < (row.number ?? 0))
    : rest.findIndex((r) => r.created > row.created);
  return after < 0 ? [...rest, row] : [...rest.slice(0, after), row, ...rest.slice(after)];
}

/**
 * Subscribes to a collection; `again` runs once that is done, and after each
 * reconnect. Returns what ends it.
 * @param options what each event brings along
 */
export function listen<T>(
  collection: string,
  onEvent: (e: Heard<T>) => void,
  again: () => void,
  options?: { expand?: string; fields?: string },
) {
  if (!me.value) return () => undefined; // the session has just ended: a guest hears of nothing
  return follow(`${collection}/*`, onEvent, again, options);
}
