import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { fillIn, findCanned } from '../core/canned.js';
import { canned, cannedFailed, loadCanned } from '../core/canned_rows.js';
import { style } from '../core/page.js';
import { useEffect, useId, useState } from '../vendor/preact.js';
import { Failed, Ghosts } from './states.js';

await words('work');
await style(new URL('../styles/canned.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Canned} Canned */
/** @typedef {import('../core/canned.js').Values} Values */

/** How many are shown at most: whoever does not see it types on. */
const shown = 50;

/** @param {{ row: Canned, id: string, on: boolean, onPick: () => void, onHover: () => void }} p */
const Option = ({ row, id, on, onPick, onHover }) => html`<li id=${id} role="option" aria-selected=${on} class="canned-option" onClick=${onPick} onMouseMove=${onHover}>
  <span class="canned-title">${row.title}</span><span class="canned-mark">${t(row.owner ? 'canned.own' : 'canned.shared')}</span>
  <span class="canned-body">${row.body}</span></li>`;

/**
 * Finds a canned answer by typing: arrows choose, Enter inserts, Escape closes
 * the dialog around it. The text is shown as it will be inserted.
 * @param {{ values: Values, onPick: (row: Canned, text: string) => void }} p
 */
export function CannedPicker({ values, onPick }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  useEffect(() => { loadCanned(); }, []);
  const found = findCanned(canned.value ?? [], query).slice(0, shown);
  const on = Math.min(at, found.length - 1);
  const row = found[on];
  useEffect(() => { document.getElementById(`${id}-${on}`)?.scrollIntoView({ block: 'nearest' }); }, [on, found.length]);
  const pick = (/** @type {Canned | undefined} */ one) => { if (one) onPick(one, fillIn(one.body, values)); };
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step && found.length) setAt((on + step + found.length) % found.length);
    else if (e.key === 'Enter') pick(row);
    if (step || e.key === 'Enter') e.preventDefault();
  };
  return html`<div class="canned-picker">
    <div class="field"><label for=${`${id}-q`} class="vh">${t('canned.search')}</label>
      <input id=${`${id}-q`} type="text" autofocus autocomplete="off" placeholder=${t('canned.search')} role="combobox" aria-expanded="true" aria-controls=${`${id}-list`} aria-autocomplete="list"
        aria-activedescendant=${row ? `${id}-${on}` : undefined} value=${query} onInput=${(/** @type {any} */ e) => { setQuery(e.target.value); setAt(0); }} onKeyDown=${onKeyDown} /></div>
    <ul id=${`${id}-list`} role="listbox" aria-label=${t('canned.all')} class="canned-options">
      ${found.map((c, i) => html`<${Option} key=${c.id} id=${`${id}-${i}`} row=${c} on=${i === on} onPick=${() => pick(c)} onHover=${() => setAt(i)} />`)}</ul>
    ${!canned.value && (cannedFailed.value ? html`<${Failed} text=${cannedFailed.value} retry=${loadCanned} />` : html`<${Ghosts} n=${3} />`)}
    ${canned.value && !found.length && html`<p class="hint">${t(canned.value.length ? 'tasks.empty' : 'canned.none_own')}</p>`}
    <p class="vh" role="status">${t('canned.found', { n: found.length })}</p>
    ${row && html`<div class="canned-preview words" aria-live="off">${fillIn(row.body, values)}</div>`}
    <p class="hint canned-keys">${t('canned.keys')}</p></div>`;
}
