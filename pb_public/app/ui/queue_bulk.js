import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { categories } from '../core/categories.js';
import { Icon } from './icon.js';

/** @typedef {'take' | 'assign' | 'wait' | 'done' | 'back' | 'high' | 'normal' | 'low'} Bulk */

/** A choice that acts at once and offers itself anew. @param {{ label: string, onPick: (value: any) => void, children?: any }} p onPick: what an option is the value of */
const Act = ({ label, onPick, children }) => html`<label class="select"><span class="vh">${label}</span><select onChange=${(/** @type {any} */ e) => { onPick(e.target.value); e.target.value = ''; }}>
  <option value="">${label}…</option>${children}</select></label>`;

/**
 * What can be done with the tasks that are selected.
 * @param {{ n: number, onDo: (what: Bulk) => void, onCategory: (category: string) => void, onNone: () => void }} p onCategory: an id, or none
 */
export function BulkBar({ n, onDo, onCategory, onNone }) {
  const offered = categories.value?.filter((c) => !c.retired) ?? [];
  return html`<p class="vh" role="status">${n > 0 && t('desk.selected', { n })}</p>
  <div class="q-bulk" role="group" aria-label=${t('desk.bulk')} hidden=${!n}>
    <strong aria-hidden="true">${n > 0 && t('desk.selected', { n })}</strong>
    ${/** @type {const} */ (['take', 'assign', 'wait', 'done', 'back']).map((d) => html`<button key=${d} type="button" class="btn btn-small" onClick=${() => onDo(d)}>${t(`desk.bulk_${d}`)}</button>`)}
    ${me.value?.role === 'manager' && html`<${Act} label=${t('task.priority')} onPick=${onDo}>${/** @type {const} */ (['high', 'normal', 'low']).map((p) => html`<option key=${p} value=${p}>${t(`priority.${p}`)}</option>`)}<//>`}
    ${offered.length > 0 && html`<${Act} label=${t('task.category')} onPick=${onCategory}><option value="none">${t('desk.no_category')}</option>${offered.map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}<//>`}
    <button type="button" class="btn-icon q-none" aria-label=${t('desk.select_none')} title=${t('desk.select_none')} onClick=${onNone}><${Icon} name="close" /></button></div>`;
}
