import { signal } from '@preact/signals';

/**
 * A request to focus the form of a task; typed is what was typed before the form
 * was there.
 */
type PendingReply = { task: string; into: 'comments' | 'notes'; typed: string };
export const pendingReply = signal<PendingReply | null>(null);

/** The open task, for the keys that act on it. */
export const openedTask = signal<{ id: string; number: number } | null>(null);

/** How long to wait for a form, in ms: a task that takes no answer has none. */
const patience = 5000;

export function askToReply(task: string, into: PendingReply['into']) {
  const mine: PendingReply = { task, into, typed: '' };
  pendingReply.value = mine;
  setTimeout(() => {
    if (pendingReply.value === mine) pendingReply.value = null;
  }, patience);
}

/** Keeps what is typed until the form is there, so that letters do not act as shortcuts. */
export function typeAhead(e: KeyboardEvent) {
  if (!pendingReply.value || e.ctrlKey || e.metaKey || e.altKey || e.key === 'Tab') return;
  if (e.key === 'Escape') pendingReply.value = null;
  else if (e.key.length === 1) pendingReply.value.typed += e.key;
  e.preventDefault();
}
