import { isStaff } from '../core/api.js';
import { t } from '../core/i18n.js';

/** @param {unknown} v */
const text = (v) => (typeof v === 'string' ? v : '');
const fieldKeys = /** @type {const} */ (['title', 'description', 'priority', 'category', 'files', 'done_at', 'closed_at']);
/** @typedef {(typeof fieldKeys)[number]} Field */

/** The fields an edit has changed. @param {import('../core/types.js').Event} e */
export const changedFields = (e) => fieldKeys.filter((f) => e.after && f in e.after);

/** @param {import('../core/types.js').Event} e */
const edited = (e) => t('event.edited', { what: changedFields(e).map((f) => t(`task.${f}`).toLowerCase()).join(', ') });

/** @param {import('../core/types.js').Event} e */
function assessed(e) {
  const rating = Number(e.after?.rating ?? 0);
  return rating ? t('event.rated', { n: rating }) : t('event.commented');
}

/** A status as the reader calls it. @param {string} status */
export const statusWord = (status) => t(status === 'waiting' && isStaff() ? 'status.waiting_staff' : /** @type {'status.new'} */ (`status.${status}`));

/** One line of history in words, without the name of who did it. @param {import('../core/types.js').Event} e @param {(id: string) => string} name */
export function describe(e, name) {
  if (e.event === 'edited') return edited(e);
  if (e.event === 'assessed') return assessed(e);
  if (e.event === 'status') return t('event.status', { status: statusWord(text(e.after?.status)) });
  if (e.event === 'assigned') return text(e.after?.consultant) ? t('event.assigned', { name: name(text(e.after?.consultant)) }) : t('event.unassigned');
  return t(`event.${e.event}`);
}
