import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { me, pb } from './api';
import { listen } from './realtime';

/** How many mails wait for a decision; null until it is known. */
export const held = signal<number | null>(null);

async function countHeld() {
  try {
    held.value = (await pb.collection('inbox').getList(1, 1, { filter: 'status = "held"', fields: 'id' })).totalItems;
  } catch {
    /* the next event asks again */
  }
}

/** Keeps the count of waiting mails fresh while something shows it. */
export function useHeld() {
  useEffect(() => {
    if (me.value?.role !== 'manager') return undefined;
    countHeld();
    return listen('inbox', countHeld, countHeld);
  }, [me.value?.id]);
}
