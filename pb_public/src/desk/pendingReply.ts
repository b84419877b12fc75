import { signal } from '@preact/signals';

/**
 * Where the person wants to write, and on which task; that one's form takes it, and
 * no other's. typed is what has been typed before the form was there.
 */
export type Wish = { task: string; into: 'comments' | 'notes'; typed: string };
export const wish = signal<Wish | null>(null);

/** The task that is open beside the queue, for the keys that act on it. */
export const opened = signal<{ id: string; number: number } | null>(null);

/** How long a form is waited for: one that can't be written on has none. */
const patience = 5000;

export function wishToWrite(task: string, into: Wish['into']) {
  const mine: Wish = { task, into, typed: '' };
  wish.value = mine;
  setTimeout(() => {
    if (wish.value === mine) wish.value = null;
  }, patience);
}

/** Keeps what is typed for the form to come: as keys, its letters would do things to tasks. */
export function typeAhead(e: KeyboardEvent) {
  if (!wish.value || e.ctrlKey || e.metaKey || e.altKey || e.key === 'Tab') return;
  if (e.key === 'Escape') wish.value = null;
  else if (e.key.length === 1) wish.value.typed += e.key;
  e.preventDefault();
}
