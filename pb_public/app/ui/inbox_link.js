import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { held, useHeld } from '../core/inbox.js';

/** The way from the desk to the mails that came, with the number of those that wait. */
export function InboxLink() {
  useHeld();
  return html`<p><a class="btn" href="/desk/inbox">${held.value ? t('inbox.link', { n: held.value }) : t('inbox.title')}</a></p>`;
}
