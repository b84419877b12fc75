import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, pb } from './api.js';
import { listen } from './live.js';

/** @typedef {import('./types.js').Card} Card */

/** The card of a client, read again shortly after anything on it has changed. @param {string} client their id */
export function useCard(client) {
  const s = useMemo(() => ({ card: signal(/** @type {Card | null} */ (null)), failed: signal('') }), []);
  const state = useMemo(() => ({ client, timer: 0 }), []);
  state.client = client;
  const reload = async () => {
    try {
      const card = await pb.send(`/api/desk/clients/${client}/card`, { method: 'GET' });
      if (state.client !== client) return; // another task is shown by now
      s.card.value = card;
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  const soon = () => { clearTimeout(state.timer); state.timer = window.setTimeout(reload, 250); };
  useEffect(() => {
    s.card.value = null;
    reload();
    const ends = [
      listen('profiles', ({ record }) => { if (record.inn === s.card.value?.profile.inn || record.user === client) soon(); }, () => undefined),
      ...['tasks', 'assessments'].map((name) => listen(name, ({ record }) => { if (record.client === client) soon(); }, () => undefined)),
    ];
    return () => { clearTimeout(state.timer); ends.forEach((end) => end()); };
  }, [client]);
  return { ...s, reload };
}
