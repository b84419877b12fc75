import { computed, signal } from '../vendor/preact.js';

/** @typedef {import('./types.js').Notice} Notice */
/** @typedef {{ task: string } | { ids: string[] } | { all: true }} Which what was read */

/** What the person was told, newest first, as far as the page knows: core/bell.js fills it once somebody is signed in. */
export const told = signal(/** @type {Notice[]} */ ([]));

/** The notices of the bell that have not been read. */
const waiting = computed(() => told.value.filter((n) => n.bell && !n.read_at));
const tasksOf = (/** @type {Notice[]} */ rows) => new Set(rows.map((n) => n.task).filter(Boolean));

/** How many notices the bell counts. */
export const unread = computed(() => waiting.value.length);
/** How many tasks they are about. */
export const freshTasks = computed(() => tasksOf(waiting.value).size);
/** The tasks with anything unread, also of what the person has switched off in the page. */
export const unreadTasks = computed(() => tasksOf(told.value.filter((n) => !n.read_at)));

/** Newest first, each once; what was read stays read, whatever comes late. @param {Notice[]} rows @param {Notice[]} next @returns {Notice[]} */
export function merge(rows, next) {
  const all = new Map(rows.map((n) => [n.id, n]));
  for (const n of next) {
    const old = all.get(n.id);
    all.set(n.id, { ...old, ...n, expand: n.expand ?? old?.expand, read_at: n.read_at || old?.read_at || '' });
  }
  return [...all.values()].sort((a, b) => (a.created < b.created ? 1 : -1));
}

/** The same rows with some of them read. @param {Notice[]} rows @param {(n: Notice) => boolean} which @returns {Notice[]} */
export function read(rows, which) {
  const now = new Date().toISOString();
  return rows.map((n) => (!n.read_at && which(n) ? { ...n, read_at: now } : n));
}

/**
 * The rows after the unread ones were asked for: what the page took for unread
 * and the server did not name was read elsewhere, as far back as it looked.
 * @param {Notice[]} rows now @param {Set<string>} asked the rows that were there when it was asked
 * @param {Notice[]} found newest first @param {boolean} whole whether that is all there is
 */
export function settle(rows, asked, found, whole) {
  const named = new Set(found.map((n) => n.id));
  const since = whole ? '' : found.at(-1)?.created ?? '';
  return merge(read(rows, (n) => asked.has(n.id) && !named.has(n.id) && n.created >= since), found);
}

/** Whether a notice is meant. @param {Which} which @param {Notice} n */
export const meant = (which, n) => ('all' in which || ('task' in which ? n.task === which.task : which.ids.includes(n.id)));
