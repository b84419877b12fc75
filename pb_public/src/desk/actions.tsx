import { useState } from 'preact/hooks';
import { me } from '../lib/api';
import { changeTasks, thankTasks, undoLast } from '../lib/bulk';
import { priorities } from '../lib/contract';
import { t } from '../lib/i18n';
import { address, readFilters } from '../lib/queueFilters';
import { go } from '../lib/router';
import { toast } from '../lib/toast';
import { Assign } from './assignDialog';
import { KeyHelp } from './keyHelp';
import { askToReply, openedTask } from './pendingReply';
import type { Target } from './useQueueRows';

/** Opens a task, if it is not open, and focuses its form. */
function write(task: Target | undefined, into: 'notes' | 'comments') {
  if (!task) return;
  askToReply(task.id, into);
  if (openedTask.value?.id !== task.id)
    go(address(readFilters(new URLSearchParams(location.search)), task.number), { stay: true });
}

/**
 * The actions of keys and buttons on tasks, with their dialogs. Take the dialogs
 * apart from the rest: a handler that holds them holds the tree they are drawn
 * in, and through the handlers of that one all that were drawn before.
 */
export function useTaskActions(targets: () => Target[], done: () => void) {
  const [help, setHelp] = useState(false);
  const [giving, setGiving] = useState<Target[]>([]); // as they were when it was asked
  const apply = async (
    work: (ids: string[], said: (n: number) => string) => Promise<boolean>,
    one: (n: string) => string, // of one task, by its number
    many: (n: number) => string,
    of = targets(),
  ) => {
    if (!of.length) {
      toast(t('desk.no_row'));
      return;
    }
    const [first] = of;
    const ids = of.map((i) => i.id);
    if (await work(ids, first && of.length === 1 ? () => one(String(first.number)) : many)) done();
  };
  const change = (
    fields: Record<string, string>,
    one: (n: string) => string,
    many: (n: number) => string,
    of?: Target[],
  ) => apply((ids, words) => changeTasks(ids, fields, words), one, many, of);
  const actions: Record<string, () => void> = {
    take: () =>
      change(
        { consultant: me.value?.id ?? '' },
        (n) => t('desk.one_taken', { n }),
        (n) => t('desk.taken', { n }),
      ),
    wait: () =>
      change(
        { status: 'waiting' },
        (n) => t('desk.one_waiting', { n }),
        (n) => t('desk.now_waiting', { n }),
      ),
    done: () =>
      change(
        { status: 'done' },
        (n) => t('desk.one_done', { n }),
        (n) => t('desk.now_done', { n }),
      ),
    thanks: () =>
      apply(
        thankTasks,
        (n) => t('desk.one_thanked', { n }),
        (n) => t('desk.thanked', { n }),
      ),
    work: () =>
      change(
        { status: 'in_progress' },
        (n) => t('desk.one_work', { n }),
        (n) => t('desk.now_work', { n }),
      ),
    back: () =>
      change(
        { consultant: '' },
        (n) => t('desk.one_free', { n }),
        (n) => t('desk.now_free', { n }),
      ),
    ...Object.fromEntries(
      priorities.map((p) => [
        p,
        () =>
          change(
            { priority: p },
            (n) => t('desk.one_reprioritised', { n }),
            (n) => t('desk.reprioritised', { n }),
          ),
      ]),
    ),
    assign: () => {
      const of = targets();
      if (of.length) setGiving(of);
      else toast(t('desk.no_row'));
    },
    note: () => write(targets()[0], 'notes'),
    reply: () => write(targets()[0], 'comments'),
    undo: () => undoLast().then(done),
    help: () => setHelp(true),
  };
  const give = (id: string, name: string) => {
    setGiving([]);
    change(
      { consultant: id },
      (n) => t('desk.one_given', { n, name }),
      (n) => t('desk.given', { n, name }),
      giving,
    );
  };
  const categorise = (id: string) =>
    change(
      { category: id === 'none' ? '' : id },
      (n) => t('desk.one_categorised', { n }),
      (n) => t('desk.categorised', { n }),
    );
  const dialogs = (
    <>
      <KeyHelp open={help} onClose={() => setHelp(false)} />
      <Assign open={giving.length > 0} n={giving.length} onClose={() => setGiving([])} onPick={give} />
    </>
  );
  return { act: (action: string) => (actions[action] ? void actions[action]() : false), categorise, dialogs };
}
