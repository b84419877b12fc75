import { useEffect } from 'preact/hooks';
import { pb } from '../lib/api';
import { fetchAhead, forgetAhead } from '../lib/early';
import { type Heard, listen } from '../lib/realtime';
import type { QueueItem } from '../lib/types';
import { visible } from '../lib/visible';
import { readAll } from '../thread/rows';
import { readTask } from '../thread/task';
import { expanded } from './taskView';
import { readCard } from './useCard';

/** How long a task is open before the next one is read, in ms: who looks for one moves on sooner. */
const pause = 700;

/** Whether the line is slow or paid for by the byte. Where the browser does not say, it is neither. */
function thrifty() {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return !!connection?.saveData || /[23]g$/.test(connection?.effectiveType ?? '');
}

/** The task that has been read ahead, and what stops the reading. */
let next: { number: string; stop: AbortController } | null = null;

/** Stops the reading and drops what has been read; a task that is opened now takes it. */
function drop(opened = '') {
  if (next && next.number !== opened) {
    next.stop.abort();
    forgetAhead();
  }
  next = null;
}

/** Reads what the view of a task will ask for. Nothing tells the server that somebody has seen it. */
function readAhead({ id, number, client }: QueueItem) {
  drop();
  forgetAhead(); // what the open task has not asked for
  const stop = new AbortController();
  next = { number: String(number), stop };
  const options = {
    signal: stop.signal,
    fetch: (to: RequestInfo | URL, o?: RequestInit) => fetchAhead(to, o, pb.authStore.record?.id),
  };
  const reads = [readTask(String(number), expanded, options), ...readAll(id, options), readCard(client, options)];
  for (const read of reads) read.catch(() => undefined); // the view asks again
}

/**
 * Reads the task below the open one, for who works through the list. Another that is
 * opened, or a change of it, ends that.
 * @param open the number of the open task
 * @param item the row below it
 */
export function useNextTask(open: string, item: QueueItem | undefined) {
  useEffect(() => drop(open), [open]);
  useEffect(() => {
    if (!open || !item || thrifty()) return undefined;
    const read = () => {
      if (visible.value) readAhead(item);
    };
    let timer = window.setTimeout(read, pause);
    const again = ({ record }: Heard<{ id: string; task?: string }>) => {
      if ((record.task ?? record.id) !== item.id) return;
      clearTimeout(timer);
      drop();
      timer = window.setTimeout(read, pause);
    };
    const ends = ['tasks', 'comments', 'notes', 'assessments'].map((name) => listen(name, again, () => undefined));
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, [open, item?.id]);
  useEffect(() => () => drop(), []);
}
