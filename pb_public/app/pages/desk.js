import { useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { changeTasks } from '../core/bulk.js';
import { address, readFilters } from '../core/desk_filters.js';
import { useDeskKeys } from '../core/desk_keys.js';
import { focusedRow, useRows } from '../core/desk_rows.js';
import { style, usePage } from '../core/page.js';
import { useQueue } from '../core/queue.js';
import { go, route } from '../core/router.js';
import { loadStaff } from '../core/staff.js';
import { load, save } from '../core/store.js';
import { useMedia } from '../core/media.js';
import { opened } from '../core/wish.js';
import { useDeeds } from '../ui/desk_deeds.js';
import { DeskMenu } from '../ui/desk_menu.js';
import { Export } from '../ui/export.js';
import { Icon } from '../ui/icon.js';
import { BulkBar } from '../ui/queue_bulk.js';
import { many, QueueFilters, Views } from '../ui/queue_filters.js';
import { KeyHints } from '../ui/queue_help.js';
import { QueueList } from '../ui/queue_list.js';
import { Empty, Failed, Ghosts } from '../ui/states.js';
import { Work } from '../ui/work.js';

await Promise.all([
  words('desk', 'work'),
  style(new URL('../styles/tasks.css', import.meta.url).href),
  style(new URL('../styles/desk.css', import.meta.url).href),
  style(new URL('../styles/queue.css', import.meta.url).href),
]);

/** @typedef {import('../core/types.js').QueueItem} Item */

/** The queue and a task beside it are one view: it goes on living while tasks are opened. */
export const key = '/desk';

/** Where a task fits beside the queue. */
const beside = '(min-width: 69rem)';

/** @param {{ number?: string }} p */
export default function Desk({ number = '' }) {
  const wide = useMedia(beside);
  const query = route.value?.query.toString() ?? '';
  const filters = useMemo(() => readFilters(new URLSearchParams(query)), [query]);
  return wide || !number ? html`<${Queue} filters=${filters} number=${number} />`
    : html`<p class="crumb"><a href=${address(filters)}><${Icon} name="back" />${t('nav.desk')}</a></p><${Work} key=${number} number=${number} /><${TaskKeys} filters=${filters} />`;
}

/** The keys on a task that fills the screen. @param {{ filters: import('../core/desk_filters.js').Filters }} p */
function TaskKeys({ filters }) {
  const deeds = useDeeds(() => (opened.value ? [opened.value] : []), () => undefined);
  useDeskKeys((deed) => {
    if (deed === 'leave') { go(address(filters)); return undefined; }
    return deeds.act(deed);
  });
  return deeds.dialogs;
}

/** @param {{ filters: import('../core/desk_filters.js').Filters, number: string }} p */
function Queue({ filters, number }) {
  const heading = usePage(t('nav.desk'));
  const asked = JSON.stringify(filters);
  const queue = useQueue(filters, asked);
  const rows = useRows(queue, asked, number);
  const [compact, setCompact] = useState(load('density') === 'compact');
  const [busy, setBusy] = useState('');
  useEffect(() => { loadStaff(); }, []);
  useEffect(() => rows.drop(queue.left.value.map((taken) => taken.id)), [queue.left.value]);
  const counts = queue.counts.value;
  const found = queue.total.value;

  /** What a key acts on: what is selected, else the row that has the focus, else the open task; that one too once its row has gone and the focus has slid to the next. */
  const targets = () => {
    if (rows.selected.size) return [...rows.selected.values()];
    const item = focusedRow() < 0 || (rows.slid && opened.value) ? undefined : rows.row(rows.at);
    return item ? [item] : opened.value ? [opened.value] : [];
  };
  const deeds = useDeeds(targets, () => { rows.none(); queue.reload(); });
  const open = (/** @type {Item | undefined} */ item, replace = false) => { if (item) { rows.keep(rows.at); go(address(filters, item.number), { stay: true, replace }); } };
  const opening = useRef(0);
  /** To a row; the task beside the list follows once one stays there. @param {number} by */
  const step = (by) => {
    const item = rows.row(rows.move(by));
    clearTimeout(opening.current);
    if (number) opening.current = window.setTimeout(() => open(item, true), 200);
  };
  useEffect(() => () => clearTimeout(opening.current), [number, filters]);
  useDeskKeys((deed) => {
    switch (deed) {
      case 'next': case 'previous': step(deed === 'next' ? 1 : -1); return undefined;
      case 'more_next': case 'more_previous': if (!rows.selected.size) rows.select(rows.at); rows.select(rows.move(deed === 'more_next' ? 1 : -1), true); return undefined;
      case 'open': open(rows.row(rows.at)); return undefined;
      case 'select': rows.select(focusedRow() < 0 ? rows.move(0) : rows.at); return undefined;
      case 'leave': return leave();
      default: return deeds.act(deed);
    }
  });
  /** One step back: out of a field, of the selection, of the task. */
  function leave() {
    const el = document.activeElement;
    if (el instanceof HTMLElement && el.matches('input:not([type=checkbox]), textarea, select')) { el.blur(); rows.refocus(); }
    else if (rows.selected.size) rows.none();
    else if (number) { go(address(filters), { stay: true }); rows.refocus(); } else return false;
    return undefined;
  }
  const take = async (/** @type {Item} */ item) => {
    setBusy(item.id);
    await changeTasks([item.id], { consultant: me.value?.id ?? '' }, () => t('toast.taken', { n: String(item.number) }));
    setBusy('');
    queue.reload();
  };
  const change = (/** @type {Partial<typeof filters>} */ some) => go(address({ ...readFilters(new URLSearchParams(location.search)), ...some }, number), { replace: 'q' in some, stay: true });
  const enter = () => requestAnimationFrame(rows.refocus);
  const dense = () => { setCompact(!compact); save('density', compact ? '' : 'compact'); };
  const narrowed = Object.values(filters).some(Boolean);
  const chosen = !filters.q && Object.entries(filters).some(([name, value]) => value && name !== 'view' && name !== 'sort'); // what the search finds nobody has counted
  const left = queue.left.value;
  return html`<div class="desk ${number ? 'desk-split' : ''}">
    <${DeskMenu} />
    <div class="head"><h1 ...${heading}>${t('nav.desk')}</h1><div class="desk-tools">${counts && html`<p class="lead">${t('desk.summary', { free: counts.unassigned, mine: counts.mine })}</p>`}<${Export} what="tasks" query=${filters.q ? { ...filters, view: 'all' } : filters} /></div></div>
    <${Views} filters=${filters} counts=${counts} number=${number} />
    <div class="desk-both"><section class="desk-queue" aria-label=${t('desk.list')}>
      <${QueueFilters} filters=${filters} compact=${compact} onChange=${change} onCompact=${dense} onEnter=${enter} />
      <div class="q-line"><p class=${chosen ? 'q-found' : 'vh'} role="status">${found >= 0 && t('desk.found', { n: many(found, true) })}</p><p role="status">${left.map(({ number: n, name }) => t('desk.left', { n: String(n), name })).join('; ')}</p></div>
      ${queue.failed.value && html`<${Failed} text=${queue.failed.value} retry=${queue.reload} />`}
      ${found < 0 && !queue.failed.value && html`<${Ghosts} n=${8} />`}
      ${found === 0 && html`<${Empty} title=${t(narrowed ? 'tasks.empty' : 'desk.empty')}><p>${t(narrowed ? 'tasks.empty_hint' : 'desk.empty_hint')}</p><//>`}
      ${found > 0 && html`<${QueueList} queue=${queue} filters=${filters} at=${rows.at} focus=${rows.focus} number=${number} selected=${new Set(rows.selected.keys())} busy=${busy} compact=${compact}
        asked=${asked} onKeep=${rows.keep} onAt=${rows.setAt} onSelect=${rows.select} onTake=${take} />`}
      <${BulkBar} n=${rows.selected.size} onDo=${deeds.act} onCategory=${deeds.categorise} onNone=${rows.none} /></section>
    ${number && html`<section class="desk-beside" aria-label=${t('task.one', { n: number })}><a class="btn-icon desk-close" href=${address(filters)} aria-label=${t('desk.close_task')}><${Icon} name="close" /></a><${Work} key=${number} number=${number} embedded /></section>`}</div>
    <${KeyHints} onHelp=${() => deeds.act('help')} />
    ${deeds.dialogs}</div>`;
}
