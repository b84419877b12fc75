import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, me, pb } from '../lib/api';
import type { Filters } from '../lib/queueFilters';
import { type Heard, listen } from '../lib/realtime';
import { nameOf } from '../lib/staff';
import type { Indexing, QueueItem as Item, QueuePage as Page, Task } from '../lib/types';

/** A task that a colleague has taken from the list. */
type Taken = { id: string; number: number; name: string };

/** Rows a request, and the number of such pages kept. */
const pageSize = 50;
const pagesKept = 12;

async function ask(filters: Filters, page: number): Promise<Page> {
  const narrowed = Object.entries(filters).some(([name, value]) => value && !['q', 'view'].includes(name));
  if (!filters.q || narrowed) {
    // words are looked for in all views
    const query = { ...filters, view: filters.q ? 'all' : filters.view, offset: page * pageSize, limit: pageSize };
    return pb.send<Page>('/api/desk/queue', { method: 'GET', query });
  }
  const [found, { counts }] = await Promise.all([
    pb.send<{ items: Item[]; more: boolean; indexing?: Indexing }>('/api/desk/search', {
      method: 'GET',
      query: { q: filters.q, limit: pageSize, offset: page * pageSize },
    }),
    pb.send<Page>('/api/desk/queue', { method: 'GET', query: { limit: 1 } }),
  ]);
  const total = page * pageSize + found.items.length;
  return { items: found.items, total, next: found.more ? 'more' : '', counts, indexing: found.indexing };
}

/**
 * The queue of all clients' tasks, of which only the rows near the window are
 * read; read again shortly after anything in it has changed. With words it is
 * what the search finds. What it gives as shown is the key of the filters whose
 * rows these are: until others have come, the old ones stay.
 */
export function useQueue(filters: Filters, key: string) {
  const s = useMemo(
    () => ({
      rows: signal<Map<number, Item>>(new Map()),
      total: signal(-1),
      counts: signal<Page['counts'] | null>(null),
      indexing: signal<Indexing | undefined>(undefined),
      shown: signal(''),
      failed: signal(''),
      left: signal<Taken[]>([]),
    }),
    [],
  );
  const state = useMemo(
    () => ({ key, filters, asked: new Set([] as number[]), from: 0, to: pageSize, timer: 0, taken: [] as Taken[] }),
    [],
  );

  /** The pages of the visible rows. */
  const shown = () => {
    const first = Math.floor(state.from / pageSize);
    return Array.from({ length: Math.max(1, Math.ceil(state.to / pageSize) - first) }, (_, i) => first + i);
  };
  const put = (rows: Map<number, Item>, n: number, page: Page) => {
    for (let i = 0; i < pageSize; i++) {
      const item = page.items[i];
      if (item) rows.set(n * pageSize + i, item);
      else rows.delete(n * pageSize + i);
    }
    const end = n * pageSize + page.items.length;
    s.total.value = page.next
      ? Math.max(page.total, end + 1) // counted only so far: there is more
      : page.items.length || !n
        ? end
        : Math.min(page.total, n * pageSize); // the list has become shorter than where the window is
    s.counts.value = page.counts;
    s.indexing.value = page.indexing;
    s.shown.value = state.key;
    s.failed.value = '';
  };
  const fail = (e: unknown) => {
    s.failed.value = explain(e);
  };
  const fetchPage = async (n: number) => {
    const asked = state.key;
    state.asked.add(n);
    try {
      const page = await ask(state.filters, n);
      if (asked !== state.key) return; // asked for something else meanwhile
      const rows = new Map(s.rows.value);
      put(rows, n, page);
      forget(rows);
      s.rows.value = rows;
    } catch (e) {
      if (asked !== state.key) return;
      state.asked.delete(n);
      fail(e);
    }
  };
  /** Drops the pages farthest from the visible rows. */
  const forget = (rows: Map<number, Item>) => {
    const here = Math.floor(state.from / pageSize);
    for (const far of [...state.asked]
      .sort((a, b) => Math.abs(b - here) - Math.abs(a - here))
      .slice(0, Math.max(0, state.asked.size - pagesKept))) {
      state.asked.delete(far);
      for (let i = 0; i < pageSize; i++) rows.delete(far * pageSize + i);
    }
  };
  /** Loads what is missing of these rows. */
  const need = (from: number, to: number) => {
    Object.assign(state, { from, to });
    for (const n of shown()) if (!state.asked.has(n)) fetchPage(n);
  };
  const reload = async () => {
    const asked = state.key;
    const pages = shown();
    try {
      const found = await Promise.all(pages.map((n) => ask(state.filters, n)));
      if (asked !== state.key) return;
      const rows = new Map<number, Item>();
      state.asked = new Set(pages);
      for (const [i, page] of found.entries()) put(rows, pages[i] ?? 0, page);
      s.rows.value = rows;
      showTaken(rows);
    } catch (e) {
      if (asked !== state.key) return;
      if (s.shown.value !== asked) {
        // what is there is of another view
        s.rows.value = new Map();
        s.total.value = -1;
      }
      fail(e);
    }
  };
  /** Reports who has taken the tasks that have left the list. */
  const showTaken = (rows: Map<number, Item>) => {
    const here = new Set([...rows.values()].map((i) => i.id));
    const gone = state.taken.filter((taken) => !here.has(taken.id));
    if (gone.length) s.left.value = gone;
    state.taken = [];
  };
  const hear = ({ record }: Heard<Task>) => {
    const item = [...s.rows.value.values()].find((i) => i.id === record.id);
    if (item && record.consultant && record.consultant !== item.consultant && record.consultant !== me.value?.id) {
      state.taken.push({ id: item.id, number: item.number, name: nameOf(record.consultant) });
    }
    soon();
  };
  const soon = () => {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(reload, 250);
  };

  useEffect(() => {
    Object.assign(state, { key, filters, from: 0, to: pageSize });
    state.asked.clear();
    s.left.value = [];
    reload();
  }, [key]);
  useEffect(() => {
    const ends = [
      listen('tasks', hear, reload),
      listen('comments', soon, () => undefined),
      listen('assessments', soon, () => undefined),
    ];
    const minute = setInterval(soon, 60_000); // what was not due a minute ago may be overdue
    return () => {
      clearTimeout(state.timer);
      clearInterval(minute);
      for (const end of ends) end();
    };
  }, []);
  return { ...s, need, reload };
}
