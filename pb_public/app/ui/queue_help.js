import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { Dialog } from './dialog.js';

const keys = /** @type {const} */ ([
  ['next', ['J', 'K']], ['open', ['Enter']], ['take', ['T']], ['assign', ['A']], ['wait', ['W']], ['done', ['D']], ['reply', ['R']], ['note', ['N']],
  ['select', ['X']], ['range', ['Shift', 'J', 'K']], ['search', ['/']], ['undo', ['Z']], ['leave', ['Esc']], ['help', ['?']],
]);

/** @param {{ of: readonly string[] }} p */
const Keys = ({ of }) => of.map((k) => html`<kbd key=${k}>${k}</kbd>`);

/** The keys one uses most, always in sight. @param {{ onHelp: () => void }} p */
export const KeyHints = ({ onHelp }) => html`<p class="q-hints">${keys.filter(([what]) => ['next', 'open', 'take', 'assign', 'wait', 'done', 'reply', 'note', 'search'].includes(what))
  .map(([what, of]) => html`<span key=${what}><${Keys} of=${of} /> ${t(`desk.key_${what}`)}</span>`)}
  <button type="button" class="btn-text" onClick=${onHelp}><kbd>?</kbd> ${t('desk.key_help')}</button></p>`;

/** All of them. @param {{ open: boolean, onClose: () => void }} p */
export const KeyHelp = ({ open, onClose }) => html`<${Dialog} open=${open} title=${t('desk.keys')} onClose=${onClose}>
  <dl class="q-keys">${keys.map(([what, of]) => html`<div key=${what}><dt><${Keys} of=${of} /></dt><dd>${t(`desk.key_${what}`)}</dd></div>`)}</dl>
  <p class="hint">${t('desk.keys_hint')}</p><//>`;
