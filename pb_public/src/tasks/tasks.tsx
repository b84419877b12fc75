import { openStatuses } from '../lib/facts';
import '../ui/lists.css';
import '../thread/thread.css';
import './tasks.css';
import '../thread/ru';
import './ru';
import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isStaff, me, pb } from '../lib/api';
import { ago, t } from '../lib/i18n';
import { loadPart } from '../lib/loadPart';
import { usePage } from '../lib/page';
import { listen, useRows } from '../lib/realtime';
import { route, setQuery } from '../lib/router';
import { loadStaff, nameOf } from '../lib/staff';
import type { Assessment, Task } from '../lib/types';
import { unreadTasks } from '../lib/unread';
import { leaving } from '../thread/task';
import { Choice } from '../ui/field';
import { Icon } from '../ui/icon';
import { NotForYou } from '../ui/notForYou';
import { PriorityMark } from '../ui/priority';
import { Search } from '../ui/search';
import { StarShow } from '../ui/stars';
import { Empty, Failed, Ghosts } from '../ui/states';
import { StatusTag } from '../ui/statusTag';
import { Found } from './found';
import { withoutConsultant } from './withoutConsultant';

const pageSize = 50;
const views = ['all', 'open', 'done', 'closed'] as const;
type View = (typeof views)[number];

/** The statuses of a view; none is all. */
const statuses: Record<View, string[]> = { all: [], open: openStatuses, done: ['done'], closed: ['closed'] };

/** Whether a task belongs to a view. */
const belongs = (view: View, task: { status: string }) => view === 'all' || statuses[view].includes(task.status);

/** The filter of a view, and the same test for the row of an event. */
function selection(view: View) {
  const conditions = [pb.filter('client = {:me}', { me: me.value?.id })];
  const any = statuses[view].map((status) => pb.filter('status = {:status}', { status })).join(' || ');
  if (any) conditions.push(`(${any})`);
  return { filter: conditions.join(' && '), keep: (row: Task) => belongs(view, row) };
}

/** The ratings of the shown tasks, by task. */
function useRatings(rows: Task[] | null) {
  const ratings = useMemo(() => signal<Record<string, number>>({}), []);
  const asked = useRef<Set<string>>(new Set());
  const put = (items: Pick<Assessment, 'task' | 'rating'>[]) => {
    ratings.value = { ...ratings.value, ...Object.fromEntries(items.map((a) => [a.task, a.rating])) };
  };
  const read = async (ids: string[]) => {
    const filter = ids.map((id) => pb.filter('task = {:id}', { id })).join(' || ');
    put(
      (
        await pb
          .collection<Assessment>('assessments')
          .getList(1, pageSize, { filter, fields: 'task,rating', skipTotal: true })
      ).items,
    );
  };
  useEffect(() => {
    const fresh = (rows ?? [])
      .filter((r) => r.consultant && !asked.current.has(r.id))
      .map((r) => r.id)
      .slice(0, pageSize);
    for (const id of fresh) asked.current.add(id);
    if (fresh.length)
      read(fresh).catch(() => {
        for (const id of fresh) asked.current.delete(id);
      });
  }, [rows]);
  useEffect(
    () =>
      listen<Assessment>(
        'assessments',
        ({ record }) => put([record]),
        () => asked.current.clear(),
      ),
    [],
  );
  return ratings.value;
}

const Row = ({ task, rating, fresh }: { task: Task; rating?: number; fresh: boolean }) => (
  <li class={`row ${fresh ? 'fresh' : ''}`}>
    <span class="row-no">№ {task.number}</span>
    <div class="row-main">
      <a class="row-link" href={`/tasks/${task.number}`}>
        {task.title}
      </a>
      {fresh && (
        <>
          {' '}
          <span class="fresh-word">{t('bell.new')}</span>
        </>
      )}
      <p class="row-sub">
        {task.consultant ? nameOf(task.consultant) : withoutConsultant(task.status)}
        <span aria-hidden="true"> · </span>
        <time datetime={task.updated}>{ago(task.updated)}</time>
      </p>
    </div>
    <span class="row-extra">
      <PriorityMark value={task.priority} />
      {rating ? <StarShow n={rating} /> : ''}
    </span>
    <span class="row-state">
      <StatusTag value={task.status} />
    </span>
  </li>
);

