import '../ui/lists.css';
import '../thread/thread.css';
import './desk.css';
import '../thread/ru';
import './ru';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { changeTasks } from '../lib/bulk';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import type { Filters } from '../lib/queueFilters';
import { address, readFilters } from '../lib/queueFilters';
import { go, route } from '../lib/router';
import { loadStaff } from '../lib/staff';
import { load, save } from '../lib/store';
import type { QueueItem as Item } from '../lib/types';
import { useMedia } from '../lib/useMedia';
import { DeskMenu } from '../ui/deskMenu';
import { Export } from '../ui/export';
import { Icon } from '../ui/icon';
import { Empty, Failed, Ghosts } from '../ui/states';
import { useTaskActions } from './actions';
import { BulkBar } from './bulkBar';
import { many, QueueFilters, Views } from './filters';
import { KeyHints } from './keyHelp';
import { openedTask } from './pendingReply';
import { QueueList } from './queueList';
import { readByKey } from './readingPane';
import { TaskView } from './taskView';
import { useDeskKeys } from './useDeskKeys';
import { useNextTask } from './useNextTask';
import { useQueue } from './useQueue';
import { focusedRow, useRows } from './useQueueRows';
import { useQueueWidth } from './useQueueWidth';

/** The queue and the task beside it are one view, which stays mounted while tasks are opened. */
export const key = '/desk';

/** The width at which a task fits beside the queue. */
const beside = '(min-width: 69rem)';

export default function Desk({ number = '' }: { number?: string }) {
  const wide = useMedia(beside);
  const query = route.value?.query.toString() ?? '';
  const filters = useMemo(() => readFilters(new URLSearchParams(query)), [query]);
  return wide || !number ? (
    <Queue filters={filters} number={number} />
  ) : (
    <>
      <p class="crumb">
        <a href={address(filters)}>
          <Icon name="back" />
          {t('nav.desk')}
        </a>
      </p>
      <TaskView key={number} number={number} />
      <TaskKeys filters={filters} />
    </>
  );
}

/** Tells the style sheet that the desk is shown: it gives the frame of the page its size, too. */
function useDeskFrame() {
  useLayoutEffect(() => {
    document.documentElement.classList.add('desk-shown');
    return () => document.documentElement.classList.remove('desk-shown');
  }, []);
}

/** The keys where a task fills the screen. */
function TaskKeys({ filters }: { filters: Filters }) {
  const { dialogs, ...actions } = useTaskActions(
    () => (openedTask.value ? [openedTask.value] : []),
    () => undefined,
  );
  useDeskKeys((action) => {
    if (action === 'leave') {
      go(address(filters));
      return undefined;
    }
    return actions.act(action);
  });
  return dialogs;
}

