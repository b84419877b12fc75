import { useEffect, useRef, useState } from 'preact/hooks';
import type { useQueue } from './useQueue';

export type Target = { id: string; number: number };

/** The index of the row with the focus; -1 for none. */
export function focusedRow() {
  const row = document.activeElement?.closest('.q-row');
  return row instanceof HTMLElement && row.dataset.i ? Number(row.dataset.i) : -1;
}

/** The place of the list when a task was opened from it, to come back to on a narrow screen. */
const kept = { asked: '', i: 0, id: '', y: 0 };

/** The scroll position to come back to, once. */
export function keptScroll(asked: string) {
  const y = kept.asked === asked ? kept.y : 0;
  kept.y = 0;
  return y;
}

/**
 * The row of the keys, the rows that are selected, and what moves them. The row
 * stays with its task when others come in above it, for a key must not act on
 * another task than the one that was meant. Both are as the last key left them,
 * whether that has been drawn yet or not: the next one may come sooner.
 * @param asked what is asked of it
 * @param number the task that is open
 */
export function useRows(queue: ReturnType<typeof useQueue>, asked: string, number: string) {
  const again = kept.asked === asked && !number;
  const place = useRef({
    asked,
    i: again ? kept.i : 0,
    id: again ? kept.id : '',
    anchor: 0,
    still: !again,
    slid: false,
    selected: new Map() as Map<string, Target>,
  }).current; // still: nobody has moved it; slid: from the task that is open, whose row has gone
  const [focus, setFocus] = useState(0);
  const [, draw] = useState(0);
  const row = (i: number) => queue.rows.value.get(i);

  const opens = place.still && !!number; // the row of the open task, until a key or the focus is on another
  const stays = opens ? String(row(place.i)?.number) === number : row(place.i)?.id === place.id;
  const unread = !!place.id && !row(place.i) && place.i < queue.total.value; // too far from the window to tell
  if (queue.shown.value === asked && !stays && !unread) {
    const found = [...queue.rows.value].find(([, r]) => (opens ? String(r.number) === number : r.id === place.id));
    place.slid = !found && !!number;
    place.i = found ? found[0] : Math.max(0, Math.min(place.i, queue.total.value - 1));
    place.id = row(place.i)?.id ?? '';
  }
  const setAt = (i: number) => {
    place.still = false;
    if (i === place.i && row(i)?.id === place.id) return;
    Object.assign(place, { i, id: row(i)?.id ?? '', slid: false });
    draw((n) => n + 1);
  };
  const refocus = () => setFocus((f) => f + 1);
  const move = (by: number) => {
    place.slid = false; // it is the row that is meant now
    const there = !place.still || String(row(place.i)?.number) === number;
    setAt(Math.max(0, Math.min(queue.total.value - 1, there ? place.i + by : place.i)));
    refocus();
    return place.i;
  };
  const keep = (i: number) => {
    Object.assign(kept, { asked, i, id: row(i)?.id ?? '', y: scrollY });
  };
  const choose = (selected: Map<string, Target>) => {
    place.selected = selected;
    draw((n) => n + 1);
  };
  const select = (i: number, range = false) => {
    const next = new Map(place.selected);
    const item = row(i);
    if (range)
      for (let x = Math.min(place.anchor, i); x <= Math.max(place.anchor, i); x++) {
        const r = row(x);
        if (r) next.set(r.id, r);
      }
    else if (item) {
      if (!next.delete(item.id)) next.set(item.id, item);
      place.anchor = i;
    }
    choose(next);
  };
  const none = () => choose(new Map());
  /** Unselects tasks that have left the list. */
  const drop = (ids: string[]) => {
    if (ids.some((id) => place.selected.has(id)))
      choose(new Map([...place.selected].filter(([id]) => !ids.includes(id))));
  };
  useEffect(() => {
    // another list begins at its top
    if (place.asked === asked) return;
    Object.assign(place, { asked, i: 0, id: '', anchor: 0, still: true, slid: false });
    none();
  }, [asked]);
  return {
    get at() {
      return place.i;
    },
    get selected() {
      return place.selected;
    },
    get slid() {
      return place.slid;
    },
    setAt,
    focus,
    refocus,
    select,
    none,
    drop,
    move,
    row,
    keep,
  };
}
