import { taskLimits } from '../lib/contract';
import { day, t } from '../lib/i18n';
import type { Found as Item } from '../lib/types';
import { unreadTasks } from '../lib/unread';
import { leaving } from '../thread/task';
import { marked } from '../ui/marked';
import { Empty, Failed, Ghosts } from '../ui/states';
import { StatusTag } from '../ui/statusTag';
import { useSearch } from './search';
import { withoutConsultant } from './withoutConsultant';

/** Where a task has the words, if not in its title. */
const Where = ({ item }: { item: Item }) =>
  item.snippet && item.where !== 'title' && item.where !== 'number' ? (
    <p class="found-where">
      <span class="found-place">{t(`search.in_${item.where}`)}</span> {marked(item.snippet)}
    </p>
  ) : null;

const Row = ({ item, fresh }: { item: Item; fresh: boolean }) => (
  <li class={`row ${fresh ? 'fresh' : ''}`}>
    <span class="row-no">№ {item.number}</span>
    <div class="row-main">
      <a class="row-link" href={`/tasks/${item.number}`}>
        {marked(item.title_marked)}
      </a>
      {fresh && (
        <>
          {' '}
          <span class="fresh-word">{t('bell.new')}</span>
        </>
      )}
      <Where item={item} />
      <p class="row-sub">
        {item.consultant_name || withoutConsultant(item.status)}
        <span aria-hidden="true"> · </span>
        <time datetime={item.created}>{day(item.created)}</time>
      </p>
    </div>
    <span class="row-extra"></span>
    <span class="row-state">
      <StatusTag value={item.status} />
    </span>
  </li>
);

/** The client's own tasks that match the words, best first. */
export function Found({ q, status }: { q: string; status: string }) {
  const { items, failed, reload } = useSearch(q, status);
  if (failed.value && !items.value) return <Failed text={failed.value} retry={reload} />;
  if (!items.value) return <Ghosts />;
  const shown = items.value.filter((item) => !leaving.value.has(item.id));
  const count = (
    <p class="vh" role="status">
      {t('tasks.found', { n: shown.length })}
    </p>
  );
  if (!shown.length)
    return (
      <>
        <Empty title={t('tasks.empty')}>
          <p>{t('tasks.empty_hint')}</p>
        </Empty>
        {count}
      </>
    );
  return (
    <>
      <ul class="rows">
        {shown.map((item) => (
          <Row key={item.id} item={item} fresh={unreadTasks.value.has(item.id)} />
        ))}
      </ul>
      {failed.value && (
        <p class="error" role="alert">
          {failed.value}
        </p>
      )}
      {items.value.length === taskLimits.found && (
        <p class="hint more-rows">{t('search.best', { n: taskLimits.found })}</p>
      )}
      {count}
    </>
  );
}
