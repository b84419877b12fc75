import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isStaff, me, pb, run } from './api';
import { t } from './i18n';
import { address, along, sentence } from './notificationText';
import { type Heard, listen } from './realtime';
import { go, route } from './router';
import { loadStaff } from './staff';
import { toast } from './toast';
import type { Notification } from './types';
import type { Which } from './unread';
import { meant, merge, notifications, read, settle, unreadTasks } from './unread';
import { visible } from './visible';

/** How many unread notifications are loaded at once; older ones follow as these are read. */
const limit = 200;

/** Whether more is unread than the page has loaded. */
const more = signal(false);
/** Whether the list of notifications is on the screen. */
export const listed = signal(false);
/** Read marks that could not be sent yet. */
const unsent: Which[] = [];

const send = (which: Which) => pb.send('/api/notifications/read', { method: 'POST', body: which });
const sendLater = (which: Which) =>
  send(which).catch(() => {
    unsent.push(which);
  });

/** Sends the pending read marks, then loads what is unread. */
async function reload() {
  const id = me.value?.id;
  await Promise.all(unsent.splice(0).map(sendLater));
  const asked = new Set(notifications.value.map((n) => n.id));
  try {
    const filter = pb.filter('user = {:me} && read_at < "1"', { me: id }); // empty, in words that an index helps
    const { items } = await pb
      .collection<Notification>('notifications')
      .getList(1, limit, { ...along, filter, sort: '-created', skipTotal: true });
    if (me.value?.id !== id) return;
    more.value = items.length === limit;
    notifications.value = settle(notifications.value, asked, items, !more.value);
  } catch {
    /* the next connection reads them */
  }
}

/** Shows a toast for a new notification, unless its task or the list is on the screen, or the page is hidden. */
function say(id: string) {
  const n = notifications.value.find((x) => x.id === id);
  if (!n?.bell || n.read_at || !visible.value || listed.value) return;
  if (notifications.value.some((x) => n.task && x.task === n.task && x.bell && !x.read_at && x.created > n.created))
    return; // the later one is said
  toast(sentence(n), {
    kind: 'news',
    action: {
      label: t('bell.open'),
      run: () => {
        open(n);
      },
    },
  });
}

function onEvent({ action, record }: Heard<Notification>) {
  if (action === 'delete') notifications.value = notifications.value.filter((n) => n.id !== record.id);
  else if (action === 'create' && record.task && !record.expand)
    reload(); // its task is back
  else if (action === 'create' || notifications.value.some((n) => n.id === record.id)) {
    notifications.value = merge(notifications.value, [record]);
    if (action === 'create') setTimeout(say, 300, record.id); // a page that shows the task has marked it by then
  }
}

/** Marks notifications as read: here at once, on the server as soon as it can be reached. */
function markRead(which: Which) {
  notifications.value = read(notifications.value, (n) => meant(which, n));
  return sendLater(which);
}

/** Notifications of held mails are read once the inbox is on the screen. */
function seeHeld() {
  const ids = notifications.value
    .filter((n) => !n.task && !n.read_at)
    .slice(0, limit)
    .map((n) => n.id);
  if (ids.length && visible.value && route.value?.path === '/desk/inbox') markRead({ ids });
}

/** Keeps the notifications of the signed-in user fresh; returns the function that stops it. */
export function followNotifications() {
  reload();
  if (!isStaff()) loadStaff();
  const ends = [listen('notifications', onEvent, reload, along), effect(seeHeld)];
  return () => {
    for (const end of ends) end();
    notifications.value = [];
    unsent.length = 0;
  };
}

/** Marks all as read; if that fails, they are unread again and the error is shown. */
export async function readAll() {
  const before = new Set(notifications.value.filter((n) => !n.read_at).map((n) => n.id));
  notifications.value = read(notifications.value, () => true);
  const done = await run(async () => {
    await send({ all: true });
    return true;
  });
  if (!done) notifications.value = notifications.value.map((n) => (before.has(n.id) ? { ...n, read_at: '' } : n));
}

/** Opens what a notification is about. */
export function open(n: Notification) {
  markRead(n.task ? { task: n.task } : { ids: [n.id] });
  return go(address(n));
}

/**
 * Marks the notifications of a task as read while its page is visible.
 * @param task its id
 */
export function useSeen(task: string | undefined) {
  const news = !!task && (unreadTasks.value.has(task) || more.value);
  const seen = visible.value;
  useEffect(() => {
    if (task && news && seen) markRead({ task });
  }, [task, news, seen]);
}
