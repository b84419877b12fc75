import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { periodOf, presets } from '../core/periods.js';
import { firmToday } from '../core/schedule.js';
import { staff } from '../core/staff.js';

/** @typedef {Record<string, string>} Query */

/** @param {{ label: string, value: string, onPick: (v: string) => void, children?: any }} p */
const Select = ({ label, value, onPick, children }) => html`<label class="report-field"><span>${label}</span><span class="select"><select value=${value} onChange=${(/** @type {any} */ e) => onPick(e.target.value)}>${children}</select></span></label>`;

/** Which period, and of whom. @param {{ query: Query, categories: import('../core/types.js').ReportRow[], onChange: (q: Query) => void }} p */
export function ReportPeriod({ query, categories, onChange }) {
  const is = (/** @type {import('../core/periods.js').Preset} */ p) => { const { from, to } = periodOf(p, firmToday()); return from === query.from && to === query.to; };
  const date = (/** @type {'from' | 'to'} */ name) => html`<label class="report-field"><span>${t(`reports.${name}`)}</span><input type="date" value=${query[name]} onChange=${(/** @type {any} */ e) => e.target.value && onChange({ [name]: e.target.value })} /></label>`;
  return html`<div class="report-period" role="group" aria-label=${t('reports.period')}>
    <div class="seg">${presets.map((p) => html`<label key=${p}><input class="vh" type="radio" name="preset" checked=${is(p)} onChange=${() => onChange(periodOf(p, firmToday()))} /><span>${t(`reports.p_${p}`)}</span></label>`)}</div>
    <div class="report-fields">${date('from')}${date('to')}
      <${Select} label=${t('task.consultant')} value=${query.consultant} onPick=${(/** @type {string} */ v) => onChange({ consultant: v })}><option value="">${t('reports.everybody')}</option>${Object.entries(staff.value).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}<//>
      <${Select} label=${t('task.priority')} value=${query.priority} onPick=${(/** @type {string} */ v) => onChange({ priority: v })}><option value="">${t('reports.any')}</option>${/** @type {const} */ (['high', 'normal', 'low']).map((p) => html`<option key=${p} value=${p}>${t(`priority.${p}`)}</option>`)}<//>
      ${categories.length > 0 && html`<${Select} label=${t('reports.category')} value=${query.category} onPick=${(/** @type {string} */ v) => onChange({ category: v })}><option value="">${t('reports.any_category')}</option>${categories.filter((c) => c.id).map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}<//>`}
      ${query.organization && html`<button type="button" class="btn btn-small" onClick=${() => onChange({ organization: '' })}>${t('reports.organization_off')}</button>`}</div></div>`;
}
