import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import { listen } from '../lib/realtime';
import type { QueueItem as Item, QueuePage } from '../lib/types';

/** Who deleted each task, from the history. */
async function deleters(items: Item[]): Promise<Record<string, string>> {
  if (!items.length) return {};
  const filter = `event = "archived" && (${items.map((i) => pb.filter('task = {:id}', { id: i.id })).join(' || ')})`;
  const { items: lines } = await pb.collection('history').getList(1, 500, {
    filter,
    sort: 'created',
    expand: 'actor',
    fields: 'task,expand.actor.name,expand.actor.username',
    skipTotal: true,
  });
  return Object.fromEntries(
    lines.map((l) => [l.task, l.expand?.actor ? l.expand.actor.name || l.expand.actor.username : '']),
  );
}

/** Archived tasks, newest first, reloaded when any is archived or restored. */
export function useArchive(q: string) {
  const s = useMemo(
    () => ({
      items: signal<Item[] | null>(null),
      names: signal<Record<string, string>>({}),
      next: signal(''),
      failed: signal(''),
    }),
    [q],
  );
  const state = useMemo(() => ({ timer: 0 }), []);
  const read = async (after = '') => {
    try {
      const page = await pb.send<QueuePage>('/api/desk/queue', {
        method: 'GET',
        query: { view: 'archived', q, after },
      });
      const names = await deleters(page.items);
      s.names.value = { ...s.names.value, ...names };
      s.items.value = after ? [...(s.items.value ?? []), ...page.items] : page.items;
      s.next.value = page.next;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    read();
    const end = listen(
      'tasks',
      () => {
        clearTimeout(state.timer);
        state.timer = window.setTimeout(() => read(), 250);
      },
      () => {
        read();
      },
    );
    return () => {
      clearTimeout(state.timer);
      end();
    };
  }, [q]);
  return { ...s, reload: () => read(), more: () => read(s.next.value) };
}
