import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';

/** @typedef {import('./types.js').LogItem} LogItem @typedef {{ actor: string, event: string, from: string, to: string, task: string }} LogFilters */

/** What is asked of the log, as its address has it. @param {URLSearchParams} query @returns {LogFilters} */
export const readLogFilters = (query) => /** @type {LogFilters} */ (Object.fromEntries(['actor', 'event', 'from', 'to', 'task'].map((n) => [n, query.get(n) ?? ''])));

/** The log, newest first, read on by pages. @param {LogFilters} filters */
export function useLog(filters) {
  const key = JSON.stringify(filters);
  const s = useMemo(() => ({ items: signal(/** @type {LogItem[] | null} */ (null)), next: signal(''), failed: signal(''), busy: signal(false) }), [key]);
  const read = async (after = '') => {
    if (s.busy.value) return;
    s.busy.value = true;
    try {
      const page = await pb.send('/api/desk/log', { method: 'GET', query: { ...filters, after } });
      s.items.value = after ? [...(s.items.value ?? []), ...page.items] : page.items;
      s.next.value = page.next;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); } finally { s.busy.value = false; }
  };
  useEffect(() => { read(); }, [key]);
  return { ...s, reload: () => read(), more: () => read(s.next.value) };
}
