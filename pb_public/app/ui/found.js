import { html } from '../core/html.js';
import { day, t, words } from '../core/i18n.js';
import { searchLimit, useSearch } from '../core/search.js';
import { leaving } from '../core/task.js';
import { unreadTasks } from '../core/unread.js';
import { marked } from './marked.js';
import { Empty, Failed, Ghosts } from './states.js';
import { StatusTag } from './status.js';

await words('search');

/** @typedef {import('../core/types.js').Found} Item */

/** Where else than in its title a task has the words. @param {{ item: Item }} p */
const Where = ({ item }) => (item.snippet && item.where !== 'title' && item.where !== 'number'
  ? html`<p class="found-where"><span class="found-place">${t(`search.in_${item.where}`)}</span> ${marked(item.snippet)}</p>` : null);

/** @param {{ item: Item, fresh: boolean }} p */
const Row = ({ item, fresh }) => html`<li class="row ${fresh ? 'fresh' : ''}">
  <span class="row-no">№ ${item.number}</span>
  <div class="row-main"><a class="row-link" href="/tasks/${item.number}">${marked(item.title_marked)}</a>${fresh && html` <span class="fresh-word">${t('bell.new')}</span>`}
    <${Where} item=${item} />
    <p class="row-sub">${item.consultant_name || t('tasks.nobody')}<span aria-hidden="true"> · </span><time datetime=${item.created}>${day(item.created)}</time></p></div>
  <span class="row-extra"></span>
  <span class="row-state"><${StatusTag} value=${item.status} /></span></li>`;

/** A person's own tasks by words, best first. @param {{ q: string, status: string }} p */
export function Found({ q, status }) {
  const { items, failed, reload } = useSearch(q, status);
  if (failed.value && !items.value) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  if (!items.value) return html`<${Ghosts} />`;
  const shown = items.value.filter((item) => !leaving.value.has(item.id));
  const count = html`<p class="vh" role="status">${t('tasks.found', { n: shown.length })}</p>`;
  if (!shown.length) return html`<${Empty} title=${t('tasks.empty')}><p>${t('tasks.empty_hint')}</p><//>${count}`;
  return html`<ul class="rows">${shown.map((item) => html`<${Row} key=${item.id} item=${item} fresh=${unreadTasks.value.has(item.id)} />`)}</ul>
    ${failed.value && html`<p class="error" role="alert">${failed.value}</p>`}
    ${items.value.length === searchLimit && html`<p class="hint more-rows">${t('search.best', { n: searchLimit })}</p>`}${count}`;
}
