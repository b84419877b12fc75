import { signal } from '../vendor/preact.js';

/** Where the person wants to write, and on which task; that one's form takes it, and no other's. */
export const wish = signal(/** @type {{ task: string, into: 'comments' | 'notes' } | null} */ (null));

/** The task that is open beside the queue, for the keys that act on it. */
export const opened = signal(/** @type {{ id: string, number: number } | null} */ (null));
