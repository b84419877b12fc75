import { useEffect } from '../vendor/preact.js';
import { renewed } from './api.js';

const load = () => import('./bell.js');

/** Follows what a signed-in person is told; a guest does not load what that takes. @param {string | undefined} who their id */
export function useBell(who) {
  const session = renewed.value;
  useEffect(() => {
    if (!who) return undefined;
    let over = false;
    /** @type {(() => void) | undefined} */
    let end;
    const start = () => load().then(({ follow }) => { if (!over) end ??= follow(); }).catch(() => { /* offline: once more when it is not */ });
    start();
    addEventListener('online', start);
    return () => { over = true; removeEventListener('online', start); end?.(); };
  }, [who, session]);
}
