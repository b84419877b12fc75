import { useEffect, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { ago, number, t, words } from '../core/i18n.js';
import { me, pb, run } from '../core/api.js';
import { style, usePage } from '../core/page.js';
import { useQueue } from '../core/queue.js';
import { route, setQuery } from '../core/router.js';
import { loadStaff, staff } from '../core/staff.js';
import { unreadTasks } from '../core/unread.js';
import { Choice } from '../ui/field.js';
import { InboxLink } from '../ui/inbox_link.js';
import { PriorityMark } from '../ui/priority.js';
import { Search } from '../ui/search.js';
import { StarShow } from '../ui/stars.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';
import { StatusTag } from '../ui/status.js';

await words('desk', 'inbox');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/desk.css', import.meta.url).href);

/** @typedef {import('../core/types.js').QueueItem} Item */

const statuses = /** @type {const} */ (['new', 'in_progress', 'waiting', 'done', 'closed']);

/** @param {{ counts?: Record<string, number>, value: string, onPick: (v: string) => void }} p */
const Statuses = ({ counts, value, onPick }) => html`<${Choice} legend=${t('desk.status')} name="status" value=${value} quiet onPick=${onPick} options=${[
  { value: '', label: t('desk.open') },
  ...statuses.map((s) => ({ value: s, label: `${t(`desk.of_${s}`)}${counts ? ` ${number(counts[s])}` : ''}` })),
  { value: 'all', label: t('desk.all') }]} />`;

/** @param {{ value: string, onPick: (v: string) => void }} p */
const Whose = ({ value, onPick }) => html`<label class="select"><span class="vh">${t('desk.whose')}</span>
  <select value=${value} onChange=${(/** @type {any} */ e) => onPick(e.target.value)}>
    <option value="">${t('desk.everybody')}</option><option value="me">${t('desk.mine')}</option><option value="none">${t('desk.nobody')}</option>
    ${Object.entries(staff.value).filter(([id]) => id !== me.value?.id).map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}
  </select></label>`;

/** @param {Item} item */
const last = (item) => (item.last_by ? t(item.last_by === 'client' ? 'desk.last_client' : 'desk.last_staff', { when: ago(item.last_at) }) : t('desk.created', { when: ago(item.created) }));

/** @param {{ item: Item, fresh: boolean, onTake: (item: Item) => void }} p */
const Row = ({ item, fresh, onTake }) => html`<li class="row desk-row ${fresh ? 'fresh' : ''}">
  <span class="row-no">№ ${item.number}</span>
  <div class="row-main"><a class="row-link" href="/desk/${item.number}">${item.title}</a>${fresh && html` <span class="fresh-word">${t('bell.new')}</span>`}
    <p class="row-sub">${item.organization}<span aria-hidden="true"> · </span><span class=${item.last_by === 'client' ? 'desk-asked' : ''}>${last(item)}</span></p></div>
  <span class="row-extra"><${PriorityMark} value=${item.priority} />${item.rating ? html`<${StarShow} n=${item.rating} />` : ''}</span>
  <span class="desk-whose">${item.consultant ? item.consultant_name : item.status !== 'closed' && html`<button type="button" class="btn btn-small" aria-label=${t('desk.take_one', { n: String(item.number) })} onClick=${() => onTake(item)}>${t('desk.take')}</button>`}</span>
  <span class="row-state"><${StatusTag} value=${item.status} staff /></span></li>`;

export default function Desk() {
  const heading = usePage(t('nav.desk'));
  const query = route.value?.query;
  const [status, setStatus] = useState(query?.get('status') ?? '');
  const [consultant, setConsultant] = useState(query?.get('consultant') ?? '');
  const [q, setQ] = useState(query?.get('q') ?? '');
  const { page, failed, reload, loadMore } = useQueue({ status, consultant, q });
  useEffect(() => { loadStaff(); }, []);
  useEffect(() => { setQuery(new URLSearchParams(Object.entries({ status, consultant, q }).filter(([, v]) => v))); }, [status, consultant, q]);
  const take = async (/** @type {Item} */ item) => {
    await run(() => pb.collection('tasks').update(item.id, { consultant: me.value?.id }), { ok: t('toast.taken', { n: String(item.number) }) });
    reload();
  };
  const found = page.value;
  return html`<div class="head"><h1 ...${heading}>${t('nav.desk')}</h1>
      ${found && html`<p class="lead">${t('desk.summary', { free: found.counts.unassigned, mine: found.counts.mine })}</p>`}${me.value?.role === 'manager' && html`<${InboxLink} />`}</div>
    <div class="filters" role="search"><${Statuses} counts=${found?.counts} value=${status} onPick=${setStatus} /><${Whose} value=${consultant} onPick=${setConsultant} />
      <${Search} label=${t('desk.search')} value=${q} onSearch=${setQ} /></div>
    ${failed.value && html`<${Failed} text=${failed.value} retry=${reload} />`}
    ${!found && !failed.value && html`<${Ghosts} n=${8} />`}
    ${found && !found.items.length && html`<${Empty} title=${t(status || consultant || q ? 'tasks.empty' : 'desk.empty')}><p>${t(status || consultant || q ? 'tasks.empty_hint' : 'desk.empty_hint')}</p><//>`}
    ${found && found.items.length > 0 && html`<ul class="rows desk-rows">${found.items.map((i) => html`<${Row} key=${i.id} item=${i} fresh=${unreadTasks.value.has(i.id)} onTake=${take} />`)}</ul>`}
    ${found?.next && html`<p class="more-rows"><button type="button" class="btn" onClick=${loadMore}>${t('tasks.more')}</button></p>`}
    ${found && html`<p class="vh" role="status">${t('tasks.found', { n: found.items.length })}</p>`}`;
}
