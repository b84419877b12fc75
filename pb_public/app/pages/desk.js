import { useEffect, useMemo, useRef, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { changeTasks, undoLast } from '../core/bulk.js';
import { address, readFilters } from '../core/desk_filters.js';
import { useDeskKeys } from '../core/desk_keys.js';
import { style, usePage } from '../core/page.js';
import { useQueue } from '../core/queue.js';
import { go, route } from '../core/router.js';
import { loadStaff } from '../core/staff.js';
import { load, save } from '../core/store.js';
import { useMedia } from '../core/media.js';
import { opened, wish } from '../core/wish.js';
import { Assign } from '../ui/assign.js';
import { DeskMenu } from '../ui/desk_menu.js';
import { Icon } from '../ui/icon.js';
import { BulkBar } from '../ui/queue_bulk.js';
import { QueueFilters, Views } from '../ui/queue_filters.js';
import { KeyHelp, KeyHints } from '../ui/queue_help.js';
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
/** @typedef {{ id: string, number: number }} Target */

/** The queue and a task beside it are one view: it goes on living while tasks are opened. */
export const key = '/desk';

/** Where a task fits beside the queue. */
const beside = '(min-width: 69rem)';

/** The tasks that are selected, the row of the keys, and what moves them. @param {ReturnType<typeof useQueue>} queue */
function useRows(queue) {
  const [at, setAt] = useState(0);
  const [focus, setFocus] = useState(0);
  const [selected, setSelected] = useState(/** @type {Map<string, Target>} */ (new Map()));
  const anchor = useRef(0);
  const row = (/** @type {number} */ i) => queue.rows.value.get(i);
  const move = (/** @type {number} */ by) => {
    const to = Math.min(queue.total.value - 1, Math.max(0, focus ? at + by : at));
    setAt(to);
    setFocus((f) => f + 1);
    return to;
  };
  const select = (/** @type {number} */ i, range = false) => {
    const next = new Map(selected);
    const item = row(i);
    if (range) for (let x = Math.min(anchor.current, i); x <= Math.max(anchor.current, i); x++) { const r = row(x); if (r) next.set(r.id, r); }
    else if (item) { if (next.has(item.id)) next.delete(item.id); else next.set(item.id, item); anchor.current = i; }
    setSelected(next);
  };
  return { at, setAt, focus, refocus: () => setFocus((f) => f + 1), selected, select, none: () => setSelected(new Map()), move, row };
}

/** @param {{ number?: string }} p */
export default function Desk({ number = '' }) {
  const wide = useMedia(beside);
  const query = route.value?.query.toString() ?? '';
  const filters = useMemo(() => readFilters(new URLSearchParams(query)), [query]);
  return wide || !number ? html`<${Queue} filters=${filters} number=${number} />`
    : html`<p class="crumb"><a href=${address(filters)}><${Icon} name="back" />${t('nav.desk')}</a></p><${Work} number=${number} /><${TaskKeys} filters=${filters} />`;
}

/** The keys on a task that fills the screen. @param {{ filters: import('../core/desk_filters.js').Filters }} p */
function TaskKeys({ filters }) {
  const deeds = useDeeds(() => (opened.value ? [opened.value] : []), () => undefined);
  useDeskKeys((deed) => {
    if (deed === 'leave') { go(address(filters)); return undefined; }
    return deeds.act(deed);
  });
  return html`<${deeds.Dialogs} />`;
}

/**
 * What the keys and the buttons do with tasks.
 * @param {() => Target[]} targets @param {() => void} done
 */
function useDeeds(targets, done) {
  const [asking, ask] = useState(/** @type {'' | 'assign' | 'help'} */ (''));
  const change = async (/** @type {Record<string, string>} */ fields, /** @type {(n: number) => string} */ said) => {
    if (await changeTasks(targets().map((i) => i.id), fields, said)) done();
  };
  const take = () => change({ consultant: me.value?.id ?? '' }, (n) => t('desk.taken', { n }));
  /** @type {Record<string, () => void>} */
  const deeds = {
    take, undo: () => undoLast().then(done), help: () => ask('help'), assign: () => { if (targets().length) ask('assign'); },
    wait: () => change({ status: 'waiting' }, (n) => t('desk.now_waiting', { n })), done: () => change({ status: 'done' }, (n) => t('desk.now_done', { n })),
    back: () => change({ consultant: '' }, (n) => t('desk.now_free', { n })),
    note: () => write('notes'), reply: () => write('comments'),
    ...Object.fromEntries(['high', 'normal', 'low'].map((p) => [p, () => change({ priority: p }, (n) => t('desk.reprioritised', { n }))])),
  };
  const write = (/** @type {'notes' | 'comments'} */ into) => {
    const [task] = targets();
    if (!task) return;
    wish.value = into;
    if (opened.value?.id !== task.id) go(address(readFilters(new URLSearchParams(location.search)), task.number), { stay: true });
  };
  const give = (/** @type {string} */ id, /** @type {string} */ name) => { ask(''); change({ consultant: id }, (n) => t('desk.given', { n, name })); };
  const Dialogs = () => html`<${KeyHelp} open=${asking === 'help'} onClose=${() => ask('')} /><${Assign} open=${asking === 'assign'} n=${targets().length} onClose=${() => ask('')} onPick=${give} />`;
  return { act: (/** @type {string} */ deed) => (deeds[deed] ? void deeds[deed]() : false), Dialogs, asking };
}

/** @param {{ filters: import('../core/desk_filters.js').Filters, number: string }} p */
function Queue({ filters, number }) {
  const heading = usePage(t('nav.desk'));
  const queue = useQueue(filters);
  const rows = useRows(queue);
  const [compact, setCompact] = useState(load('density') === 'compact');
  const [busy, setBusy] = useState('');
  useEffect(() => { loadStaff(); }, []);
  const counts = queue.counts.value;
  const found = queue.total.value;

  const targets = () => {
    if (rows.selected.size) return [...rows.selected.values()];
    const item = rows.row(rows.at);
    const inTask = document.activeElement?.closest('.desk-beside');
    return opened.value && (inTask || !item || !rows.focus) ? [opened.value] : item ? [item] : [];
  };
  const deeds = useDeeds(targets, () => { rows.none(); queue.reload(); });
  const open = (/** @type {Item | undefined} */ item) => { if (item) go(address(filters, item.number), { stay: true }); };
  useDeskKeys((deed) => {
    switch (deed) {
      case 'next': case 'previous': rows.move(deed === 'next' ? 1 : -1); return undefined;
      case 'more_next': case 'more_previous': if (!rows.selected.size) rows.select(rows.at); rows.select(rows.move(deed === 'more_next' ? 1 : -1), true); return undefined;
      case 'open': open(rows.row(rows.at)); return undefined;
      case 'select': rows.select(rows.at); return undefined;
      case 'leave': return leave();
      default: return deeds.act(deed);
    }
  });
  /** One step back: out of a field, of the selection, of the task. */
  function leave() {
    const el = document.activeElement;
    if (el instanceof HTMLElement && el.matches('input, textarea, select')) el.blur();
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
  const change = (/** @type {Partial<typeof filters>} */ some) => { rows.none(); go(address({ ...filters, ...some }, number), { replace: true, stay: true }); };
  const dense = () => { setCompact(!compact); save('density', compact ? '' : 'compact'); };
  const narrowed = Object.values(filters).some(Boolean);
  const left = queue.left.value;
  return html`<div class="desk ${number ? 'desk-split' : ''}">
    <${DeskMenu} />
    <div class="head"><h1 ...${heading}>${t('nav.desk')}</h1>${counts && html`<p class="lead">${t('desk.summary', { free: counts.unassigned, mine: counts.mine })}</p>`}</div>
    <${Views} filters=${filters} counts=${counts} number=${number} />
    <div class="desk-both"><section class="desk-queue" aria-label=${t('desk.list')}>
      <${QueueFilters} key=${filters.q ? 'q' : ''} filters=${filters} compact=${compact} onChange=${change} onCompact=${dense} />
      <p class="q-left" role="status">${left && t('desk.left', { n: String(left.number), name: left.name })}</p>
      ${queue.failed.value && html`<${Failed} text=${queue.failed.value} retry=${queue.reload} />`}
      ${found < 0 && !queue.failed.value && html`<${Ghosts} n=${8} />`}
      ${found === 0 && html`<${Empty} title=${t(narrowed ? 'tasks.empty' : 'desk.empty')}><p>${t(narrowed ? 'tasks.empty_hint' : 'desk.empty_hint')}</p><//>`}
      ${found > 0 && html`<${QueueList} queue=${queue} filters=${filters} at=${rows.at} focus=${rows.focus} number=${number} selected=${new Set(rows.selected.keys())} busy=${busy} compact=${compact}
        onAt=${rows.setAt} onSelect=${rows.select} onTake=${take} />`}
      <${BulkBar} n=${rows.selected.size} onDo=${deeds.act} onNone=${rows.none} />
      ${found >= 0 && html`<p class="vh" role="status">${t('tasks.found', { n: found })}</p>`}
      <${KeyHints} onHelp=${() => deeds.act('help')} /></section>
    ${number && html`<section class="desk-beside" aria-label=${t('task.one', { n: number })}><a class="btn-icon desk-close" href=${address(filters)} aria-label=${t('desk.close_task')}><${Icon} name="close" /></a><${Work} key=${number} number=${number} embedded /></section>`}</div>
    <${deeds.Dialogs} /></div>`;
}
