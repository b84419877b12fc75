import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, me, pb } from './api.js';

/** @typedef {import('./types.js').Profile} Profile */

/** The organisation of the person; null while it is read. */
export function useProfile() {
  const s = useMemo(() => ({ profile: signal(/** @type {Profile | null} */ (null)), failed: signal('') }), []);
  const reload = async () => {
    s.failed.value = '';
    try {
      const { items } = await pb.collection('profiles').getList(1, 1, { filter: pb.filter('user = {:me}', { me: me.value?.id }), skipTotal: true });
      s.profile.value = /** @type {any} */ (items[0] ?? null);
    } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => { if (me.value?.role === 'client') reload(); }, []);
  return { ...s, reload };
}
