import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { categories, categoryName } from '../core/categories.js';
import { change } from '../core/task.js';
import { toast } from '../core/toast.js';

/** @typedef {import('../core/types.js').Task} Task */

/** Who works on a task says what it is about. @param {Task} task */
const may = (task) => !task.archived_at && (me.value?.role === 'manager' || task.consultant === me.value?.id);

/**
 * What a task is about: a choice for who may sort it, words for others, nothing
 * where the firm does not sort its tasks. A retired category only where it is chosen.
 * @param {ReturnType<typeof import('../core/task.js').useTask>} at
 */
export function categoryOf(at) {
  const task = /** @type {Task} */ (at.task.value);
  const offered = categories.value?.filter((c) => !c.retired || c.id === task.category) ?? [];
  if (!may(task) || !offered.length) return categoryName(task.category);
  const pick = async (/** @type {any} */ e) => {
    if (await change(at, { category: e.target.value })) toast(t('toast.saved'));
    else e.target.value = task.category;
  };
  return html`<label class="select"><span class="vh">${t('task.category')}</span><select value=${task.category} onChange=${pick}>
    <option value="">${t('task.category_none')}</option>${offered.map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}</select></label>`;
}
