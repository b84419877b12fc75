import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { categories } from '../core/categories.js';
import { periodOf, presetOf, presets } from '../core/periods.js';
import { firmToday } from '../core/schedule.js';
import { nameOf, staff } from '../core/staff.js';
import { useEffect, useRef } from '../vendor/preact.js';

/** @typedef {Record<string, string>} Query */

/** @param {{ label: string, value: string, onPick: (v: string) => void, children?: any }} p */
const Select = ({ label, value, onPick, children }) => html`<label class="report-field"><span>${label}</span><span class="select"><select value=${value} onChange=${(/** @type {any} */ e) => onPick(e.target.value)}>${children}</select></span></label>`;

/**
 * A day that is picked counts at once, one that is typed once it is whole: each
 * key of a year makes another day of it.
 * @param {{ label: string, value: string, wrong: boolean, onPick: (v: string) => void }} p wrong: it is described by #period-wrong
 */
function Day({ label, value, wrong, onPick }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const typing = useRef(false);
  useEffect(() => { if (input.current) input.current.value = value; }, [value]);
  const put = () => {
    typing.current = false;
    const day = input.current?.value;
    if (day && day !== value) onPick(day);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => { if (e.key === 'Enter') put(); else typing.current = true; };
  return html`<label class="report-field"><span>${label}</span><input ref=${input} type="date" defaultValue=${value} aria-invalid=${wrong ? 'true' : undefined} aria-describedby=${wrong ? 'period-wrong' : undefined}
    onKeyDown=${onKeyDown} onChange=${() => { if (!typing.current) put(); }} onBlur=${put} /></label>`;
}

/** Which period, and of whom. @param {{ query: Query, wrong: string, onChange: (q: Query) => void }} p wrong: why there is no report of it */
export function ReportPeriod({ query, wrong, onChange }) {
  const chosen = presetOf(query, firmToday());
  const date = (/** @type {'from' | 'to'} */ name) => html`<${Day} label=${t(`reports.${name}`)} value=${query[name]} wrong=${!!wrong} onPick=${(/** @type {string} */ day) => onChange({ [name]: day, preset: '' })} />`;
  const { consultant } = query;
  return html`<div class="report-period" role="group" aria-label=${t('reports.period')}>
    <div class="seg">${presets.map((p) => html`<label key=${p}><input class="vh" type="radio" name="preset" checked=${p === chosen} onChange=${() => onChange({ ...periodOf(p, firmToday()), preset: p })} /><span>${t(`reports.p_${p}`)}</span></label>`)}</div>
    <div class="report-fields">${date('from')}${date('to')}
      <${Select} label=${t('task.consultant')} value=${consultant} onPick=${(/** @type {string} */ v) => onChange({ consultant: v })}><option value="">${t('reports.everybody')}</option>${Object.entries(staff.value).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
        ${consultant && !staff.value[consultant] && html`<option value=${consultant}>${consultant === 'none' ? t('reports.nobody') : nameOf(consultant)}</option>`}<//>
      <${Select} label=${t('task.priority')} value=${query.priority} onPick=${(/** @type {string} */ v) => onChange({ priority: v })}><option value="">${t('reports.any')}</option>${/** @type {const} */ (['high', 'normal', 'low']).map((p) => html`<option key=${p} value=${p}>${t(`priority.${p}`)}</option>`)}<//>
      ${!!categories.value?.length && html`<${Select} label=${t('reports.category')} value=${query.category} onPick=${(/** @type {string} */ v) => onChange({ category: v })}><option value="">${t('reports.any_category')}</option><option value="none">${t('reports.uncategorised')}</option>${categories.value.map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}<//>`}
      ${query.organization && html`<button type="button" class="btn btn-small" onClick=${() => onChange({ organization: '' })}>${t('reports.organization_off')}</button>`}</div>
    ${wrong && html`<p class="error" id="period-wrong" role="alert">${wrong}</p>`}</div>`;
}
