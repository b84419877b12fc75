import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import type { Filters } from '../lib/queueFilters';
import { route } from '../lib/router';
import type { QueueItem } from '../lib/types';
import { unreadTasks } from '../lib/unread';
import { QueueRow } from './queueRow';
import type { useQueue } from './useQueue';
import { keptScroll } from './useQueueRows';

/** Rows rendered beyond both edges of the visible part. */
const spare = 8;

/** The rows of the first drawing, before a row could be measured. */
function firstRange() {
  const height = 64;
  return { from: 0, to: Math.ceil(innerHeight / height) + spare, height };
}

/** The element that scrolls the list: its own box beside a task; null if it is the page. */
const boxOf = (list: HTMLElement) => {
  const box = list.parentElement as HTMLElement;
  return box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== 'visible' ? box : null;
};

/** Lists whose place is remembered for the way back through the history. */
const remembered = 20;
const places = new Map<string, number>();

function remember(asked: string, y: number) {
  places.delete(asked);
  places.set(asked, y);
  const [oldest] = places.keys();
  if (places.size > remembered && oldest !== undefined) places.delete(oldest);
}

/**
 * Another list begins at its top, once its rows are here; one that the history
 * leads back to, where it was left.
 * @param shown the list whose rows these are
 * @param asked the list that is asked for
 */
function useStart(list: { current: HTMLElement | null }, shown: string, asked: string, look: () => void) {
  const before = useRef(shown);
  useLayoutEffect(
    () => () => {
      const box = list.current && boxOf(list.current);
      if (box) remember(asked, box.scrollTop); // the rows that were scrolled are still here
    },
    [asked],
  );
  useLayoutEffect(() => {
    const el = list.current;
    if (!el || before.current === shown) return;
    before.current = shown;
    const box = boxOf(el);
    if (box) box.scrollTop = route.value?.returned ? (places.get(shown) ?? 0) : 0;
    else if (!route.value?.returned && el.getBoundingClientRect().top < 0) el.scrollIntoView();
    look();
  }, [shown]);
}

