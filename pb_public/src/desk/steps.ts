import { me } from '../lib/api';
import { workedStatuses } from '../lib/facts';
import type { Key } from '../lib/i18n';
import type { Task } from '../lib/types';

/** A step of a task: the text of its button and what it changes. */
interface Step {
  key: Key & `desk.do_${string}`;
  fields: Record<string, unknown>;
  main?: boolean;
}

/** The steps the user may take; the server checks them again. */
export function stepsOf(task: Task): Step[] {
  const mine = task.consultant === me.value?.id;
  const manager = me.value?.role === 'manager';
  const may = mine || manager;
  const all: (Step | false)[] = [
    !task.consultant &&
      task.status !== 'closed' && { key: 'desk.do_take', fields: { consultant: me.value?.id }, main: true },
    may &&
      workedStatuses.includes(task.status) && {
        key: 'desk.do_done',
        fields: { status: 'done' },
        main: true,
      },
    may && task.status === 'in_progress' && { key: 'desk.do_ask', fields: { status: 'waiting' } },
    may &&
      ['waiting', 'done'].includes(task.status) &&
      !!task.consultant && { key: 'desk.do_work', fields: { status: 'in_progress' } },
    may && workedStatuses.includes(task.status) && { key: 'desk.do_back', fields: { consultant: '' } },
    manager &&
      task.status === 'closed' && {
        key: 'desk.do_reopen',
        fields: { status: task.consultant ? 'in_progress' : 'new' },
      },
    manager && task.status !== 'closed' && { key: 'desk.do_close', fields: { status: 'closed' } },
  ];
  return all.filter((step) => step !== false);
}
