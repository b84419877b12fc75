import type { TargetedEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { forgetUndo, thankTasks } from '../lib/bulk';
import { periods } from '../lib/contract';
import { openStatuses } from '../lib/facts';
import { date, t } from '../lib/i18n';
import { nameOf, staff } from '../lib/staff';
import { toast } from '../lib/toast';
import type { Task } from '../lib/types';
import { EditDialog } from '../thread/editDialog';
import { type At, change } from '../thread/task';
import { Icon } from '../ui/icon';
import { Options } from '../ui/options';
import { stepsOf } from './steps';

function HandOver({ at }: { at: At }) {
  const task = at.task.value as Task;
  const manager = me.value?.role === 'manager';
  const may =
    task.status !== 'closed' && (manager || (task.consultant === me.value?.id && openStatuses.includes(task.status)));
  const others = Object.entries(staff.value).filter(([id]) => id !== task.consultant);
  if (!may || !others.length) return null;
  const give = async ({ currentTarget: select }: TargetedEvent<HTMLSelectElement>) => {
    const id = select.value;
    if (id && (await change(at, { consultant: id }))) {
      forgetUndo();
      toast(t('toast.handed', { name: nameOf(id) }));
    }
    select.value = '';
  };
  return (
    <label class="select">
      <span class="vh">{t('desk.hand')}</span>
      <select onChange={give}>
        <option value="">{t('desk.hand')}…</option>
        <Options of={others.map(([id, name]) => ({ id, name }))} />
      </select>
    </label>
  );
}

/** Whether the client has had the last word since a task was done or closed, and whoever looks may judge it. */
const saidSince = (task: Task) =>
  task.last_by === 'client' &&
  task.last_at > (task.closed_at || task.done_at) &&
  (me.value?.role === 'manager' || task.consultant === me.value?.id);

/** The buttons of a task: steps, handover, editing, restoring. */
export function TaskActions({ at }: { at: At }) {
  const [editing, edit] = useState(false);
  const task = at.task.value as Task;
  const box = useRef<HTMLDivElement | null>(null);
  const act = async (fields: Record<string, unknown>) => {
    if (!(await change(at, fields))) return;
    forgetUndo();
    toast(t('toast.saved'));
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) box.current?.focus();
    }); // the button is gone
  };
  if (task.archived_at) {
    return (
      <div class="note" role="status">
        <p>
          {t('desk.archived', {
            when: date(task.archived_at),
            period: t('time.days', { n: periods.archiveKeepsDays }),
          })}
        </p>
        <p>
          <button type="button" class="btn" onClick={() => act({ archived_at: '' })}>
            {t('desk.restore')}
          </button>
        </p>
      </div>
    );
  }
  return (
    <div class="task-actions" ref={box} role="group" aria-label={t('desk.actions')} tabindex={-1}>
      {stepsOf(task).map((s) => (
        <button key={s.text} type="button" class={`btn ${s.main ? 'btn-main' : ''}`} onClick={() => act(s.fields)}>
          {s.text}
        </button>
      ))}
      {!openStatuses.includes(task.status) && saidSince(task) && (
        <button
          type="button"
          class="btn"
          onClick={async () => {
            if (await thankTasks([task.id], (n) => t('desk.thanked', { n }))) at.reload();
          }}
        >
          {t('desk.do_thanks')}
        </button>
      )}
      <HandOver at={at} />
      {me.value?.role === 'manager' && task.status !== 'closed' && (
        <>
          <button type="button" class="btn" onClick={() => edit(true)}>
            <Icon name="edit" />
            {t('task.edit')}
          </button>
          <EditDialog at={at} open={editing} onClose={() => edit(false)} />
        </>
      )}
    </div>
  );
}
