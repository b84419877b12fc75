import { html } from '../core/html.js';
import { compare } from '../core/changes.js';
import { date, t } from '../core/i18n.js';
import { categoryName, loadCategories } from '../core/categories.js';
import { changedFields } from './events.js';
import { plainName } from './files.js';
import { useEffect } from '../vendor/preact.js';

/** @typedef {import('../core/changes.js').Change} Change */
/** @typedef {import('./events.js').Field} Field */

/** A list of files reads as one name a line. @param {Field} field @param {unknown} v */
function inWords(field, v) {
  if (Array.isArray(v)) return v.map(plainName).join('\n');
  const text = typeof v === 'string' ? v : '';
  if (field === 'category') return text && (categoryName(text) || '…');
  if (field === 'priority') return text && t(/** @type {'priority.low'} */ (`priority.${text}`));
  return text && (field === 'done_at' || field === 'closed_at') ? date(text) : text;
}

/** Not by colour alone: struck out and underlined to the eye, named to the ear. @param {{ part: Change }} p */
export function Part({ part }) {
  if (part.kind === 'del') return html`<del><span class="vh">${t('changes.del')} </span>${part.text}</del>`;
  if (part.kind === 'ins') return html`<ins><span class="vh">${t('changes.ins')} </span>${part.text}</ins>`;
  return part.text;
}

/** What an edit has changed, field by field. @param {{ event: import('../core/types.js').Event }} p */
export function Changes({ event }) {
  useEffect(() => { loadCategories(); }, []);
  return html`<dl class="changes">${changedFields(event).map((f) => html`<div key=${f}><dt>${t(`task.${f}`)}</dt>
  <dd class="words">${compare(inWords(f, event.before?.[f]), inWords(f, event.after?.[f])).map((part, i) => html`<${Part} key=${i} part=${part} />`)}</dd></div>`)}</dl>`;
}
