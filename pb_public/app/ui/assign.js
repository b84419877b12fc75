import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { fold } from '../core/fold.js';
import { staff } from '../core/staff.js';
import { useEffect, useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';

/** @param {{ onPick: (id: string, name: string) => void }} p */
function People({ onPick }) {
  const [typed, type] = useState('');
  const [at, setAt] = useState(0);
  const people = Object.entries(staff.value).map(([id, name]) => ({ id, own: name, name: id === me.value?.id ? t('desk.me', { name }) : name }))
    .filter((p) => fold(p.name).split(/\s+/).some((w) => w.startsWith(fold(typed))) || fold(p.name).startsWith(fold(typed)));
  useEffect(() => { document.getElementById(`assign-${people[at]?.id}`)?.scrollIntoView({ block: 'nearest' }); }, [at]);
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => {
    const step = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0;
    if (step && people.length) setAt((at + step + people.length) % people.length);
    else if (e.key === 'Enter' && people[at]) onPick(people[at].id, people[at].own);
    else return;
    e.preventDefault();
  };
  return html`<div class="field"><label for="assign-to">${t('desk.assign_to')}</label>
    <input id="assign-to" autofocus role="combobox" aria-expanded="true" aria-controls="assign-list" aria-activedescendant=${people[at] ? `assign-${people[at].id}` : undefined} autocomplete="off"
      onInput=${(/** @type {any} */ e) => { type(e.target.value.trim()); setAt(0); }} onKeyDown=${onKeyDown} /></div>
    <ul id="assign-list" class="assign-list" role="listbox" aria-label=${t('desk.assign_to')}>${people.map((p, i) => html`<li key=${p.id} id="assign-${p.id}" role="option" aria-selected=${i === at} onClick=${() => onPick(p.id, p.own)}>${p.name}</li>`)}</ul>
    ${!people.length && html`<p class="hint">${t('tasks.empty')}</p>`}`;
}

/** Picks somebody by the first letters of a name. @param {{ open: boolean, n: number, onClose: () => void, onPick: (id: string, name: string) => void }} p */
export const Assign = ({ open, n, onClose, onPick }) => html`<${Dialog} open=${open} title=${t('desk.assign', { n })} onClose=${onClose}><${People} onPick=${onPick} /><//>`;
