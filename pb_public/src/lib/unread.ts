import { computed, signal } from '@preact/signals';
import type { Notification } from './types';

/** Which notifications were read. */
export type Which = { task: string } | { ids: string[] } | { all: true };

/** The user's notifications, newest first, as far as loaded: lib/notifications.ts fills it. */
export const notifications = signal<Notification[]>([]);

/** Unread notifications of the bell. */
const waiting = computed(() => notifications.value.filter((n) => n.bell && !n.read_at));
const tasksOf = (rows: Notification[]) => new Set(rows.map((n) => n.task).filter(Boolean));

/** The number on the bell. */
export const unread = computed(() => waiting.value.length);
/** How many tasks they are about. */
export const freshTasks = computed(() => tasksOf(waiting.value).size);
/** Tasks with anything unread, including kinds the user has switched off in the page. */
export const unreadTasks = computed(() => tasksOf(notifications.value.filter((n) => !n.read_at)));

/** Merges rows, newest first, each once; what was read stays read, whatever arrives late. */
export function merge(rows: Notification[], next: Notification[]): Notification[] {
  const all = new Map(rows.map((n) => [n.id, n]));
  for (const n of next) {
    const old = all.get(n.id);
    all.set(n.id, { ...old, ...n, expand: n.expand ?? old?.expand, read_at: n.read_at || old?.read_at || '' });
  }
  return [...all.values()].sort((a, b) => (a.created < b.created ? 1 : -1));
}

/** The same rows with some of them read. */
export function read(rows: Notification[], which: (n: Notification) => boolean): Notification[] {
  const now = new Date().toISOString();
  return rows.map((n) => (!n.read_at && which(n) ? { ...n, read_at: now } : n));
}

/**
 * The rows after the unread ones were asked for: what the page took for unread
 * and the server did not name was read elsewhere, as far back as it looked.
 * @param rows now
 * @param asked the rows that were there when it was asked
 * @param found newest first
 * @param whole whether that is all there is
 */
export function settle(rows: Notification[], asked: Set<string>, found: Notification[], whole: boolean) {
  const named = new Set(found.map((n) => n.id));
  const since = whole ? '' : (found.at(-1)?.created ?? '');
  return merge(
    read(rows, (n) => asked.has(n.id) && !named.has(n.id) && n.created >= since),
    found,
  );
}

/** Whether a notification is among them. */
export const meant = (which: Which, n: Notification) =>
  'all' in which || ('task' in which ? n.task === which.task : which.ids.includes(n.id));
