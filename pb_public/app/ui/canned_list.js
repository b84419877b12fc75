import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { explain, me } from '../core/api.js';
import { canned, cannedFailed, deleteCanned, loadCanned, saveCanned } from '../core/canned_rows.js';
import { style } from '../core/page.js';
import { useEffect, useState } from '../vendor/preact.js';
import { CannedForm } from './canned_form.js';
import { Icon } from './icon.js';
import { Empty, Failed, Ghosts } from './states.js';

await words('work');
await style(new URL('../styles/canned.css', import.meta.url).href);

/** @typedef {import('../core/types.js').Canned} Canned */

/** @param {{ row: Canned, onEdit: () => void, onDelete: () => void }} p */
const Row = ({ row, onEdit, onDelete }) => html`<li class="canned-row">
  <div class="canned-words"><p class="canned-title">${row.title}</p><p class="canned-body">${row.body}</p></div>
  <span class="hint canned-used">${t('canned.used', { n: row.used })}</span>
  <span class="canned-does"><button type="button" class="btn-icon" aria-label=${t('canned.edit_one', { title: row.title })} onClick=${onEdit}><${Icon} name="edit" /></button>
    <button type="button" class="btn-icon" aria-label=${t('canned.delete_one', { title: row.title })} onClick=${onDelete}><${Icon} name="bin" /></button></span></li>`;

/**
 * The person's own canned answers, or the shared ones, which managers write.
 * One that was deleted leaves its place to a way back, for a toast can't be
 * reached from within a dialog.
 * @param {{ shared?: boolean }} p
 */
export function CannedList({ shared = false }) {
  const [edited, edit] = useState(''); // an id, or 'new'
  const [gone, setGone] = useState(/** @type {Canned | null} */ (null));
  const [failed, setFailed] = useState('');
  useEffect(() => { loadCanned(); }, []);
  const owner = shared ? '' : me.value?.id ?? '';
  const rows = canned.value?.filter((c) => c.owner === owner).sort((a, b) => a.title.localeCompare(b.title));
  const tell = async (/** @type {() => Promise<unknown>} */ work) => { try { setFailed(''); await work(); } catch (e) { setFailed(explain(e)); } };
  const drop = (/** @type {Canned} */ row) => tell(async () => { await deleteCanned(row); setGone(row); });
  const back = () => tell(async () => { if (gone) await saveCanned('', { title: gone.title, body: gone.body, owner }); setGone(null); });
  const done = () => edit('');
  if (!rows) return cannedFailed.value ? html`<${Failed} text=${cannedFailed.value} retry=${loadCanned} />` : html`<${Ghosts} n=${3} />`;
  return html`<div class="canned-list">
    ${failed && html`<p class="note note-bad" role="alert">${failed}</p>`}
    <p class="canned-gone" role="status">${gone && html`<span>${t('canned.deleted', { title: gone.title })}</span> <button type="button" class="btn-text" onClick=${back}>${t('toast.undo')}</button>`}</p>
    ${edited === 'new' ? html`<${CannedForm} owner=${owner} onSaved=${done} onCancel=${done} />`
      : html`<p><button type="button" class="btn" onClick=${() => edit('new')}><${Icon} name="plus" />${t('canned.new')}</button></p>`}
    ${!rows.length && edited !== 'new' && html`<${Empty} title=${t('canned.none')}><p>${t(shared ? 'canned.none_shared' : 'canned.none_own')}</p><//>`}
    <ul class="canned-rows">${rows.map((row) => (edited === row.id
      ? html`<li key=${row.id} class="canned-row"><${CannedForm} id=${row.id} title=${row.title} body=${row.body} owner=${owner} onSaved=${done} onCancel=${done} /></li>`
      : html`<${Row} key=${row.id} row=${row} onEdit=${() => edit(row.id)} onDelete=${() => drop(row)} />`))}</ul></div>`;
}
