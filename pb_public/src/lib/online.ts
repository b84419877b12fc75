import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

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

/** Retries for as long as it is mounted: when the network comes back, and at intervals. */
export function useAgain(work: () => unknown) {
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => {
    const again = () => latest.current();
    const timer = setInterval(again, pause);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, []);
}
