import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { explain, pb, run } from '../core/api.js';
import { categories, readCategories } from '../core/categories.js';
import { useForm } from '../core/form.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Field } from './field.js';
import { Icon } from './icon.js';
import { Empty, Failed, Ghosts } from './states.js';

/** @typedef {import('../core/types.js').Category} Category */

const rows = () => pb.collection('categories');
/** Saves and reads the list anew, whatever of it has been saved. @param {() => Promise<unknown>} work @param {{ ok?: string, fields?: (e: Record<string, string>) => void }} [o] */
const save = (work, o) => run(async () => { try { await work(); } finally { await readCategories(); } return true; }, o);

function NewCategory() {
  const { form, errors, show, busy, props } = useForm(async ({ name }) => {
    if (await save(() => rows().create({ name }), { fields: show, ok: t('category.made', { name: name.trim() }) })) form.current?.reset();
  });
  return html`<form class="category-new" ...${props}><${Field} label=${t('category.new')} name="name" required minlength="2" maxlength="80" autocomplete="off" error=${errors.name} />
    <button class="btn" aria-busy=${busy}><${Icon} name="plus" />${t('category.add')}</button></form>`;
}

/** @param {{ row: Category, onClose: () => void }} p */
function Rename({ row, onClose }) {
  const { form, errors, show, busy, props } = useForm(async ({ name }) => {
    if (await save(() => rows().update(row.id, { name }), { fields: show, ok: t('toast.saved') })) onClose();
  });
  useEffect(() => { form.current?.querySelector('input')?.focus(); }, []);
  return html`<form class="category-new" ...${props} onKeyDown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape') onClose(); }}>
    <${Field} label=${t('category.name')} name="name" required minlength="2" maxlength="80" autocomplete="off" defaultValue=${row.name} error=${errors.name} />
    <span class="actions"><button type="button" class="btn" onClick=${onClose}>${t('form.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></span></form>`;
}

/** Deletes what no task has; the toast makes it anew in its place. @param {Category} row */
async function remove(row) {
  const { name, position, retired } = row;
  if (await save(() => rows().delete(row.id))) toast(t('category.deleted', { name }), { action: { label: t('toast.undo'), run: () => save(() => rows().create({ name, position, retired })) } });
}

/** Gives each its place in the new order. @param {Category[]} order */
const reorder = (order) => save(async () => {
  categories.value = order;
  for (const [i, c] of order.entries()) if (c.position !== i + 1) await rows().update(c.id, { position: i + 1 });
});

/** @param {{ row: Category, first: boolean, last: boolean, onMove: (by: number) => void, onEdit: () => void }} p */
const Row = ({ row, first, last, onMove, onEdit }) => html`<span class="category-name ${row.retired ? 'category-off' : ''}">${row.name}${row.retired && html` <span class="person-mark">${t('category.retired')}</span>`}</span>
  <span class="category-does"><button type="button" class="btn-icon" data-move="-1" aria-disabled=${first} aria-label=${t('category.up', { name: row.name })} onClick=${() => !first && onMove(-1)}><${Icon} name="up" /></button>
    <button type="button" class="btn-icon" data-move="1" aria-disabled=${last} aria-label=${t('category.down', { name: row.name })} onClick=${() => !last && onMove(1)}><${Icon} name="low" /></button>
    <button type="button" class="btn-icon" aria-label=${t('category.rename', { name: row.name })} onClick=${onEdit}><${Icon} name="edit" /></button>
    <button type="button" class="btn btn-small" aria-label=${`${t(row.retired ? 'category.return' : 'category.retire')}: ${row.name}`} onClick=${() => save(() => rows().update(row.id, { retired: !row.retired }), { ok: t('toast.saved') })}>${t(row.retired ? 'category.return' : 'category.retire')}</button>
    <button type="button" class="btn-icon" aria-label=${t('category.delete', { name: row.name })} onClick=${() => remove(row)}><${Icon} name="bin" /></button></span>`;

/** What tasks are sorted by: added, renamed, moved, retired, deleted while unused. */
export function CategoryList() {
  const [edited, edit] = useState('');
  const [failed, setFailed] = useState('');
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const read = () => readCategories().then(() => setFailed(''), (e) => setFailed(explain(e)));
  useEffect(() => { read(); }, []);
  const all = categories.value;
  const move = async (/** @type {number} */ i, /** @type {number} */ by) => {
    const order = [...(all ?? [])];
    order.splice(i + by, 0, ...order.splice(i, 1));
    await reorder(order);
    /** @type {HTMLElement | null | undefined} */ (list.current?.children[i + by]?.querySelector(`[data-move="${by}"]`))?.focus();
  };
  return html`<p class="hint">${t('category.about')}</p><${NewCategory} />
    ${failed && html`<${Failed} text=${failed} retry=${read} />`}
    ${!all && !failed && html`<${Ghosts} n=${3} />`}
    ${all && !all.length && html`<${Empty} title=${t('category.none')} />`}
    ${all && all.length > 0 && html`<ol class="categories" ref=${list}>${all.map((row, i) => html`<li key=${row.id} class="category">${edited === row.id ? html`<${Rename} row=${row} onClose=${() => edit('')} />`
      : html`<${Row} row=${row} first=${i === 0} last=${i === all.length - 1} onMove=${(/** @type {number} */ by) => move(i, by)} onEdit=${() => edit(row.id)} />`}</li>`)}</ol>`}`;
}
