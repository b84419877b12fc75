import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Whether the device has a network at all. */
export const online = signal(navigator.onLine);
addEventListener('online', () => {
  online.value = true;
});
addEventListener('offline', () => {
  online.value = false;
});

/** How long after a failure it is tried again, in ms. */
const pause = 10_000;

/** Tries again while there is no server to be had: when the network is back, and every while. */
export function useAgain(away: boolean, work: () => unknown) {
  useEffect(() => {
    if (!away) return undefined;
    const timer = setInterval(work, pause);
    addEventListener('online', work);
    return () => {
      clearInterval(timer);
      removeEventListener('online', work);
    };
  }, [away]);
}
