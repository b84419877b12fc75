import { me } from '../lib/api';
import { hasDraft } from '../lib/drafts';
import { openStatuses } from '../lib/facts';
import { ago, t, when } from '../lib/i18n';
import type { Filters } from '../lib/queueFilters';
import { address } from '../lib/queueFilters';
import type { QueueItem as Item } from '../lib/types';
import { marked } from '../ui/marked';
import { PriorityMark } from '../ui/priority';
import { StarShow } from '../ui/stars';
import { StatusTag } from '../ui/statusTag';

const last = (item: Item) =>
  item.last_by
    ? t(item.last_by === 'client' ? 'desk.last_client' : 'desk.last_staff', { when: ago(item.last_at) })
    : t('desk.created', { when: ago(item.created) });

/** When an answer is due, or since when it is overdue. */
export function Due({ at }: { at: string }) {
  if (!at) return null;
  const late = new Date(at).getTime() < Date.now();
  return <span class={`q-due ${late ? 'q-late' : ''}`}>{t(late ? 'desk.late' : 'desk.due', { when: when(at) })}</span>;
}

/** Whether the client's last words wait for somebody. */
const asks = ({ last_by, last_at, status, done_at, closed_at }: Item) =>
  last_by === 'client' && (openStatuses.includes(status) || last_at > (closed_at || done_at));

/** Whether there is an unsent draft of an answer or a note. */
const begun = ({ id }: Item) => ['comments', 'notes'].some((into) => hasDraft(me.value?.id ?? '', `${into}:${id}`));

/** One task of the queue; the link covers the row. */
export function QueueRow({
  item,
  index,
  total,
  filters,
  open,
  fresh,
  selected,
  busy,
  onSelect,
  onFocus,
  onTake,
  tab,
}: {
  item: Item;
  index: number;
  total: number;
  filters: Filters;
  open: boolean;
  fresh: boolean;
  selected: boolean;
  busy: boolean;
  onSelect: (index: number, range: boolean) => void;
  onFocus: (index: number) => void;
  onTake: (item: Item) => void;
  tab: boolean;
}) {
  const n = String(item.number);
  const free = !item.consultant && item.status !== 'closed';
  return (
    <li
      class={`row q-row ${fresh ? 'fresh' : ''} ${selected ? 'q-selected' : ''} ${open ? 'q-opened' : ''} ${free ? 'q-free' : ''}`}
      data-i={index}
      aria-setsize={total}
      aria-posinset={index + 1}
      onFocusIn={() => onFocus(index)}
    >
      <label class="q-check">
        <input
          type="checkbox"
          checked={selected}
          aria-label={t('desk.select_one', { n })}
          tabindex={-1}
          onClick={(e: MouseEvent) => onSelect(index, e.shiftKey)}
        />
      </label>
      <span class="row-no">№ {item.number}</span>
      <div class="row-main">
        <div class="q-title">
          <a
            class="row-link"
            href={address(filters, item.number)}
            aria-current={open ? 'true' : undefined}
            tabindex={tab ? 0 : -1}
          >
            {item.title_marked ? marked(item.title_marked) : item.title}
          </a>
          {fresh && (
            <>
              {' '}
              <span class="fresh-word">{t('bell.new')}</span>
            </>
          )}
          {begun(item) && (
            <>
              {' '}
              <span class="q-draft">{t('desk.row_draft')}</span>
            </>
          )}
        </div>
        <p class="row-sub">
          {item.snippet ? (
            <span class="q-snippet">{marked(item.snippet)}</span>
          ) : (
            <>
              {item.organization}
              <span aria-hidden="true"> · </span>
              <span class={asks(item) ? 'desk-asked' : ''}>{last(item)}</span>
            </>
          )}
        </p>
      </div>
      <span class="row-extra">
        <PriorityMark value={item.priority} />
        {item.rating ? <StarShow n={item.rating} /> : ''}
        <Due at={item.due_at} />
      </span>
      <span class="desk-whose">
        {item.consultant
          ? item.consultant_name
          : free && (
              <button
                type="button"
                class="btn btn-small"
                tabindex={tab ? 0 : -1}
                aria-busy={busy}
                aria-label={t('desk.take_one', { n })}
                onClick={() => onTake(item)}
              >
                {t('desk.take')}
              </button>
            )}
      </span>
      <span class="row-state">
        <StatusTag value={item.status} staff />
      </span>
    </li>
  );
}
