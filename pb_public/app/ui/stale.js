import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { categoryName, loadCategories } from '../core/categories.js';
import { compare } from '../core/changes.js';
import { style } from '../core/page.js';
import { nameOf } from '../core/staff.js';
import { versions } from '../core/stale.js';
import { useId, useState } from '../vendor/preact.js';
import { Part } from './changes.js';
import { statusWord } from './events.js';

await words('work');
await style(new URL('../styles/stale.css', import.meta.url).href);
await loadCategories();

/** @typedef {import('../core/types.js').Task} Task */
/** @typedef {import('../core/stale.js').Version} Version */

const fields = /** @type {const} */ (['title', 'description', 'category', 'priority', 'status', 'consultant']);
/** @typedef {(typeof fields)[number]} Field */
const texts = ['title', 'description'];

/** A value as people read it. @param {string} field @param {string} v */
function said(field, v) {
  if (field === 'category') return v ? categoryName(v) : t('task.category_none');
  if (field === 'priority') return t(/** @type {'priority.low'} */ (`priority.${v}`));
  if (field === 'status') return statusWord(v);
  if (field === 'consultant') return v ? nameOf(v) : t('stale.nobody');
  return v || '—';
}

/** One version, in which what the other has not is marked. @param {{ v: Version, side: 'now' | 'mine' }} p */
function Side({ v, side }) {
  const skip = side === 'now' ? 'ins' : 'del';
  if (!texts.includes(v.field)) return said(v.field, v[side]);
  if (!v[side]) return '—';
  return compare(v.now, v.mine).filter((part) => part.kind !== skip).map((part, i) => html`<${Part} key=${i} part=${part} />`);
}

/** @param {{ v: Version, onMerge: (text: string) => void }} p */
function Both({ v, onMerge }) {
  const id = useId();
  const [merging, merge] = useState(false);
  const label = t(`task.${/** @type {Field} */ (v.field)}`);
  const open = () => { merge(true); onMerge(v.mine); };
  return html`<section class="stale-field"><h3>${label}</h3>
    <dl class="stale-sides"><div><dt>${t('stale.now')}</dt><dd class="words"><${Side} v=${v} side="now" /></dd></div>
      <div><dt>${t('stale.mine')}</dt><dd class="words"><${Side} v=${v} side="mine" /></dd></div></dl>
    ${texts.includes(v.field) && (merging ? html`<div class="field"><label for=${id}>${t('stale.merged', { field: label.toLowerCase() })}</label>
        <textarea id=${id} rows=${v.field === 'title' ? 1 : 5} maxlength=${v.field === 'title' ? 200 : 10000} defaultValue=${v.mine} onInput=${(/** @type {any} */ e) => onMerge(e.target.value)}></textarea></div>`
      : html`<p><button type="button" class="btn-text" onClick=${open}>${t('stale.merge')}</button></p>`)}</section>`;
}

/** What only somebody else has changed, and what stays so. @param {{ list: Version[] }} p */
const Theirs = ({ list }) => html`<section class="stale-field"><h3>${t('stale.theirs')}</h3>
  <ul class="stale-theirs">${list.map((v) => html`<li key=${v.field}>${t(`task.${/** @type {Field} */ (v.field)}`)}: ${said(v.field, v.now)}</li>`)}</ul></section>`;

/**
 * Both versions of a task that somebody else was first to change. What is
 * written here by hand goes in place of the person's own words.
 * @param {{ base: Task, mine: Record<string, any>, present: Task, onSave: (mine: Record<string, any>) => unknown, onLeave: () => void }} p
 *   onSave: gets the fields the person wants otherwise than they are
 */
export function Stale({ base, mine, present, onSave, onLeave }) {
  const [merged, setMerged] = useState(/** @type {Record<string, string>} */ ({}));
  const all = versions(base, mine, present, fields);
  const own = all.filter((v) => v.kind !== 'theirs');
  const theirs = all.filter((v) => v.kind === 'theirs');
  const save = () => onSave(Object.fromEntries(own.map((v) => [v.field, merged[v.field] ?? v.mine])));
  return html`<div class="stale"><p class="note note-bad" role="alert">${t('edit.stale')}</p>
    ${own.map((v) => html`<${Both} key=${v.field} v=${v} onMerge=${(/** @type {string} */ text) => setMerged((m) => ({ ...m, [v.field]: text }))} />`)}
    ${theirs.length > 0 && html`<${Theirs} list=${theirs} />`}
    <div class="actions"><button type="button" class="btn" onClick=${onLeave}>${t('stale.leave')}</button>
      <button type="button" class="btn btn-main" onClick=${save}>${t('stale.save')}</button></div></div>`;
}
