import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadCategories } from '../lib/categories';
import { date, t } from '../lib/i18n';
import { nameOf } from '../lib/staff';
import type { Assessment, Task } from '../lib/types';
import type { At } from '../thread/task';
import { StarShow } from '../ui/stars';
import { StatusTag } from '../ui/statusTag';
import { PlainText } from '../ui/text';
import { categoryOf } from './categoryPick';
import { Due } from './queueRow';

/** What is known of a task, beside its thread. */
export function TaskFacts({ at, given }: { at: At; given?: Assessment }) {
  const task = at.task.value as Task;
  useEffect(() => {
    loadCategories();
  }, []);
  const line = (name: string, value: ComponentChildren) =>
    value && (
      <div>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    );
  return (
    <aside class="facts" aria-label={t('desk.facts')}>
      <dl>
        {line(t('task.status'), <StatusTag value={task.status} staff />)}
        {line(t('task.consultant'), task.consultant ? nameOf(task.consultant) : t('desk.free'))}
        {line(t('task.category'), categoryOf(at))}
        {line(t('desk.answer_due'), task.due_at && <Due at={task.due_at} />)}
        {line(t('task.created_at'), date(task.created))}
        {line(
          t('rate.title_staff'),
          given && (
            <>
              {given.rating > 0 && <StarShow n={given.rating} />}
              {given.comment && <PlainText text={given.comment} />}
            </>
          ),
        )}
      </dl>
    </aside>
  );
}
