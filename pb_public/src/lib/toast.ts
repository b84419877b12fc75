import { signal } from '@preact/signals';

type Action = { label: string; run: () => unknown };
export type Toast = {
  id: number;
  kind: 'ok' | 'bad' | 'news';
  text: string;
  action?: Action;
  /** What it is about: a newer one about the same takes its place, for the older offers what is past. */
  about?: string;
  ttl: number;
};

/** The toasts on the screen, oldest first. */
export const toasts = signal<Toast[]>([]);
let last = 0;

/**
 * Shows a toast. Errors stay until dismissed; others vanish by themselves, later
 * if they offer an action.
 */
export function toast(
  text: string,
  { kind = 'ok', action, about }: { kind?: Toast['kind']; action?: Action; about?: string } = {},
) {
  const ttl = kind === 'bad' ? 0 : action ? 12_000 : 6_000;
  const others = toasts.value.filter((x) => x.text !== text && (!about || x.about !== about));
  toasts.value = [...others.slice(-2), { id: ++last, kind, text, action, about, ttl }];
}

export const dismiss = (id: number) => {
  toasts.value = toasts.value.filter((x) => x.id !== id);
};