function Queue({ filters, number }: { filters: Filters; number: string }) {
  const heading = usePage(t('nav.desk'));
  useDeskFrame();
  const width = useQueueWidth(!!number);
  const asked = JSON.stringify(filters);
  const queue = useQueue(filters, asked);
  const rows = useRows(queue, asked, number);
  const opened = String(rows.row(rows.at)?.number) === number;
  useNextTask(number, opened ? rows.row(rows.at + 1) : undefined);
  const [compact, setCompact] = useState(load('density') === 'compact');
  const [busy, setBusy] = useState('');
  useEffect(() => {
    loadStaff();
  }, []);
  useEffect(() => rows.drop(queue.left.value.map((taken) => taken.id)), [queue.left.value]);
  const counts = queue.counts.value;
  const found = queue.total.value;

  /** What a key acts on: the selection, else the focused row, else the open task, also once its row has left the list. */
  const targets = () => {
    if (rows.selected.size) return [...rows.selected.values()];
    const item = focusedRow() < 0 || (rows.slid && openedTask.value) ? undefined : rows.row(rows.at);
    return item ? [item] : openedTask.value ? [openedTask.value] : [];
  };
  const { dialogs, ...actions } = useTaskActions(targets, () => {
    rows.none();
    queue.reload();
  });
  const open = (item: Item | undefined, replace = false) => {
    if (item) {
      rows.keep(rows.at);
      go(address(filters, item.number), { stay: true, replace });
    }
  };
  const opening = useRef(0);
  /** Moves to a row; the task beside the list follows after a pause. */
  const step = (by: number) => {
    const item = rows.row(rows.move(by));
    clearTimeout(opening.current);
    if (number) opening.current = window.setTimeout(() => open(item, true), 200);
  };
  useEffect(() => () => clearTimeout(opening.current), [number, filters]);
  useDeskKeys((action) => {
    switch (action) {
      case 'next':
      case 'previous':
        step(action === 'next' ? 1 : -1);
        return undefined;
      case 'more_next':
      case 'more_previous':
        if (!rows.selected.size) rows.select(rows.at);
        rows.select(rows.move(action === 'more_next' ? 1 : -1), true);
        return undefined;
      case 'open':
        open(rows.row(rows.at));
        return undefined;
      case 'select':
        rows.select(focusedRow() < 0 ? rows.move(0) : rows.at);
        return undefined;
      case 'leave':
        return leave();
      case 'read_on':
      case 'read_back':
      case 'read_first':
      case 'read_last':
        return readByKey(action);
      default:
        return actions.act(action);
    }
  });
  /** Goes one step back: out of a field, the selection, the task. */
  function leave() {
    const el = document.activeElement;
    if (el instanceof HTMLElement && el.matches('input:not([type=checkbox]), textarea, select')) {
      el.blur();
      rows.refocus();
    } else if (rows.selected.size) rows.none();
    else if (number) {
      go(address(filters), { stay: true });
      rows.refocus();
    } else return false;
    return undefined;
  }
  const take = async (item: Item) => {
    setBusy(item.id);
    await changeTasks([item.id], { consultant: me.value?.id ?? '' }, () =>
      t('toast.taken', { n: String(item.number) }),
    );
    setBusy('');
    queue.reload();
  };
  const change = (some: Partial<typeof filters>) =>
    go(address({ ...readFilters(new URLSearchParams(location.search)), ...some }, number), {
      replace: 'q' in some,
      stay: true,
    });
  const enter = () => requestAnimationFrame(rows.refocus);
  const dense = () => {
    setCompact(!compact);
    save('density', compact ? '' : 'compact');
  };
  const narrowed = Object.values(filters).some(Boolean);
  const chosen =
    !filters.q && Object.entries(filters).some(([name, value]) => value && name !== 'view' && name !== 'sort'); // what the search finds nobody has counted
  const left = queue.left.value;
  const indexing = queue.indexing.value;
  return (
    <div class={`desk ${number ? 'desk-split' : ''}`}>
      <DeskMenu />
      <div class="head">
        <h1 {...heading}>{t('nav.desk')}</h1>
        <div class="desk-tools">
          {counts && <p class="lead">{t('desk.summary', { free: counts.unassigned, mine: counts.mine })}</p>}
          <Export what="tasks" query={filters.q ? { ...filters, view: 'all' } : filters} />
        </div>
      </div>
      <Views filters={filters} counts={counts} number={number} />
      <div class="desk-both">
        <section class={`desk-queue ${width}`} aria-label={t('desk.list')}>
          <QueueFilters filters={filters} compact={compact} onChange={change} onCompact={dense} onEnter={enter} />
          <div class="q-line">
            <p class={chosen ? 'q-found' : 'vh'} role="status">
              {found >= 0 && t('desk.found', { n: many(found, true) })}
            </p>
            <p role="status">{left.map(({ number: n, name }) => t('desk.left', { n: String(n), name })).join('; ')}</p>
          </div>
          {indexing && (
            <p class="hint" role="status">
              {t('desk.indexing', { done: String(indexing.done), total: String(indexing.total) })}
            </p>
          )}
          {queue.failed.value && <Failed text={queue.failed.value} retry={queue.reload} />}
          {found < 0 && !queue.failed.value && <Ghosts n={8} />}
          {found === 0 && (
            <Empty title={t(narrowed ? 'tasks.empty' : 'desk.empty')}>
              <p>{t(narrowed ? 'tasks.empty_hint' : 'desk.empty_hint')}</p>
            </Empty>
          )}
          {found > 0 && (
            <QueueList
              queue={queue}
              filters={filters}
              at={rows.at}
              focus={rows.focus}
              number={number}
              selected={new Set(rows.selected.keys())}
              busy={busy}
              compact={compact}
              asked={asked}
              onKeep={rows.keep}
              onAt={rows.setAt}
              onSelect={rows.select}
              onTake={take}
            />
          )}
          <BulkBar n={rows.selected.size} onDo={actions.act} onCategory={actions.categorise} onNone={rows.none} />
        </section>
        {number && (
          <section class="desk-beside" aria-label={t('task.one', { n: number })}>
            <a class="btn-icon desk-close" href={address(filters)} aria-label={t('desk.close_task')}>
              <Icon name="close" />
            </a>
            <TaskView key={number} number={number} embedded />
          </section>
        )}
      </div>
      <KeyHints onHelp={() => actions.act('help')} />
      {dialogs}
    </div>
  );
}
