import { signal } from '@preact/signals';
import type { SendOptions } from 'pocketbase';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb } from '../lib/api';
import { listen } from '../lib/realtime';
import type { Card, Profile } from '../lib/types';

/** Reads the card of a client. */
export const readCard = (client: string, options: SendOptions = {}) =>
  pb.send<Card>(`/api/desk/clients/${client}/card`, { method: 'GET', ...options });

/**
 * The card of a client, read again shortly after anything on it has changed.
 * @param client their id
 */
export function useCard(client: string) {
  const s = useMemo(() => ({ card: signal<Card | null>(null), failed: signal('') }), []);
  const state = useMemo(() => ({ client, timer: 0 }), []);
  state.client = client;
  const reload = async () => {
    try {
      const card = await readCard(client);
      if (state.client !== client) return; // another task is shown by now
      s.card.value = card;
      s.failed.value = '';
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  const soon = () => {
    clearTimeout(state.timer);
    state.timer = window.setTimeout(reload, 250);
  };
  useEffect(() => {
    s.card.value = null;
    reload();
    const ends = [
      listen<Profile>(
        'profiles',
        ({ record }) => {
          if (record.inn === s.card.value?.profile.inn || record.user === client) soon();
        },
        () => undefined,
      ),
      ...['tasks', 'assessments'].map((name) =>
        listen<{ client: string }>(
          name,
          ({ record }) => {
            if (record.client === client) soon();
          },
          () => undefined,
        ),
      ),
    ];
    return () => {
      clearTimeout(state.timer);
      for (const end of ends) end();
    };
  }, [client]);
  return { ...s, reload };
}
