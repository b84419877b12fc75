import { html } from '../core/html.js';
import { date, t, words } from '../core/i18n.js';
import { readLogFilters, useLog } from '../core/log.js';
import { style } from '../core/page.js';
import { called, useStaff } from '../core/people.js';
import { route, setQuery } from '../core/router.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Export } from '../ui/export.js';
import { inLog } from '../ui/log_words.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';

await words('manage', 'desk');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/manage.css', import.meta.url).href);

const events = /** @type {const} */ (['created', 'edited', 'status', 'assigned', 'assessed', 'archived', 'restored', 'profile', 'user', 'settings']);

/** @typedef {import('../core/log.js').LogFilters} Filters */

/** @param {{ filters: Filters, people: { id: string, name: string }[], onChange: (some: Partial<Filters>) => void }} p */
function LogFilters({ filters, people, onChange }) {
  const pick = (/** @type {keyof Filters} */ name) => (/** @type {any} */ e) => onChange({ [name]: e.target.value.trim() });
  return html`<div class="filters log-filters" role="search">
    <div class="field select"><label for="log-actor">${t('log.who')}</label><select id="log-actor" value=${filters.actor} onChange=${pick('actor')}><option value="">${t('log.anybody')}</option>
      ${people.map((p) => html`<option key=${p.id} value=${p.id} selected=${p.id === filters.actor}>${p.name}</option>`)}<option value="none" selected=${filters.actor === 'none'}>${t('log.server')}</option></select></div>
    <div class="field select"><label for="log-event">${t('log.what')}</label><select id="log-event" value=${filters.event} onChange=${pick('event')}><option value="">${t('log.anything')}</option>
      ${events.map((e) => html`<option key=${e} value=${e}>${t(`log.of_${e}`)}</option>`)}</select></div>
    <div class="field"><label for="log-from">${t('log.from')}</label><input id="log-from" type="date" value=${filters.from} onChange=${pick('from')} /></div>
    <div class="field"><label for="log-to">${t('log.to')}</label><input id="log-to" type="date" value=${filters.to} onChange=${pick('to')} /></div>
    <div class="field log-no"><label for="log-task">${t('log.task')}</label><input id="log-task" inputmode="numeric" pattern="[0-9]*" value=${filters.task} onInput=${pick('task')} /></div><${Export} what="log" query=${filters} /></div>`;
}

/** @param {{ line: import('../core/types.js').LogItem, name: (id: string) => string }} p */
const Line = ({ line, name }) => html`<li class="log-line"><time datetime=${line.created}>${date(line.created)}</time>
  <span class="log-who">${line.actor ? line.actor_name : t('log.server')}</span>
  <span class="log-did">${line.number > 0 && html`<a href="/desk/${line.number}">№ ${line.number} ${line.title}</a>: `}${inLog(line, name)}</span></li>`;

function Log() {
  const [filters, setFilters] = useState(readLogFilters(route.value?.query ?? new URLSearchParams()));
  const log = useLog(filters);
  const staff = useStaff();
  const foot = useRef(/** @type {HTMLElement | null} */ (null));
  const people = (staff.items.value ?? []).map((p) => ({ id: p.id, name: called(p) }));
  const name = (/** @type {string} */ id) => people.find((p) => p.id === id)?.name ?? t('task.someone');
  const onChange = (/** @type {Partial<Filters>} */ some) => {
    const next = { ...filters, ...some };
    setFilters(next);
    setQuery(new URLSearchParams(Object.entries(next).filter(([, v]) => v)));
  };
  useEffect(() => { // the next page comes before its end is reached
    if (!foot.current) return undefined;
    const seen = new IntersectionObserver((all) => { if (all.some((e) => e.isIntersecting)) log.more(); }, { rootMargin: '600px' });
    seen.observe(foot.current);
    return () => seen.disconnect();
  }, [log.next.value]);
  const rows = log.items.value;
  return html`<${LogFilters} filters=${filters} people=${people} onChange=${onChange} />
    ${log.failed.value && html`<${Failed} text=${log.failed.value} retry=${log.reload} />`}
    ${!rows && !log.failed.value && html`<${Ghosts} n=${8} />`}
    ${rows && !rows.length && html`<${Empty} title=${t('log.none')}><p>${t('tasks.empty_hint')}</p><//>`}
    ${rows && rows.length > 0 && html`<ol class="log">${rows.map((line) => html`<${Line} key=${line.id} line=${line} name=${name} />`)}</ol>`}
    ${log.next.value && html`<p class="more-rows" ref=${foot}><button type="button" class="btn" aria-busy=${log.busy.value} onClick=${log.more}>${t('tasks.more')}</button></p>`}`;
}

/** Who did what. */
export default () => html`<${ManagersOnly} title=${t('log.title')}><${Log} /><//>`;
