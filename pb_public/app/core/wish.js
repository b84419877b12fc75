import { signal } from '../vendor/preact.js';

/** Where the person wants to write on the open task; whoever shows that form takes it. */
export const wish = signal(/** @type {'comments' | 'notes' | ''} */ (''));

/** The task that is open beside the queue, for the keys that act on it. */
export const opened = signal(/** @type {{ id: string, number: number } | null} */ (null));
