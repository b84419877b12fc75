import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, pb, run } from '../lib/api';
import { type BulkAnswer, showRefused, type UndoAnswer, undoBatch } from '../lib/bulk';
import { type Role, taskLimits } from '../lib/contract';
import { workedStatuses } from '../lib/facts';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import type { FoundClient as Client, QueuePage } from '../lib/types';

export type Person = { id: string; name: string; username: string; role: Role; blocked: boolean; open: number };

/** The first of the clients whom the words find, the blocked among them; more says that there are others. */
export function useClients(q: string) {
  const s = useMemo(() => ({ items: signal<Client[] | null>(null), more: signal(false), failed: signal('') }), []);
  const state = useMemo(() => ({ q }), []);
  const reload = async () => {
    try {
      const { items, more } = await pb.send<{ items: Client[]; more: boolean }>('/api/desk/clients', {
        method: 'GET',
        query: { q, all: 1 },
      });
      if (state.q !== q) return; // asked for others meanwhile
      s.items.value = items;
      s.more.value = more;
      s.failed.value = '';
    } catch (e) {
      if (state.q === q) s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    state.q = q;
    reload();
  }, [q]);
  return { ...s, reload };
}

/**
 * Hands all open tasks of a person over. What takes that back is noted as it goes:
 * some may have gone before it fails.
 * @param to a person, or nobody
 */
async function handOver(from: string, to: string, undos: string[]) {
  let after = '';
  do {
    const page = await pb.send<QueuePage>('/api/desk/queue', {
      method: 'GET',
      query: { consultant: from, status: workedStatuses.join(), limit: taskLimits.bulk, after },
    });
    after = page.next;
    const ids = page.items.map((i) => i.id);
    if (!ids.length) break;
    const { undo, refused } = await pb.send<BulkAnswer>('/api/desk/bulk', {
      method: 'POST',
      body: { ids, change: { consultant: to } },
    });
    if (undo) undos.push(undo);
    showRefused(refused);
  } while (after);
}

/**
 * Changes what a person may do, hands the tasks over, and offers to take both
 * back.
 * @param to whom the tasks go: 'keep' leaves them
 */
export async function changePerson(
  person: Person,
  fields: Partial<Person>,
  to: string,
  said: string,
  done: () => void,
) {
  const before = Object.fromEntries(Object.keys(fields).map((name) => [name, person[name as keyof Person]]));
  const saved = await run(() => pb.collection('users').update(person.id, fields));
  if (!saved) return false;
  const undos: string[] = [];
  if (to !== 'keep') await run(() => handOver(person.id, to, undos));
  const back = () =>
    run(async () => {
      await pb.collection('users').update(person.id, before);
      const answers: UndoAnswer[] = [];
      for (const undo of undos) answers.push(await undoBatch(undo));
      const refused = answers.flatMap((a) => a.refused);
      if (refused.length) showRefused(refused);
      else toast(t('people.undone'));
      done();
    });
  toast(said, { action: { label: t('toast.undo'), run: back } });
  done();
  return true;
}
