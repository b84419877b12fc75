import { isStaff } from './api';
import { t } from './i18n';
import { nameOf } from './staff';
import type { Notification } from './types';

/** The fields and relations that the text of a notification needs. */
export const along = {
  expand: 'task,actor',
  fields:
    'id,kind,task,actor,bell,read_at,created,expand.task.number,expand.task.title,expand.actor.name,expand.actor.username',
};

/** The address of what a notification is about. */
export function address(n: Notification) {
  if (n.kind === 'calendar') return '/desk/settings?part=hours#calendar';
  return n.task ? `/${isStaff() ? 'desk' : 'tasks'}/${n.expand?.task?.number}` : '/desk/inbox';
}

/** The text of a notification. */
export function sentence(n: Notification) {
  const who = n.expand?.actor;
  const name = who ? who.name || who.username : nameOf(n.actor);
  if (n.kind === 'calendar') return t('notice.calendar', { year: String(new Date(n.created).getFullYear() + 1) });
  return t(`notice.${n.kind}` as 'notice.answer', { name, n: String(n.expand?.task?.number ?? '') });
}
