import { html } from '../core/html.js';
import { day, number, t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { categories, loadCategories } from '../core/categories.js';
import { address, chips, sorts, views } from '../core/desk_filters.js';
import { nameOf, staff } from '../core/staff.js';
import { useEffect, useRef } from '../vendor/preact.js';
import { statusWord } from './events.js';
import { Icon } from './icon.js';
import { Search } from './search.js';

/** @typedef {import('../core/desk_filters.js').Filters} Filters */
/** @typedef {import('../core/types.js').QueuePage['counts']} Counts */

/** The server counts no further; see hooks/queue_counts.go. */
const countedUpTo = 1000;

/** @param {Counts} counts @param {import('../core/desk_filters.js').View} view */
const countOf = (counts, view) => (view ? counts[view] : counts.new + counts.in_progress + counts.waiting + counts.done);

/** @param {number} n @param {boolean} capped */
export const many = (n, capped) => (capped && n >= countedUpTo ? `${number(countedUpTo)}+` : number(n));

/** Views that say themselves whose tasks they have. @type {string[]} */
const ownViews = ['mine', 'unassigned'];

/** The views, as links with how much is in each. @param {{ filters: Filters, counts: Counts | null, number: string }} p */
export function Views({ filters, counts, number: n }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { // on a phone the one that is shown may be out of sight
    const here = list.current?.querySelector('[aria-current]');
    if (list.current && here instanceof HTMLElement) list.current.scrollLeft = here.offsetLeft - (list.current.clientWidth - here.offsetWidth) / 2;
  }, [filters.view, !!counts]);
  return html`<nav class="q-views" ref=${list} aria-label=${t('desk.views')}><ul>${views.map((view) => html`<li key=${view}>
  <a href=${address({ view, consultant: ownViews.includes(view) ? '' : filters.consultant, sort: filters.sort }, n)} aria-current=${!filters.q && !filters.status && filters.view === view ? 'page' : undefined}>
    <span>${t(`desk.view_${view || 'open'}`)}</span>${counts && html`<span class="q-n ${view === 'overdue' && counts.overdue ? 'q-burns' : ''}">${many(countOf(counts, view), view === 'answered' || view === 'overdue')}</span>`}</a></li>`)}</ul></nav>`;
}

/** @param {{ label: string, value: string, onPick: (v: string) => void, children?: any }} p */
const Select = ({ label, value, onPick, children }) => html`<label class="select"><span class="vh">${label}</span>
  <select value=${value} onChange=${(/** @type {any} */ e) => onPick(e.target.value)}>${children}</select></label>`;

/** @param {Filters} filters @param {typeof chips[number]} name */
function chipText(filters, name) {
  const value = filters[name];
  if (name === 'status') return value.split(',').map(statusWord).join(', ');
  if (name === 'rating') return t('desk.chip_rating', { n: value.replaceAll(',', ', ') });
  if (name === 'created' || name === 'done' || name === 'closed' || name === 'finished') {
    const [from, to] = value.split('..').map((d) => (d ? day(`${d}T12:00`) : '…'));
    return t(`desk.chip_${name}`, { from, to });
  }
  return t(`desk.chip_${name}`);
}

/** What else is asked: whose, how pressing, about what, in which order, by words. @param {{ filters: Filters, compact: boolean, onChange: (f: Partial<Filters>) => void, onCompact: () => void, onEnter: () => void }} p */
export function QueueFilters({ filters, compact, onChange, onCompact, onEnter }) {
  const pick = (/** @type {import('../core/desk_filters.js').Name} */ name) => (/** @type {string} */ value) => onChange({ [name]: value });
  const usual = filters.q ? 'best' : 'newest';
  useEffect(() => { loadCategories(); }, []);
  return html`<div class="filters q-filters ${categories.value?.length ? 'q-sorted' : ''}" role="search">
    <${Search} label=${t('desk.search')} value=${filters.q} onSearch=${pick('q')} onEnter=${onEnter} />
    <${Select} label=${t('desk.whose')} value=${filters.consultant} onPick=${(/** @type {string} */ v) => onChange({ consultant: v, ...(ownViews.includes(filters.view) && { view: '' }) })}>
      <option value="">${t('desk.everybody')}</option><option value="me">${t('desk.mine')}</option><option value="none">${t('desk.nobody')}</option>
      ${Object.entries(staff.value).filter(([id]) => id !== me.value?.id).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
      ${filters.consultant.length > 4 && !staff.value[filters.consultant] && html`<option value=${filters.consultant}>${nameOf(filters.consultant)}</option>`}<//>
    <${Select} label=${t('task.priority')} value=${filters.priority} onPick=${pick('priority')}>
      <option value="">${t('desk.any_priority')}</option>${/** @type {const} */ (['high', 'normal', 'low']).map((p) => html`<option key=${p} value=${p}>${t(`priority.${p}`)}</option>`)}<//>
    ${!!categories.value?.length && html`<${Select} label=${t('task.category')} value=${filters.category} onPick=${pick('category')}>
      <option value="">${t('desk.any_category')}</option><option value="none">${t('desk.no_category')}</option>${categories.value.map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}<//>`}
    <${Select} label=${t('desk.sort')} value=${filters.sort || usual} onPick=${(/** @type {string} */ v) => onChange({ sort: v === usual ? '' : v })}>
      ${filters.q && html`<option value="best">${t('desk.sort_best')}</option>`}${sorts.map((s) => html`<option key=${s} value=${s}>${t(`desk.sort_${s}`)}</option>`)}<//>
    <button type="button" class="btn-icon q-density" aria-pressed=${compact} aria-label=${t('desk.compact')} title=${t('desk.compact')} onClick=${onCompact}><${Icon} name="list" /></button>
    ${chips.filter((c) => filters[c]).map((c) => html`<button key=${c} type="button" class="btn btn-small q-chip" aria-label=${t('desk.chip_off', { what: chipText(filters, c) })} onClick=${() => onChange({ [c]: '' })}>${chipText(filters, c)}<${Icon} name="close" /></button>`)}
  </div>`;
}
