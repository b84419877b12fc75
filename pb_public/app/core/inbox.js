import { signal, useEffect, useMemo } from '../vendor/preact.js';
import { explain, me, pb, run } from './api.js';
import { t } from './i18n.js';
import { listen } from './live.js';
import { toast } from './toast.js';

/** @typedef {import('./types.js').Mail} Mail */

const pageSize = 50;
/** A list does without the texts. */
const listed = 'id,sender,sender_name,subject,status,reason,created,handled_at,expand.task.number,expand.user.username,expand.user.name';

/** How many mails wait for a decision; null until it is known. */
export const held = signal(/** @type {number | null} */ (null));

async function countHeld() {
  try { held.value = (await pb.collection('inbox').getList(1, 1, { filter: 'status = "held"', fields: 'id' })).totalItems; } catch { /* the next event asks again */ }
}

/** Keeps the count of waiting mails fresh while something shows it. */
export function useHeld() {
  useEffect(() => {
    if (me.value?.role !== 'manager') return undefined;
    countHeld();
    return listen('inbox', countHeld, countHeld);
  }, [me.value?.id]);
}

/**
 * The mails of one status, newest first, read again shortly after anything in
 * the inbox has changed.
 * @param {string} status
 */
export function useMails(status) {
  const s = useMemo(() => ({ rows: signal(/** @type {Mail[] | null} */ (null)), more: signal(false), failed: signal('') }), [status]);
  const state = useMemo(() => ({ timer: 0 }), []);
  /** @param {number} limit @param {Mail} [after] */
  const ask = async (limit, after) => {
    const filter = pb.filter('status = {:status}', { status }) + (after ? pb.filter(' && (created < {:created} || (created = {:created} && id < {:id}))', { created: after.created, id: after.id }) : '');
    const { items } = await pb.collection('inbox').getList(1, limit + 1, { filter, sort: '-created,-id', fields: listed, expand: 'task,user', skipTotal: true });
    s.more.value = items.length > limit;
    return /** @type {Mail[]} */ (/** @type {unknown} */ (items.slice(0, limit)));
  };
  const reload = async () => {
    try {
      s.rows.value = await ask(Math.min(500, Math.max(pageSize, s.rows.value?.length ?? 0)));
      s.failed.value = '';
    } catch (e) { s.failed.value = explain(e); }
  };
  const loadMore = async () => {
    const rows = s.rows.value ?? [];
    try { s.rows.value = [...rows, ...await ask(pageSize, rows.at(-1))]; } catch (e) { s.failed.value = explain(e); }
  };
  useEffect(() => {
    reload();
    const end = listen('inbox', () => { clearTimeout(state.timer); state.timer = window.setTimeout(reload, 200); }, reload);
    return () => { clearTimeout(state.timer); end(); };
  }, [status]);
  return { ...s, reload, loadMore };
}

/** One mail, kept fresh; `gone` if there is none. @param {string} id */
export function useMail(id) {
  const s = useMemo(() => ({ mail: signal(/** @type {Mail | null} */ (null)), gone: signal(false), failed: signal('') }), [id]);
  const reload = async () => {
    try {
      s.mail.value = /** @type {any} */ (await pb.collection('inbox').getOne(id, { expand: 'task,user' }));
      s.failed.value = '';
    } catch (/** @type {any} */ e) {
      if (e.status === 404) s.gone.value = true; else s.failed.value = explain(e);
    }
  };
  useEffect(() => {
    reload();
    return listen('inbox', ({ action, record }) => {
      if (record.id !== id) return;
      if (action === 'delete') s.gone.value = true; else reload();
    }, reload);
  }, [id]);
  return { ...s, reload };
}

/** What a manager has decided about a mail. @param {string} id @param {'accept' | 'refuse' | 'reopen'} what @param {object} [body] */
export const decide = (id, what, body) => pb.send(`/api/desk/inbox/${id}/${what}`, { method: 'POST', body });

/** Puts a mail back among those that wait. @param {string} id */
export const reopen = (id) => run(() => decide(id, 'reopen').then(() => true), { ok: t('inbox.reopened') });

/** Refuses a mail; the toast takes it back. @param {string} id */
export async function refuse(id) {
  const done = await run(() => decide(id, 'refuse').then(() => true));
  if (done) toast(t('inbox.refused'), { action: { label: t('toast.undo'), run: () => reopen(id) } });
  return done;
}

/** The clients a manager looks for, by nick, name, address, organisation or INN. @param {string} q @returns {Promise<import('./types.js').FoundClient[]>} */
export const findClients = async (q) => (await pb.send('/api/desk/clients', { method: 'GET', query: { q } })).items;
