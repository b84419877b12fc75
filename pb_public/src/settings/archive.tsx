import '../ui/lists.css';
import './settings.css';
import './ru';
import { useState } from 'preact/hooks';
import { changeTasks } from '../lib/bulk';
import { periods } from '../lib/contract';
import { archivePeriod, dayLong } from '../lib/facts';
import { date, t } from '../lib/i18n';
import { route, setQuery } from '../lib/router';
import type { QueueItem as Item } from '../lib/types';
import { Export } from '../ui/export';
import { ManagersOnly } from '../ui/managersOnly';
import { Search } from '../ui/search';
import { Empty, Failed, Ghosts } from '../ui/states';
import { StatusTag } from '../ui/statusTag';
import { useArchive } from './useArchive';

/** How many days a deleted task is still kept. */
const daysLeft = (at: string) =>
  Math.max(0, Math.ceil((new Date(at).getTime() + archivePeriod - Date.now()) / dayLong));

const Row = ({ item, by, onRestore }: { item: Item; by: string; onRestore: (item: Item) => void }) => (
  <li class="row archive-row">
    <span class="row-no">№ {item.number}</span>
    <div class="row-main">
      <a class="row-link" href={`/desk/${item.number}`}>
        {item.title}
      </a>
      <p class="row-sub">
        {item.organization} · {t('archive.by', { name: by || t('log.server'), when: date(item.archived_at) })}
      </p>
    </div>
    <span class="row-state">
      <StatusTag value={item.status} staff />
    </span>
    <span class="archive-left">{t('archive.left', { n: daysLeft(item.archived_at) })}</span>
    <button
      type="button"
      class="btn btn-small archive-back"
      aria-label={t('archive.restore_one', { n: String(item.number) })}
      onClick={() => onRestore(item)}
    >
      {t('desk.restore')}
    </button>
  </li>
);

function Archive() {
  const [q, setQ] = useState(route.value?.query.get('q') ?? '');
  const archive = useArchive(q);
  const onSearch = (next: string) => {
    setQ(next);
    setQuery(new URLSearchParams(next ? { q: next } : {}));
  };
  const restore = (item: Item) =>
    changeTasks([item.id], { archived_at: '' }, () => t('toast.restored', { n: String(item.number) }));
  const rows = archive.items.value;
  return (
    <>
      <p class="lead archive-about">
        {t('archive.about', { period: t('time.days', { n: periods.archiveKeepsDays }) })}
      </p>
      <div class="filters" role="search">
        <Search label={t('desk.search')} value={q} onSearch={onSearch} />
        <Export what="tasks" query={{ view: 'archived', q }} />
      </div>
      {archive.failed.value && <Failed text={archive.failed.value} retry={archive.reload} />}
      {!rows && !archive.failed.value && <Ghosts n={6} />}
      {rows && !rows.length && (
        <Empty title={t(q ? 'tasks.empty' : 'archive.none')}>{q && <p>{t('tasks.empty_hint')}</p>}</Empty>
      )}
      {rows && rows.length > 0 && (
        <ul class="rows archive-rows">
          {rows.map((i) => (
            <Row key={i.id} item={i} by={archive.names.value[i.id] ?? ''} onRestore={restore} />
          ))}
        </ul>
      )}
      {archive.next.value && (
        <p class="more-rows">
          <button type="button" class="btn" onClick={archive.more}>
            {t('tasks.more')}
          </button>
        </p>
      )}
    </>
  );
}

/** Deleted tasks, which can be restored for a while. */
export default () => (
  <ManagersOnly title={t('archive.title')}>
    <Archive />
  </ManagersOnly>
);
