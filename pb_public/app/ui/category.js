import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { categories, loadCategories } from '../core/categories.js';
import { useEffect, useId } from '../vendor/preact.js';

/** What a task is about, where the firm sorts its tasks; a retired category only where it is chosen. @param {{ value?: string, error?: string }} p */
export function CategoryField({ value = '', error }) {
  const id = useId();
  useEffect(() => { loadCategories(); }, []);
  const offered = categories.value?.filter((c) => !c.retired || c.id === value) ?? [];
  return offered.length > 0 && html`<div class="field select"><label for=${id}>${t('task.category')} <span class="field-optional">${t('form.optional')}</span></label>
    <select id=${id} name="category" aria-describedby=${error ? `${id}-e` : undefined} aria-invalid=${error ? 'true' : undefined}>
      <option value="">${t('task.category_none')}</option>${offered.map((c) => html`<option key=${c.id} value=${c.id} selected=${c.id === value}>${c.name}</option>`)}</select>
    ${error && html`<p class="error" id="${id}-e">${error}</p>`}</div>`;
}
