import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DeskAction } from './useDeskKeys';

/** How much of what was read last stays in sight after a page, in px: the eye goes on from it. */
const overlap = 56;
/** The gap between the top of the pane and the message it opens at, in px. */
const gap = 16;

/** The pane of the task beside the queue, where it scrolls by itself; a low or narrow window scrolls as one page. */
function paneOf(el: Element | null) {
  const pane = el?.closest('.desk-beside');
  return pane && getComputedStyle(pane).overflowY !== 'visible' ? pane : null;
}

/** Scrolls the open task by a key, as in a mail program; false if there is nothing to scroll, and for other keys. */
export function readByKey(action: DeskAction) {
  const pane = paneOf(document.querySelector('.desk-beside'));
  if (!pane) return false;
  const page = Math.max(overlap, pane.clientHeight - overlap);
  if (action === 'read_on') pane.scrollTop += page;
  else if (action === 'read_back') pane.scrollTop -= page;
  else if (action === 'read_first') pane.scrollTop = 0;
  else if (action === 'read_last') pane.scrollTop = pane.scrollHeight;
  else return false;
  return undefined;
}

/**
 * Opens a task beside the queue at its latest message, once its thread is here;
 * one that fits into the pane, and one whose form has the focus, stay as they are.
 */
export function useLatestMessage<T extends HTMLElement>(ready: boolean) {
  const task = useRef<T | null>(null);
  useLayoutEffect(() => {
    const pane = paneOf(task.current);
    const last = [...(task.current?.querySelectorAll('.letter') ?? [])].pop();
    if (!ready || !pane || !last || task.current?.querySelector('form:focus-within')) return;
    const view = pane.getBoundingClientRect();
    const message = last.getBoundingClientRect();
    if (message.bottom > view.bottom) pane.scrollTop += message.top - view.top - gap;
  }, [ready]);
  return task;
}
