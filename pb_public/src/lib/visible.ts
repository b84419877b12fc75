import { signal } from '@preact/signals';

/** Whether the page is visible: not in another tab, not minimised. */
export const visible = signal(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', () => {
  visible.value = document.visibilityState === 'visible';
});
