import { pb, run } from './api';
import { number, t } from './i18n';
import { toast } from './toast';

/** Undo tokens of the changes made on this page, the latest last. */
let done: string[] = [];

/** Forgets them after a change that cannot be undone here, lest the key undoes an earlier one. */
export const forgetUndo = () => {
  done = [];
};

/** Says what has been done, and offers to undo it by its token. */
export function offerUndo(undo: string, said: string) {
  done.push(undo);
  toast(said, { action: { label: t('toast.undo'), run: () => takeBack(undo) }, about: undo });
}

async function takeBack(undo: string) {
  done = done.filter((u) => u !== undo);
  const answer = await run(() => undoBatch(undo));
  if (!answer) return;
  showRefused(answer.refused);
  if (answer.restored) toast(t('desk.undone', { n: answer.restored }), { about: undo });
}

/** Undoes the latest change of this page that has not been undone. */
export async function undoLast() {
  const undo = done.at(-1);
  if (undo) await takeBack(undo);
  else toast(t('desk.undo_none'));
}

/** A task that the server has not changed, and why. */
interface Refused {
  number: number;
  message: string;
}
/** The result of a change of several tasks; undo is its token. */
export interface BulkAnswer {
  changed: string[];
  refused: Refused[];
  undo: string;
}
export interface UndoAnswer {
  restored: number;
  refused: Refused[];
}

/** Undoes a change of several tasks. */
export const undoBatch = (undo: string) =>
  pb.send<UndoAnswer>('/api/desk/bulk/undo', { method: 'POST', body: { undo } });

/** Shows which tasks the server refused to change. */
export function showRefused(refused: Refused[]) {
  const [first] = refused;
  if (!first) return;
  toast(
    refused.length === 1
      ? t('desk.refused_one', { n: number(first.number, { useGrouping: false }), why: first.message })
      : t('desk.refused', {
          n: refused.length,
          first: number(first.number, { useGrouping: false }),
          why: first.message,
        }),
    { kind: 'bad' },
  );
}

/**
 * Changes tasks, each by itself, shows what was refused and offers to undo. True
 * if any has changed.
 */
export const changeTasks = (ids: string[], change: Record<string, string>, said: (n: number) => string) =>
  changeEach('/api/desk/bulk', { ids, change }, said);

/** Says of done tasks that their clients' last words are thanks; the rest is as in changeTasks. */
export const thankTasks = (ids: string[], said: (n: number) => string) => changeEach('/api/desk/thanks', { ids }, said);

async function changeEach(path: string, body: { ids: string[]; change?: object }, said: (n: number) => string) {
  if (!body.ids.length) return false;
  const answer = await run(() => pb.send<BulkAnswer>(path, { method: 'POST', body }));
  if (!answer) return false;
  showRefused(answer.refused);
  if (!answer.changed.length) {
    if (!answer.refused.length) toast(t('desk.unchanged'));
    return false;
  }
  if (answer.undo) offerUndo(answer.undo, said(answer.changed.length));
  else {
    forgetUndo();
    toast(said(answer.changed.length));
  }
  return true;
}