/** The rows in the window of a list of any length; the rest is height alone. */
export function QueueList({
  queue,
  filters,
  asked,
  at,
  focus,
  number,
  selected,
  busy,
  compact,
  onKeep,
  onAt,
  onSelect,
  onTake,
}: {
  queue: ReturnType<typeof useQueue>;
  filters: Filters;
  asked: string;
  /** The row the keys act on. */
  at: number;
  /** Grows when it is to get the focus. */
  focus: number;
  number: string;
  selected: Set<string>;
  busy: string;
  compact: boolean;
  onKeep: (i: number) => void;
  onAt: (i: number) => void;
  onSelect: (i: number, range: boolean) => void;
  onTake: (item: QueueItem) => void;
}) {
  const list = useRef<HTMLUListElement | null>(null);
  const [range, setRange] = useState(firstRange);
  const given = useRef(0);
  const held = useRef({ id: '', at: 0 });
  const total = Math.max(0, queue.total.value);
  const id = queue.rows.value.get(at)?.id ?? '';

  const look = () => {
    const el = list.current;
    if (!el) return;
    const height =
      (parseFloat(getComputedStyle(el).getPropertyValue('--q-row')) || 4) *
      parseFloat(getComputedStyle(document.documentElement).fontSize); // it is in rem
    const top = el.getBoundingClientRect().top;
    const box = boxOf(el)?.getBoundingClientRect();
    const from = Math.max(0, Math.floor(((box?.top ?? 0) - top) / height) - spare);
    const to = Math.min(total, Math.ceil(((box?.bottom ?? innerHeight) - top) / height) + spare);
    setRange((r) => (r.from === from && r.to === to && r.height === height ? r : { from, to, height }));
  };
  useLayoutEffect(() => {
    if (list.current && !boxOf(list.current)) scrollTo(0, keptScroll(asked));
  }, []);
  useLayoutEffect(look, [total, compact, number]);
  const onClick = (e: MouseEvent) => {
    const row = e.target instanceof Element ? e.target.closest('.q-row') : null;
    if (row instanceof HTMLElement && row.dataset.i) onKeep(Number(row.dataset.i));
  };
  useEffect(() => {
    let frame = 0;
    const soon = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        look();
      });
    };
    document.addEventListener('scroll', soon, { capture: true, passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      document.removeEventListener('scroll', soon, { capture: true });
      removeEventListener('resize', soon);
    };
  });
  useEffect(() => {
    if (range.to > range.from) queue.need(range.from, range.to);
  }, [range.from, range.to, filters]);
  /** Scrolls the current row into view. */
  const reveal = () => {
    const el = list.current;
    if (!el) return;
    const box = boxOf(el);
    const inside = (box ?? document.documentElement).getBoundingClientRect();
    const top = el.getBoundingClientRect().top + at * range.height;
    const low = box ? inside.top : 64;
    const high = box ? inside.bottom : innerHeight - 72;
    const by = top < low ? top - low : top + range.height > high ? top + range.height - high : 0;
    if (by) (box ?? window).scrollBy(0, by);
    look();
  };
  // The focus moves with the row of the keys before the next key is heard: later, a
  // key would act on the row before, and a focus that comes too late moves it back.
  useLayoutEffect(() => {
    if (focus) reveal();
  }, [focus]);
  const meant = focus > 0 || (!!number && String(queue.rows.value.get(at)?.number) === number);
  useLayoutEffect(() => {
    if (meant) reveal();
  }, [range.height, number]); // a task beside it makes rows higher
  useLayoutEffect(() => {
    // asked for by a key, or lost with a row that has gone; never taken from where somebody writes
    const link = focus && list.current?.querySelector(`[data-i="${at}"] .row-link`);
    const here = document.activeElement;
    if (
      !(link instanceof HTMLElement) ||
      (focus === given.current && here !== document.body && !list.current?.contains(here))
    )
      return;
    given.current = focus;
    if (here !== link) link.focus({ preventScroll: true });
  }, [focus, range.from, range.to, id]);
  useLayoutEffect(() => {
    // rows that come in above push nothing away from under the eye
    const { id: before, at: was } = held.current;
    held.current = { id, at };
    const el = list.current;
    if (!el || !id || id !== before || at === was) return;
    const box = boxOf(el);
    if (box ? box.scrollTop : el.getBoundingClientRect().top < 0)
      (box ?? window).scrollBy(0, (at - was) * range.height);
  }, [id, at]);
  useStart(list, queue.shown.value, asked, look);

  const rows = [];
  for (let i = range.from; i < Math.min(range.to, total); i++) {
    const item = queue.rows.value.get(i);
    rows.push(
      item ? (
        <QueueRow
          key={item.id}
          item={item}
          index={i}
          total={total}
          filters={filters}
          open={String(item.number) === number}
          fresh={unreadTasks.value.has(item.id)}
          selected={selected.has(item.id)}
          busy={busy === item.id}
          tab={i === at}
          onSelect={onSelect}
          onFocus={onAt}
          onTake={onTake}
        />
      ) : (
        <li key={`ghost${i}`} class="row-ghost q-row" aria-hidden="true">
          <span></span>
        </li>
      ),
    );
  }
  return (
    <div class="q-scroll">
      <ul
        ref={list}
        onClickCapture={onClick}
        class={`q-rows ${compact ? 'q-compact' : ''}`}
        aria-label={t('desk.list')}
        style={{
          // by the style sheet's height of a row, so that the first layout is long enough to scroll back in
          paddingTop: `calc(${range.from} * var(--q-row))`,
          height: `calc(${total} * var(--q-row) + 1px)`,
        }}
      >
        {rows}
      </ul>
    </div>
  );
}
