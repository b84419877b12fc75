import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';
import { listen } from './live.js';

/** @typedef {import('./types.js').QueuePage} QueuePage */
/** @typedef {{ status: string, consultant: string, q: string }} QueueQuery */

const pageSize = 50;

/**
 * The queue of all clients' tasks as the server joins it, read again shortly
 * after anything in it has changed.
 * @param {QueueQuery} query
 */
export function useQueue(query) {
  const s = useMemo(() => ({ page: signal(/** @type {QueuePage | null} */ (null)), failed: signal('') }), []);
  const key = JSON.stringify(query);
  const state = useMemo(() => ({ key, timer: 0 }), []);
  state.key = key;
  /** @param {string} after @param {number} limit @returns {Promise<QueuePage>} */
  const ask = (after, limit) => pb.send('/api/desk/queue', { method: 'GET', query: { ...query, after, limit } });
  const reload = async () => {
    try {
      const shown = s.page.value?.items.length ?? 0;
      const page = await ask('', Math.min(200, Math.max(pageSize, shown)));
      if (state.key !== key) return; // asked for something else meanwhile
      s.page.value = page;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  const loadMore = async () => {
    const page = s.page.value;
    if (!page?.next) return;
    try {
      const more = await ask(page.next, pageSize);
      s.page.value = { ...more, items: [...page.items, ...more.items] };
    } catch (e) { s.failed.value = explain(e); }
  };
  const soon = () => { clearTimeout(state.timer); state.timer = window.setTimeout(reload, 250); };
  useEffect(() => {
    reload();
    const ends = ['tasks', 'comments', 'assessments'].map((c, i) => listen(c, soon, i ? () => undefined : reload));
    return () => { clearTimeout(state.timer); ends.forEach((end) => end()); };
  }, [key]);
  return { ...s, reload, loadMore };
}
