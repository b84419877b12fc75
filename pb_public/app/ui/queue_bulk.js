import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';

/** @typedef {'take' | 'assign' | 'wait' | 'done' | 'back' | 'high' | 'normal' | 'low'} Bulk */

/** What can be done with the tasks that are selected. @param {{ n: number, onDo: (what: Bulk) => void, onNone: () => void }} p */
export function BulkBar({ n, onDo, onNone }) {
  /** @type {Bulk[]} */
  const deeds = ['take', 'assign', 'wait', 'done', 'back', ...(me.value?.role === 'manager' ? /** @type {const} */ (['high', 'normal', 'low']) : [])];
  return html`<div class="q-bulk" role="toolbar" aria-label=${t('desk.bulk')} hidden=${!n}>
    <strong role="status">${n > 0 && t('desk.selected', { n })}</strong>
    ${deeds.map((d) => html`<button key=${d} type="button" class="btn btn-small" onClick=${() => onDo(d)}>${t(`desk.bulk_${d}`)}</button>`)}
    <button type="button" class="btn-text" onClick=${onNone}>${t('desk.select_none')}</button></div>`;
}
