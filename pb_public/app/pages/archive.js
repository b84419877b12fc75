import { html } from '../core/html.js';
import { date, t, words } from '../core/i18n.js';
import { useArchive } from '../core/archive.js';
import { changeTasks } from '../core/bulk.js';
import { style } from '../core/page.js';
import { route, setQuery } from '../core/router.js';
import { useState } from '../vendor/preact.js';
import { Export } from '../ui/export.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { Search } from '../ui/search.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';
import { StatusTag } from '../ui/status.js';

await words('manage', 'desk');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/manage.css', import.meta.url).href);

/** @typedef {import('../core/types.js').QueueItem} Item */

/** How many of the thirty days are left. @param {string} at */
const daysLeft = (at) => Math.max(0, Math.ceil((new Date(at).getTime() + 30 * 86_400_000 - Date.now()) / 86_400_000));

/** @param {{ item: Item, by: string, onRestore: (item: Item) => void }} p */
const Row = ({ item, by, onRestore }) => html`<li class="row archive-row"><span class="row-no">№ ${item.number}</span>
  <div class="row-main"><a class="row-link" href="/desk/${item.number}">${item.title}</a><p class="row-sub">${item.organization} · ${t('archive.by', { name: by || t('log.server'), when: date(item.archived_at) })}</p></div>
  <span class="row-state"><${StatusTag} value=${item.status} staff /></span><span class="archive-left">${t('archive.left', { n: daysLeft(item.archived_at) })}</span>
  <button type="button" class="btn btn-small archive-back" aria-label=${t('archive.restore_one', { n: String(item.number) })} onClick=${() => onRestore(item)}>${t('desk.restore')}</button></li>`;

function Archive() {
  const [q, setQ] = useState(route.value?.query.get('q') ?? '');
  const archive = useArchive(q);
  const onSearch = (/** @type {string} */ next) => { setQ(next); setQuery(new URLSearchParams(next ? { q: next } : {})); };
  const restore = (/** @type {Item} */ item) => changeTasks([item.id], { archived_at: '' }, () => t('toast.restored', { n: String(item.number) }));
  const rows = archive.items.value;
  return html`<p class="lead archive-about">${t('archive.about')}</p>
    <div class="filters" role="search"><${Search} label=${t('desk.search')} value=${q} onSearch=${onSearch} /><${Export} what="tasks" query=${{ view: 'archived', q }} /></div>
    ${archive.failed.value && html`<${Failed} text=${archive.failed.value} retry=${archive.reload} />`}
    ${!rows && !archive.failed.value && html`<${Ghosts} n=${6} />`}
    ${rows && !rows.length && html`<${Empty} title=${t(q ? 'tasks.empty' : 'archive.none')}>${q && html`<p>${t('tasks.empty_hint')}</p>`}<//>`}
    ${rows && rows.length > 0 && html`<ul class="rows archive-rows">${rows.map((i) => html`<${Row} key=${i.id} item=${i} by=${archive.names.value[i.id] ?? ''} onRestore=${restore} />`)}</ul>`}
    ${archive.next.value && html`<p class="more-rows"><button type="button" class="btn" onClick=${archive.more}>${t('tasks.more')}</button></p>`}`;
}

/** What clients have deleted, for thirty days. */
export default () => html`<${ManagersOnly} title=${t('archive.title')}><${Archive} /><//>`;
