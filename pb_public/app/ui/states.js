import { html } from '../core/html.js';
import { t } from '../core/i18n.js';

/** Grey lines while rows are on their way. @param {{ n?: number }} p */
export const Ghosts = ({ n = 5 }) => html`<ul class="rows" aria-busy="true" aria-label=${t('state.loading')}>${Array.from({ length: n }, (_, i) => html`<li key=${i} class="row row-ghost"><span></span></li>`)}</ul>`;

/** What went wrong and a way out. @param {{ text: string, retry: () => void }} p */
export const Failed = ({ text, retry }) => html`<div class="empty" role="alert"><p class="empty-title">${t('state.failed')}</p><p>${text}</p>
  <p><button type="button" class="btn" onClick=${retry}>${t('state.retry')}</button></p></div>`;

/** @param {{ title: string, children?: any }} p */
export const Empty = ({ title, children }) => html`<div class="empty"><p class="empty-title">${title}</p>${children}</div>`;
