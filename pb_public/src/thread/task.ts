import { signal } from '@preact/signals';
import type { ClientResponseError, SendOptions } from 'pocketbase';
import { useEffect, useMemo } from 'preact/hooks';
import { explain, isStaff, me, pb, run } from '../lib/api';
import type { Status } from '../lib/contract';
import { assessPeriod, closesAfter, reopenPeriod } from '../lib/facts';
import type { Key } from '../lib/i18n';
import { t } from '../lib/i18n';
import { listen } from '../lib/realtime';
import { toast } from '../lib/toast';
import type { Assessment, Task } from '../lib/types';

/** A change that the server refused because another was first. */
type Clash = { base: Task; fields: Record<string, unknown>; present: Task };

/** When a done task closes by itself. */
export const closesAt = (task: Task) => new Date(new Date(task.done_at).getTime() + closesAfter);
/** Until when a client may reopen a closed task. */
export const reopensUntil = (task: Task) => new Date(new Date(task.closed_at).getTime() + reopenPeriod);
/** Until when an assessment may be changed. */
export const assessedUntil = (task: Task, a: Assessment) =>
  new Date(Math.max(new Date(a.created).getTime(), new Date(task.done_at || task.closed_at).getTime()) + assessPeriod);

/** Tasks that are being deleted: the list leaves them out before the server has answered. */
export const leaving = signal<Set<string>>(new Set());
const mark = (id: string, gone: boolean) => {
  const next = new Set(leaving.value);
  if (gone) next.add(id);
  else next.delete(id);
  leaving.value = next;
};

/** Reads a task by its number. */
export const readTask = (number: string, expand: string, options: SendOptions = {}) =>
  pb.collection<Task>('tasks').getList(1, 1, {
    filter: pb.filter('number = {:n}', { n: Number(number) || 0 }),
    expand,
    skipTotal: true,
    ...options,
  });

/**
 * One task by its number, kept fresh. Null while it is read; `gone` once it is
 * deleted or was never there; `clash` is the last change of the staff that was
 * refused because somebody else was first.
 */
export function useTask(number: string, expand: string) {
  const s = useMemo(
    () => ({
      task: signal<Task | null>(null),
      gone: signal(false),
      failed: signal(''),
      clash: signal<Clash | null>(null),
    }),
    [],
  );
  const put = (next: Task) => {
    const now = s.task.value;
    if (now?.id === next.id && next.rev < now.rev) return; // an answer that an event has overtaken
    s.task.value = { ...next, expand: next.expand ?? (now?.id === next.id ? now.expand : undefined) };
    s.gone.value = false;
  };
  const reload = async () => {
    try {
      const { items } = await readTask(number, expand);
      s.failed.value = '';
      if (items[0]) put(items[0]);
      else s.gone.value = true;
    } catch (e) {
      s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    if (!me.value) return undefined;
    reload();
    return listen<Task>(
      'tasks',
      ({ action, record }) => {
        if (record.id !== s.task.value?.id) return;
        if (action === 'delete') s.gone.value = true;
        else put(record);
      },
      reload,
    );
  }, [number]);
  const line = useMemo(() => ({ last: Promise.resolve() as Promise<unknown> }), []);
  return { ...s, put, reload, line };
}

/** A task on the screen, as useTask gives it. */
export type At = ReturnType<typeof useTask>;

/** Undoes the last close or delete. */
export const undo = (task: Task, said: Key & ('toast.back' | 'toast.restored')) =>
  run(() => pb.send<Task>(`/api/desk/tasks/${task.id}/undo`, { method: 'POST' }), {
    ok: t(said, { n: String(task.number) }),
    about: task.id,
  });

/** The task as the server will most likely return it. */
function expected(task: Task, status: Status): Task {
  const now = new Date().toISOString();
  const stamp =
    status === 'done' ? { done_at: now } : status === 'closed' ? { closed_at: now } : { done_at: '', closed_at: '' };
  return { ...task, ...stamp, status };
}

/** Taking a task needs no version: the server refuses it by itself if somebody has it. */
const taking = (fields: Record<string, unknown>) => !!fields.consultant && fields.consultant === me.value?.id;

/**
 * Changes the status at once on the screen, and back if the server refuses; after
 * what the person has changed just before.
 */
export function change(
  at: At,
  fields: Record<string, unknown>,
  o: { fields?: (e: Record<string, string>) => void } = {},
): Promise<Task | undefined> {
  const mine = at.line.last.then(() => changeNow(at, fields, o)); // one's own change is not somebody else's that was first
  at.line.last = mine.catch(() => undefined);
  return mine;
}

async function changeNow(at: At, fields: Record<string, unknown>, o: { fields?: (e: Record<string, string>) => void }) {
  const before = at.task.value as Task;
  if (fields.status) at.put(expected(before, fields.status as Status));
  const sent = isStaff() && !taking(fields) ? { ...fields, rev: before.rev } : fields;
  const failed = (e: ClientResponseError) => {
    const present = e.status === 409 && e.response.data?.present;
    if (present) at.clash.value = { base: before, fields, present };
    return !!present;
  };
  const saved = await run(() => pb.collection<Task>('tasks').update(before.id, sent), { ...o, failed });
  if (saved) at.put(saved);
  else {
    if (at.task.value?.updated === before.updated) at.put(before);
    at.reload();
  }
  return saved;
}

/** Deletes the client's own task; the toast offers to undo. */
export async function remove(task: Task) {
  mark(task.id, true);
  const done = await run(() => pb.collection('tasks').delete(task.id));
  if (done)
    toast(t('toast.deleted', { n: String(task.number) }), {
      about: task.id,
      action: {
        label: t('toast.undo'),
        run: async () => {
          mark(task.id, false);
          await undo(task, 'toast.restored');
        },
      },
    });
  else mark(task.id, false);
}
