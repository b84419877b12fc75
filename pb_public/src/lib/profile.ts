import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, me, pb } from './api';
import type { Profile } from './types';

/** The organisation of the person; null while it is read. */
export function useProfile() {
  const s = useMemo(() => ({ profile: signal<Profile | null>(null), failed: signal('') }), []);
  const reload = async () => {
    s.failed.value = '';
    try {
      const { items } = await pb
        .collection<Profile>('profiles')
        .getList(1, 1, { filter: pb.filter('user = {:me}', { me: me.value?.id }), skipTotal: true });
      s.profile.value = items[0] ?? null;
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    if (me.value?.role === 'client') reload();
  }, []);
  return { ...s, reload };
}
