import { signal } from '@preact/signals';

/**
 * Where the person wants to write, and on which task; that one's form takes it, and
 * no other's. typed is what has been typed before the form was there.
 */
export type PendingReply = { task: string; into: 'comments' | 'notes'; typed: string };
export const pendingReply = signal<PendingReply | null>(null);

/** The task that is open beside the queue, for the keys that act on it. */
export const openedTask = signal<{ id: string; number: number } | null>(null);

/** How long a form is waited for: one that can't be written on has none. */
const patience = 5000;

export function askToReply(task: string, into: PendingReply['into']) {
  const mine: PendingReply = { task, into, typed: '' };
  pendingReply.value = mine;
  setTimeout(() => {
    if (pendingReply.value === mine) pendingReply.value = null;
  }, patience);
}

/** Keeps what is typed for the form to come: as keys, its comments would do things to tasks. */
export function typeAhead(e: KeyboardEvent) {
  if (!pendingReply.value || e.ctrlKey || e.metaKey || e.altKey || e.key === 'Tab') return;
  if (e.key === 'Escape') pendingReply.value = null;
  else if (e.key.length === 1) pendingReply.value.typed += e.key;
  e.preventDefault();
}
