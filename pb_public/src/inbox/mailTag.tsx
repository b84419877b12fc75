import { incomingMail } from '../lib/contract';
import { size, t } from '../lib/i18n';
import type { Mail } from '../lib/types';
import ru from './ru';

/** Why a mail waits, or why it was passed over, in words. */
export function why(mail: Mail) {
  const key = `inbox.why_${mail.reason}`;
  if (key in ru) return t(key as 'inbox.why_too_big', { size: size(incomingMail.maxSize) });
  return mail.reason ? t('inbox.why_other') : '';
}

export const subjectOf = (mail: Mail) => mail.subject || t('inbox.no_subject');
export const senderOf = (mail: Mail) => mail.sender_name || mail.sender || t('inbox.no_sender');
/** Whom the mail asks to answer, if that is not its sender. */
export const replyToOf = (mail: Mail) =>
  mail.reply_to_name ? `${mail.reply_to_name} <${mail.reply_to}>` : mail.reply_to;

const shapes = { held: 'waiting', accepted: 'done', refused: 'closed', ignored: 'closed' };
/** The state of a mail: a shape and a word, as tasks have. */
export const MailTag = ({ value }: { value: Mail['status'] }) => (
  <span class={`tag tag-${shapes[value]}`}>{t(`inbox.is_${value}`)}</span>
);
