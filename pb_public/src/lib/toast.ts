import { signal } from '@preact/signals';

type Action = { label: string; run: () => unknown };
export type Toast = { id: number; kind: 'ok' | 'bad' | 'news'; text: string; action?: Action; ttl: number };

/** The toasts on the screen, oldest first. */
export const toasts = signal<Toast[]>([]);
let last = 0;

/**
 * Shows a toast. Errors stay until dismissed; others vanish by themselves, later
 * if they offer an action.
 */
export function toast(text: string, { kind = 'ok', action }: { kind?: Toast['kind']; action?: Action } = {}) {
  const ttl = kind === 'bad' ? 0 : action ? 12_000 : 6_000;
  toasts.value = [...toasts.value.filter((x) => x.text !== text).slice(-2), { id: ++last, kind, text, action, ttl }];
}

export const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((x) => x.id !== id);
};
