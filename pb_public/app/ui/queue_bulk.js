import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { Icon } from './icon.js';

/** @typedef {'take' | 'assign' | 'wait' | 'done' | 'back' | 'high' | 'normal' | 'low'} Bulk */

/** What can be done with the tasks that are selected. @param {{ n: number, onDo: (what: Bulk) => void, onNone: () => void }} p */
export function BulkBar({ n, onDo, onNone }) {
  const pick = (/** @type {any} */ e) => { onDo(e.target.value); e.target.value = ''; };
  return html`<div class="q-bulk" role="group" aria-label=${t('desk.bulk')} hidden=${!n}>
    <strong role="status">${n > 0 && t('desk.selected', { n })}</strong>
    ${/** @type {const} */ (['take', 'assign', 'wait', 'done', 'back']).map((d) => html`<button key=${d} type="button" class="btn btn-small" onClick=${() => onDo(d)}>${t(`desk.bulk_${d}`)}</button>`)}
    ${me.value?.role === 'manager' && html`<label class="select"><span class="vh">${t('task.priority')}</span><select onChange=${pick}><option value="">${t('task.priority')}…</option>
      ${/** @type {const} */ (['high', 'normal', 'low']).map((p) => html`<option key=${p} value=${p}>${t(`priority.${p}`)}</option>`)}</select></label>`}
    <button type="button" class="btn-icon q-none" aria-label=${t('desk.select_none')} title=${t('desk.select_none')} onClick=${onNone}><${Icon} name="close" /></button></div>`;
}
