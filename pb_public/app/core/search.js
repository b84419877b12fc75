import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';
import { listen } from './live.js';

/** @typedef {import('./types.js').Found} Found */

/** How many are asked for: who looks further down would rather say more. */
export const searchLimit = 50;

/**
 * What the server finds, best first. Aborting gives up on the answer.
 * @param {{ q: string, status?: string, mode?: 'similar', limit?: number }} query @param {AbortSignal} signal
 * @returns {Promise<Found[]>}
 */
export const search = async (query, signal) => (await pb.send('/api/desk/search', { method: 'GET', query: { limit: searchLimit, ...query }, signal })).items;

/**
 * The tasks that fit some words, looked for again shortly after any of them has
 * changed. Those found before stay until the answer is here.
 * @param {string} q @param {string} status of which they are; empty is all
 */
export function useSearch(q, status) {
  const s = useMemo(() => ({ items: signal(/** @type {Found[] | null} */ (null)), failed: signal('') }), []);
  const state = useMemo(() => ({ timer: 0, ask: new AbortController() }), []);
  const reload = async () => {
    state.ask.abort();
    const { signal: ours } = state.ask = new AbortController();
    try {
      const items = await search({ q, status }, ours);
      if (ours.aborted) return;
      s.items.value = items;
      s.failed.value = '';
    } catch (e) { if (!ours.aborted) s.failed.value = explain(e); }
  };
  const soon = () => { clearTimeout(state.timer); state.timer = window.setTimeout(reload, 250); };
  useEffect(() => {
    reload();
    const ends = ['tasks', 'comments'].map((c) => listen(c, soon, soon));
    return () => { clearTimeout(state.timer); state.ask.abort(); ends.forEach((end) => end()); };
  }, [q, status]);
  return { ...s, reload };
}
