import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import ru from '../i18n/inbox.ru.js';

/** @typedef {import('../core/types.js').Mail} Mail */

/** Why a mail waits, or why it was passed over, in words. @param {Mail} mail */
export function why(mail) {
  const key = `inbox.why_${mail.reason}`;
  if (key in ru) return t(/** @type {'inbox.why_stranger'} */ (key));
  return mail.reason ? t('inbox.why_other') : '';
}

/** @param {Mail} mail */
export const subjectOf = (mail) => mail.subject || t('inbox.no_subject');
/** @param {Mail} mail */
export const senderOf = (mail) => mail.sender_name || mail.sender || t('inbox.no_sender');

const shapes = { held: 'waiting', accepted: 'done', refused: 'closed', ignored: 'closed' };
/** The state of a mail: a shape and a word, as tasks have. @param {{ value: Mail['status'] }} p */
export const MailTag = ({ value }) => html`<span class="tag tag-${shapes[value]}">${t(`inbox.is_${value}`)}</span>`;
