import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { called, changePerson } from '../core/people.js';
import { useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';

/**
 * @typedef {import('../core/people.js').Person} Person
 * @typedef {'block' | 'unblock' | 'consultant' | 'client'} Deed
 * @typedef {{ id: string, name: string }[]} Colleagues
 */

/** What each deed changes. @type {Record<Deed, Partial<Person>>} */
const fields = { block: { blocked: true }, unblock: { blocked: false }, consultant: { role: 'consultant' }, client: { role: 'client' } };

/** What may be done with a person: those who manage are left to the administrator. @param {Person} p @returns {Deed[]} */
export function deedsOf(p) {
  if (p.role === 'manager') return [];
  const role = p.role === 'client' ? 'consultant' : 'client';
  return p.blocked ? ['unblock'] : [role, 'block'];
}

/** @param {{ person: Person, colleagues: Colleagues, to: string, onPick: (to: string) => void }} p */
const HandOver = ({ person, colleagues, to, onPick }) => html`<div class="field select"><p>${t('people.has_open', { n: person.open })} <a href="/desk?consultant=${person.id}&status=in_progress,waiting">${t('people.see')}</a></p>
  <label for="hand-to">${t('people.hand')}</label>
  <select id="hand-to" value=${to} onChange=${(/** @type {any} */ e) => onPick(e.target.value)}>
    <option value="">${t('people.to_queue')}</option>${colleagues.map((c) => html`<option key=${c.id} value=${c.id}>${c.name}</option>`)}<option value="keep">${t('people.to_nobody')}</option></select></div>`;

/** Asks whether it is meant, and what becomes of the open tasks. @param {{ person: Person | null, deed: Deed, colleagues: Colleagues, onClose: () => void, onDone: () => void }} p */
export function PersonDialog({ person, deed, colleagues, onClose, onDone }) {
  return html`<${Dialog} open=${!!person} title=${person ? t(`people.ask_${deed}`, { name: called(person) }) : ''} onClose=${onClose}>
    ${person && html`<${Ask} person=${person} deed=${deed} colleagues=${colleagues} onClose=${onClose} onDone=${onDone} />`}<//>`;
}

/** @param {{ person: Person, deed: Deed, colleagues: Colleagues, onClose: () => void, onDone: () => void }} p */
function Ask({ person, deed, colleagues, onClose, onDone }) {
  const asks = person.open > 0 && (deed === 'block' || deed === 'client');
  const [to, setTo] = useState(asks ? '' : 'keep');
  const [busy, setBusy] = useState(false);
  const go = async () => {
    setBusy(true);
    const done = await changePerson(person, fields[deed], to, t(`people.done_${deed}`, { name: called(person) }), onDone);
    setBusy(false);
    if (done) onClose();
  };
  return html`<div class="stack"><p>${t(`people.about_${deed}`)}</p>
    ${asks && html`<${HandOver} person=${person} colleagues=${colleagues.filter((c) => c.id !== person.id)} to=${to} onPick=${setTo} />`}
    <div class="actions"><button type="button" class="btn" onClick=${onClose}>${t('form.cancel')}</button>
      <button type="button" class="btn ${deed === 'block' ? 'btn-bad' : 'btn-main'}" aria-busy=${busy} onClick=${go}>${t(`people.do_${deed}`)}</button></div></div>`;
}
