import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, me, passing, pb } from './api.js';
import { listen } from './live.js';
import { useAgain } from './online.js';
import { nameOf } from './staff.js';

/**
 * @typedef {import('./types.js').QueueItem} Item
 * @typedef {import('./types.js').QueuePage} Page
 * @typedef {import('./desk_filters.js').Filters} Filters
 * @typedef {{ id: string, number: number, name: string }} Taken a task that has left the list, and who has it now
 */

/** How many rows are asked for at once, and how many such pages are kept. */
const pageSize = 50;
const pagesKept = 12;

/** @param {Filters} filters @param {number} page @returns {Promise<Page>} */
async function ask(filters, page) {
  const narrowed = Object.entries(filters).some(([name, value]) => value && !['q', 'view'].includes(name));
  if (!filters.q || narrowed) { // words are looked for in all views
    const query = { ...filters, view: filters.q ? 'all' : filters.view, offset: page * pageSize, limit: pageSize };
    return pb.send('/api/desk/queue', { method: 'GET', query });
  }
  const [found, { counts }] = await Promise.all([
    pb.send('/api/desk/search', { method: 'GET', query: { q: filters.q, limit: pageSize, offset: page * pageSize } }),
    pb.send('/api/desk/queue', { method: 'GET', query: { limit: 1 } }),
  ]);
  return { items: found.items, total: page * pageSize + found.items.length, next: found.more ? 'more' : '', counts };
}

/**
 * The queue of all clients' tasks, of which only the rows near the window are
 * read; read again shortly after anything in it has changed. With words it is
 * what the search finds. What it gives as shown is the key of the filters whose
 * rows these are: until others have come, the old ones stay.
 * @param {Filters} filters @param {string} key
 */
export function useQueue(filters, key) {
  const s = useMemo(() => ({
    rows: signal(/** @type {Map<number, Item>} */ (new Map())), total: signal(-1), counts: signal(/** @type {Page['counts'] | null} */ (null)),
    shown: signal(''), failed: signal(''), away: signal(false), left: signal(/** @type {Taken[]} */ ([])),
  }), []);
  const state = useMemo(() => ({ key, filters, asked: new Set(/** @type {number[]} */ ([])), from: 0, to: pageSize, timer: 0, taken: /** @type {Taken[]} */ ([]) }), []);

  /** The pages that the window is on. */
  const shown = () => {
    const first = Math.floor(state.from / pageSize);
    return Array.from({ length: Math.max(1, Math.ceil(state.to / pageSize) - first) }, (_, i) => first + i);
  };
  /** @param {Map<number, Item>} rows @param {number} n @param {Page} page */
  const put = (rows, n, page) => {
    for (let i = 0; i < pageSize; i++) {
      const item = page.items[i];
      if (item) rows.set(n * pageSize + i, item); else rows.delete(n * pageSize + i);
    }
    const end = n * pageSize + page.items.length;
    s.total.value = page.next ? Math.max(page.total, end + 1) // counted only so far: there is more
      : page.items.length || !n ? end : Math.min(page.total, n * pageSize); // the list has become shorter than where the window is
    s.counts.value = page.counts;
    s.shown.value = state.key;
    s.failed.value = '';
    s.away.value = false;
  };
  /** @param {unknown} e */
  const fail = (e) => { s.failed.value = explain(e); s.away.value = passing(e); };
  /** @param {number} n */
  const fetchPage = async (n) => {
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
  /** Lets go of the pages farthest from the window. @param {Map<number, Item>} rows */
  const forget = (rows) => {
    const here = Math.floor(state.from / pageSize);
    for (const far of [...state.asked].sort((a, b) => Math.abs(b - here) - Math.abs(a - here)).slice(0, Math.max(0, state.asked.size - pagesKept))) {
      state.asked.delete(far);
      for (let i = 0; i < pageSize; i++) rows.delete(far * pageSize + i);
    }
  };
  /** The window is over these rows. @param {number} from @param {number} to */
  const need = (from, to) => {
    Object.assign(state, { from, to });
    for (const n of shown()) if (!state.asked.has(n)) fetchPage(n);
  };
  const reload = async () => {
    const asked = state.key;
    const pages = shown();
    try {
      const found = await Promise.all(pages.map((n) => ask(state.filters, n)));
      if (asked !== state.key) return;
      const rows = new Map();
      state.asked = new Set(pages);
      pages.forEach((n, i) => put(rows, n, found[i]));
      s.rows.value = rows;
      tellTaken(rows);
    } catch (e) {
      if (asked !== state.key) return;
      if (s.shown.value !== asked) { // what is there is of another view
        s.rows.value = new Map();
        s.total.value = -1;
      }
      fail(e);
    }
  };
  /** Says whose those have become that are not in the list any more. @param {Map<number, Item>} rows */
  const tellTaken = (rows) => {
    const here = new Set([...rows.values()].map((i) => i.id));
    const gone = state.taken.filter((taken) => !here.has(taken.id));
    if (gone.length) s.left.value = gone;
    state.taken = [];
  };
  /** @param {{ record: any }} e */
  const hear = ({ record }) => {
    const item = [...s.rows.value.values()].find((i) => i.id === record.id);
    if (item && record.consultant && record.consultant !== item.consultant && record.consultant !== me.value?.id) {
      state.taken.push({ id: item.id, number: item.number, name: nameOf(record.consultant) });
    }
    soon();
  };
  const soon = () => { clearTimeout(state.timer); state.timer = window.setTimeout(reload, 250); };

  useEffect(() => {
    Object.assign(state, { key, filters, from: 0, to: pageSize });
    state.asked.clear();
    s.left.value = [];
    reload();
  }, [key]);
  useEffect(() => {
    const ends = [listen('tasks', hear, reload), listen('comments', soon, () => undefined), listen('assessments', soon, () => undefined)];
    const minute = setInterval(soon, 60_000); // what was not due a minute ago may be overdue
    return () => { clearTimeout(state.timer); clearInterval(minute); ends.forEach((end) => end()); };
  }, []);
  useAgain(s.away.value, reload);
  return { ...s, need, reload };
}
