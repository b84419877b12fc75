import { pb, run } from './api.js';
import { number, t } from './i18n.js';
import { toast } from './toast.js';

/** What takes back the changes of this page that can be, the last one last. @type {string[]} */
let done = [];

/** Forgets them: something else has been changed since, which the key would pass over. */
export const forgetUndo = () => { done = []; };

/** @param {string} undo */
async function takeBack(undo) {
  done = done.filter((u) => u !== undo);
  const answer = await run(() => pb.send('/api/desk/bulk/undo', { method: 'POST', body: { undo } }));
  if (!answer) return;
  tellRefused(answer.refused);
  if (answer.restored) toast(t('desk.undone', { n: answer.restored }));
}

/** Takes back the last change of this page that has not been taken back. */
export async function undoLast() {
  const undo = done.at(-1);
  if (undo) await takeBack(undo); else toast(t('desk.undo_none'));
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
  if (answer.undo) done.push(answer.undo); else forgetUndo();
  toast(said(answer.changed.length), answer.undo ? { action: { label: t('toast.undo'), run: () => takeBack(answer.undo) } } : {});
  return true;
}