function List({ view }: { view: View }) {
  const { rows, failed, more, reload, loadMore } = useRows('tasks', {
    ...selection(view),
    sort: '-number',
    limit: pageSize,
  });
  const ratings = useRatings(rows.value);
  const shown = rows.value?.filter((r) => !leaving.value.has(r.id));
  if (failed.value && !shown) return <Failed text={failed.value} retry={reload} />;
  if (!shown) return <Ghosts />;
  if (!shown.length && view === 'all')
    return (
      <Empty title={t('tasks.none')}>
        <p>{t('tasks.none_hint')}</p>
        <p>
          <a class="btn btn-main" href="/tasks/new">
            {t('nav.new')}
          </a>
        </p>
      </Empty>
    );
  if (!shown.length)
    return (
      <Empty title={t('tasks.empty')}>
        <p>{t('tasks.empty_hint')}</p>
      </Empty>
    );
  return (
    <>
      <ul class="rows">
        {shown.map((task) => (
          <Row key={task.id} task={task} rating={ratings[task.id]} fresh={unreadTasks.value.has(task.id)} />
        ))}
      </ul>
      {failed.value && (
        <p class="error" role="alert">
          {failed.value}
        </p>
      )}
      {more.value && (
        <p class="more-rows">
          <button type="button" class="btn" onClick={loadMore}>
            {t('tasks.more')}
          </button>
        </p>
      )}
      <p class="vh" role="status">
        {t('tasks.found', { n: shown.length })}
      </p>
    </>
  );
}

export default function Tasks() {
  const heading = usePage(t('nav.tasks'));
  const query = route.value?.query;
  const asked = (query?.get('show') ?? 'all') as View;
  const [view, setView] = useState(views.includes(asked) ? asked : 'all');
  const [q, setQ] = useState(query?.get('q') ?? '');
  useEffect(() => {
    loadStaff();
  }, []);
  useEffect(() => {
    setQuery(new URLSearchParams({ ...(view !== 'all' && { show: view }), ...(q && { q }) }));
  }, [view, q]);
  if (isStaff())
    return (
      <>
        <h1 {...heading}>{t('nav.tasks')}</h1>
        <NotForYou title={t('tasks.staff')} />
      </>
    );
  return (
    <>
      <div class="head">
        <h1 {...heading}>{t('nav.tasks')}</h1>
        <a class="btn btn-main" href="/tasks/new">
          <Icon name="plus" />
          {t('nav.new')}
        </a>
      </div>
      <div class="filters" role="search">
        <Choice
          legend={t('tasks.filter')}
          name="show"
          value={view}
          quiet
          onPick={setView}
          options={views.map((v) => ({ value: v, label: t(`tasks.${v}`) }))}
        />
        <Search label={t('tasks.search')} value={q} onSearch={setQ} />
      </div>
      {q ? <Found q={q} status={statuses[view].join()} /> : <List key={view} view={view} />}
      <Files view={view} q={q} />
    </>
  );
}

/** The list as a file; the export is loaded on demand. */
function Files({ view, q }: { view: View; q: string }) {
  const [Export, setExport] = useState<typeof import('../ui/export').Export | null>(null);
  const query = { status: statuses[view].join(), q };
  const begin = () =>
    loadPart(() => import('../ui/export')).then((view) => {
      if (view) setExport(() => view.Export);
    });
  return (
    <p class="tasks-file">
      {Export ? (
        <Export what="tasks" query={query} opened />
      ) : (
        <button type="button" class="btn-text" onClick={begin}>
          {t('tasks.file')}
        </button>
      )}
    </p>
  );
}
