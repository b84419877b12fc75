import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';
import { listen } from './live.js';

/** @typedef {import('./types.js').QueueItem} Item */

/** Who deleted each of the tasks, as the log has it. @param {Item[]} items @returns {Promise<Record<string, string>>} */
async function deleters(items) {
  if (!items.length) return {};
  const filter = `event = "archived" && (${items.map((i) => pb.filter('task = {:id}', { id: i.id })).join(' || ')})`;
  const { items: lines } = await pb.collection('history').getList(1, 500, { filter, sort: 'created', expand: 'actor', fields: 'task,expand.actor.name,expand.actor.username', skipTotal: true });
  return Object.fromEntries(lines.map((l) => [l.task, l.expand?.actor ? l.expand.actor.name || l.expand.actor.username : '']));
}

/** The archived tasks, newest first, read again once any is archived or restored. @param {string} q */
export function useArchive(q) {
  const s = useMemo(() => ({ items: signal(/** @type {Item[] | null} */ (null)), names: signal(/** @type {Record<string, string>} */ ({})), next: signal(''), failed: signal('') }), [q]);
  const state = useMemo(() => ({ timer: 0 }), []);
  const read = async (after = '') => {
    try {
      const page = await pb.send('/api/desk/queue', { method: 'GET', query: { view: 'archived', q, after } });
      const names = await deleters(page.items);
      s.names.value = { ...s.names.value, ...names };
      s.items.value = after ? [...(s.items.value ?? []), ...page.items] : page.items;
      s.next.value = page.next;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => {
    read();
    const end = listen('tasks', () => { clearTimeout(state.timer); state.timer = window.setTimeout(() => read(), 250); }, () => { read(); });
    return () => { clearTimeout(state.timer); end(); };
  }, [q]);
  return { ...s, reload: () => read(), more: () => read(s.next.value) };
}
