import type { TargetedEvent } from 'preact';
import { me } from '../lib/api';
import { categories, categoryName } from '../lib/categories';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import type { Task } from '../lib/types';
import type { At } from '../thread/task';
import { change } from '../thread/task';
import { Options } from '../ui/options';

/** Whether the user may set the category. */
const may = (task: Task) => !task.archived_at && (me.value?.role === 'manager' || task.consultant === me.value?.id);

/**
 * What a task is about: a choice for who may sort it, words for others, nothing
 * where the firm does not sort its tasks. A retired category only where it is chosen.
 */
export function categoryOf(at: At) {
  const task = at.task.value as Task;
  const offered = categories.value?.filter((c) => !c.retired || c.id === task.category) ?? [];
  if (!may(task) || !offered.length) return categoryName(task.category);
  const pick = async ({ currentTarget: select }: TargetedEvent<HTMLSelectElement>) => {
    if (await change(at, { category: select.value })) toast(t('toast.saved'));
    else select.value = task.category;
  };
  return (
    <label class="select">
      <span class="vh">{t('task.category')}</span>
      <select value={task.category} onChange={pick}>
        <option value="">{t('task.category_none')}</option>
        <Options of={offered} />
      </select>
    </label>
  );
}
