import { signal, useEffect } from '../vendor/preact.js';

/** Whether the device has a network at all. */
export const online = signal(navigator.onLine);
addEventListener('online', () => { online.value = true; });
addEventListener('offline', () => { online.value = false; });

/** How long after a failure it is tried again, in ms. */
const pause = 10_000;

/** Tries again while there is no server to be had: when the network is back, and every while. @param {boolean} away @param {() => unknown} work */
export function useAgain(away, work) {
  useEffect(() => {
    if (!away) return undefined;
    const timer = setInterval(work, pause);
    addEventListener('online', work);
    return () => { clearInterval(timer); removeEventListener('online', work); };
  }, [away]);
}
