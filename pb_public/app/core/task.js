import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, isStaff, me, passing, pb, run } from './api.js';
import { t } from './i18n.js';
import { listen } from './live.js';
import { useAgain } from './online.js';
import { toast } from './toast.js';

/** @typedef {import('./types.js').Task} Task */
/** @typedef {{ base: Task, fields: Record<string, unknown>, present: Task }} Clash a change that somebody else's was before */

const dayLong = 86_400_000;
/** The periods of the server: closing by itself, and reopening or changing an assessment. */
const closesAfter = 7 * dayLong;
const laterPeriod = 14 * dayLong;

/** When a done task closes by itself. @param {Task} task */
export const closesAt = (task) => new Date(new Date(task.done_at).getTime() + closesAfter);
/** Until when a client may reopen a closed task. @param {Task} task */
export const reopensUntil = (task) => new Date(new Date(task.closed_at).getTime() + laterPeriod);
/** Until when an assessment may be changed. @param {Task} task @param {import('./types.js').Assessment} a */
export const assessedUntil = (task, a) => new Date(Math.max(new Date(a.created).getTime(), new Date(task.done_at || task.closed_at).getTime()) + laterPeriod);

/** Tasks that are being deleted: the list leaves them out before the server has answered. */
export const leaving = signal(/** @type {Set<string>} */ (new Set()));
/** @param {string} id @param {boolean} gone */
const mark = (id, gone) => {
  const next = new Set(leaving.value);
  if (gone) next.add(id); else next.delete(id);
  leaving.value = next;
};

/**
 * One task by its number, kept fresh. Null while it is read; `gone` once it is
 * deleted or was never there; `clash` is the last change of the staff that was
 * refused because somebody else was first.
 * @param {string} number @param {string} expand
 */
export function useTask(number, expand) {
  const s = useMemo(() => ({ task: signal(/** @type {Task | null} */ (null)), gone: signal(false), failed: signal(''), away: signal(false), clash: signal(/** @type {Clash | null} */ (null)) }), []);
  const put = (/** @type {Task} */ next) => {
    const now = s.task.value;
    if (now?.id === next.id && next.rev < now.rev) return; // an answer that an event has overtaken
    s.task.value = { ...next, expand: next.expand ?? (now?.id === next.id ? now.expand : undefined) };
    s.gone.value = false;
  };
  const reload = async () => {
    try {
      const { items } = await pb.collection('tasks').getList(1, 1, { filter: pb.filter('number = {:n}', { n: Number(number) || 0 }), expand, skipTotal: true });
      s.failed.value = '';
      s.away.value = false;
      if (items[0]) put(/** @type {any} */ (items[0])); else s.gone.value = true;
    } catch (e) {
      s.failed.value = explain(e);
      s.away.value = passing(e);
    }
  };
  useEffect(() => {
    if (!me.value) return undefined;
    reload();
    return listen('tasks', ({ action, record }) => {
      if (record.id !== s.task.value?.id) return;
      if (action === 'delete') s.gone.value = true; else put(record);
    }, reload);
  }, [number]);
  useAgain(s.away.value, reload);
  const line = useMemo(() => ({ last: /** @type {Promise<unknown>} */ (Promise.resolve()) }), []);
  return { ...s, put, reload, line };
}

/** Takes back the last close or delete. @param {Task} task @param {import('./i18n.js').Key & ('toast.back' | 'toast.restored')} said */
export const undo = (task, said) => run(() => pb.send(`/api/desk/tasks/${task.id}/undo`, { method: 'POST' }), { ok: t(said, { n: String(task.number) }) });

/** The task as the server will most likely make it. @param {Task} task @param {string} status @returns {Task} */
function expected(task, status) {
  const now = new Date().toISOString();
  const stamp = status === 'done' ? { done_at: now } : status === 'closed' ? { closed_at: now } : { done_at: '', closed_at: '' };
  return { ...task, ...stamp, status: /** @type {any} */ (status) };
}

/** Who takes a task that was taken is told so by the server: no version is needed for that. @param {Record<string, unknown>} fields */
const taking = (fields) => !!fields.consultant && fields.consultant === me.value?.id;

/**
 * Changes the status at once on the screen, and back if the server refuses; after
 * what the person has changed just before.
 * @param {ReturnType<typeof useTask>} at @param {Record<string, unknown>} fields
 * @param {{ fields?: (e: Record<string, string>) => void }} [o]
 * @returns {Promise<Task | undefined>}
 */
export function change(at, fields, o = {}) {
  const mine = at.line.last.then(() => changeNow(at, fields, o)); // one's own change is not somebody else's that was first
  at.line.last = mine.catch(() => undefined);
  return mine;
}

/** @param {ReturnType<typeof useTask>} at @param {Record<string, unknown>} fields @param {{ fields?: (e: Record<string, string>) => void }} o */
async function changeNow(at, fields, o) {
  const before = /** @type {Task} */ (at.task.value);
  if (typeof fields.status === 'string') at.put(expected(before, fields.status));
  const sent = isStaff() && !taking(fields) ? { ...fields, rev: before.rev } : fields;
  /** @param {import('../vendor/pocketbase.js').ClientResponseError} e */
  const failed = (e) => {
    const present = e.status === 409 && e.response.data?.present;
    if (present) at.clash.value = { base: before, fields, present };
    return !!present;
  };
  const saved = /** @type {Task | undefined} */ (await run(() => pb.collection('tasks').update(before.id, sent), { ...o, failed }));
  if (saved) at.put(saved);
  else {
    if (at.task.value?.updated === before.updated) at.put(before);
    at.reload();
  }
  return saved;
}

/** Deletes a task as its client; the toast takes it back. @param {Task} task */
export async function remove(task) {
  mark(task.id, true);
  const done = await run(() => pb.collection('tasks').delete(task.id));
  if (done) toast(t('toast.deleted', { n: String(task.number) }), { action: { label: t('toast.undo'), run: async () => { mark(task.id, false); await undo(task, 'toast.restored'); } } });
  else mark(task.id, false);
}
