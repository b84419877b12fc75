import { me } from '../lib/api';
import { type Role, type Status, statuses, transitions } from '../lib/contract';
import { workedStatuses } from '../lib/facts';
import { t } from '../lib/i18n';
import { statusText } from '../lib/statusText';
import type { Task } from '../lib/types';

/** A step of a task: the text of its button and what it changes. */
interface Step {
  text: string;
  fields: Record<string, unknown>;
  main?: boolean;
}

/** Statuses whose steps have texts of their own; the step to any other is called as the status. */
const named: Status[] = ['new', 'in_progress', 'waiting', 'done', 'closed'];

/** Whether a role moves tasks from one status to another. */
const moves = (role: Role | undefined, from: Status, to: Status) =>
  transitions.some((step) => step.from === from && step.to === to && step.roles.some((one) => one === role));

/** The steps the user may take; the server checks them again. */
export function stepsOf({ status, consultant }: Task): Step[] {
  const role = me.value?.role;
  const manager = role === 'manager';
  const may = (to: Status) => (consultant === me.value?.id || manager) && moves(role, status, to);
  const others = statuses.map(({ name }) => name).filter((name) => !named.includes(name) && may(name));
  const all: (Step | false)[] = [
    !consultant && status !== 'closed' && { text: t('desk.do_take'), fields: { consultant: me.value?.id }, main: true },
    may('done') && { text: t('desk.do_done'), fields: { status: 'done' }, main: true },
    may('waiting') && { text: t('desk.do_ask'), fields: { status: 'waiting' } },
    ...others.map((name) => ({ text: statusText(name), fields: { status: name } })),
    may('in_progress') &&
      status !== 'closed' &&
      !!consultant && { text: t('desk.do_work'), fields: { status: 'in_progress' } },
    may('new') && workedStatuses.includes(status) && { text: t('desk.do_back'), fields: { consultant: '' } },
    manager &&
      status === 'closed' && {
        text: t('desk.do_reopen'),
        fields: { status: consultant ? 'in_progress' : 'new' },
      },
    manager && status !== 'closed' && { text: t('desk.do_close'), fields: { status: 'closed' } },
  ];
  return all.filter((step) => step !== false);
}
