import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import { taskLimits } from '../lib/contract';
import { listen } from '../lib/realtime';
import type { Found } from '../lib/types';

/** Searches, best match first; the signal aborts. */
export const search = async (
  query: { q: string; status?: string; mode?: 'similar'; limit?: number },
  signal: AbortSignal,
): Promise<Found[]> =>
  (
    await pb.send<{ items: Found[] }>('/api/desk/search', {
      method: 'GET',
      query: { limit: taskLimits.found, ...query },
      signal,
    })
  ).items;

/**
 * The tasks that fit some words, looked for again shortly after any of them has
 * changed. Those found before stay until the answer is here.
 * @param status of which they are; empty is all
 */
export function useSearch(q: string, status: string) {
  const s = useMemo(() => ({ items: signal<Found[] | null>(null), failed: signal('') }), []);
  const state = useMemo(() => ({ timer: 0, ask: new AbortController() }), []);
  const reload = async () => {
    state.ask.abort();
    state.ask = new AbortController();
    const { signal: ours } = state.ask;
    try {
      const items = await search({ q, status }, ours);
      if (ours.aborted) return;
      s.items.value = items;
      s.failed.value = '';
    } catch (e) {
      if (!ours.aborted) s.failed.value = explain(e);
    }
  };
  const soon = () => {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(reload, 250);
  };
  useEffect(() => {
    reload();
    const ends = ['tasks', 'comments'].map((c) => listen(c, soon, soon));
    return () => {
      clearTimeout(state.timer);
      state.ask.abort();
      for (const end of ends) end();
    };
  }, [q, status]);
  return { ...s, reload };
}
