import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from './api';
import type { StaffItem as Staff } from './types';

/** The display name of a person. */
export const called = (p: { name: string; username: string }) => p.name || p.username;

/** Staff with their load; week is the Monday since which done tasks are counted. */
export function useStaff() {
  const s = useMemo(() => ({ items: signal<Staff[] | null>(null), week: signal(''), failed: signal('') }), []);
  const reload = async () => {
    try {
      const { items, week } = await pb.send<{ items: Staff[]; week: string }>('/api/desk/staff', { method: 'GET' });
      s.items.value = items;
      s.week.value = week;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    reload();
  }, []);
  return { ...s, reload };
}
