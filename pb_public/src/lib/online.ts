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

/** Delay before a retry, in ms. */
const pause = 10_000;

/** Retries while the server cannot be reached: when the network comes back, and at intervals. */
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
