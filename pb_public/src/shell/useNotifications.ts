import { useEffect } from 'preact/hooks';

const load = () => import('../lib/notifications');

/**
 * Keeps the notifications of a signed-in user fresh; guests do not load the code.
 * @param who their id
 */
export function useNotifications(who: string | undefined) {
  useEffect(() => {
    if (!who) return undefined;
    let over = false;
    let end: (() => void) | undefined;
    const start = () =>
      load()
        .then(({ followNotifications }) => {
          if (!over) end ??= followNotifications();
        })
        .catch(() => {
          /* offline: once more when it is not */
        });
    start();
    addEventListener('online', start);
    return () => {
      over = true;
      removeEventListener('online', start);
      end?.();
    };
  }, [who]);
}
