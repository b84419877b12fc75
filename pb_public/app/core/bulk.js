import { pb, run } from './api.js';
import { number, t } from './i18n.js';
import { toast } from './toast.js';

/** What takes back the last change; empty once it has been taken back. */
let last = '';

/** Takes back the last change of this page. */
export async function undoLast() {
  if (!last) { toast(t('desk.undo_none')); return; }
  const undo = last;
  last = '';
  const answer = await run(() => pb.send('/api/desk/bulk/undo', { method: 'POST', body: { undo } }));
  if (!answer) return;
  tellRefused(answer.refused);
  if (answer.restored) toast(t('desk.undone', { n: answer.restored }));
}

/** Names what the server has not changed. @param {{ number: number, message: string }[]} refused */
export function tellRefused(refused) {
  if (!refused.length) return;
  const [first] = refused;
  toast(refused.length === 1 ? t('desk.refused_one', { n: number(first.number, { useGrouping: false }), why: first.message })
    : t('desk.refused', { n: refused.length, first: number(first.number, { useGrouping: false }), why: first.message }), { kind: 'bad' });
}

/**
 * Changes tasks, each by itself, and offers to take it back. What the server
 * refuses is named. True if any has changed.
 * @param {string[]} ids @param {Record<string, string>} change @param {(n: number) => string} said
 */
export async function changeTasks(ids, change, said) {
  if (!ids.length) return false;
  const answer = await run(() => pb.send('/api/desk/bulk', { method: 'POST', body: { ids, change } }));
  if (!answer) return false;
  tellRefused(answer.refused);
  if (!answer.changed.length) return false;
  last = answer.undo;
  toast(said(answer.changed.length), answer.undo ? { action: { label: t('toast.undo'), run: undoLast } } : {});
  return true;
}
