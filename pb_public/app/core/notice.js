import { isStaff } from './api.js';
import { t } from './i18n.js';
import { nameOf } from './staff.js';

/** @typedef {import('./types.js').Notice} Notice */

/** What a notice brings along, so that it can be said in words. */
export const along = {
  expand: 'task,actor',
  fields: 'id,kind,task,actor,bell,read_at,created,expand.task.number,expand.task.title,expand.actor.name,expand.actor.username',
};

/** Where a notice leads. @param {Notice} n */
export const address = (n) => (n.task ? `/${isStaff() ? 'desk' : 'tasks'}/${n.expand?.task?.number}` : '/desk/inbox');

/** What happened, in words. @param {Notice} n */
export function sentence(n) {
  const who = n.expand?.actor;
  const name = who ? who.name || who.username : nameOf(n.actor);
  return t(/** @type {'notice.answer'} */ (`notice.${n.kind}`), { name, n: String(n.expand?.task?.number ?? '') });
}
