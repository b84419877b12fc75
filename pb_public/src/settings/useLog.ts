import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import type { LogItem } from '../lib/types';

export type LogFilters = { actor: string; event: string; from: string; to: string; task: string };

/** The filters of the log from its address. */
export const readLogFilters = (query: URLSearchParams): LogFilters =>
  Object.fromEntries(['actor', 'event', 'from', 'to', 'task'].map((n) => [n, query.get(n) ?? ''])) as LogFilters;

/** The log, newest first, in pages. */
export function useLog(filters: LogFilters) {
  const key = JSON.stringify(filters);
  const s = useMemo(
    () => ({ items: signal<LogItem[] | null>(null), next: signal(''), failed: signal(''), busy: signal(false) }),
    [key],
  );
  const read = async (after = '') => {
    if (s.busy.value) return;
    s.busy.value = true;
    try {
      const page = await pb.send<{ items: LogItem[]; next: string }>('/api/desk/log', {
        method: 'GET',
        query: { ...filters, after },
      });
      s.items.value = after ? [...(s.items.value ?? []), ...page.items] : page.items;
      s.next.value = page.next;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    } finally {
      s.busy.value = false;
    }
  };
  useEffect(() => {
    read();
  }, [key]);
  return { ...s, reload: () => read(), more: () => read(s.next.value) };
}
