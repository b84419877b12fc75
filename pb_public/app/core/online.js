import { signal, useEffect } from '../vendor/preact.js';

/** Whether the device has a network at all. */
export const online = signal(navigator.onLine);
addEventListener('online', () => { online.value = true; });
addEventListener('offline', () => { online.value = false; });

/** How long after a failure it is tried again, in ms. */
const pause = 10_000;

/** Tries again what has failed: when the network is back, and every while, for the server may have been away. @param {string} failed @param {() => unknown} work */
export function useAgain(failed, work) {
  useEffect(() => {
    if (!failed) return undefined;
    const timer = setInterval(work, pause);
    addEventListener('online', work);
    return () => { clearInterval(timer); removeEventListener('online', work); };
  }, [failed]);
}
