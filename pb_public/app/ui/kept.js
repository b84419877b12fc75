import { html } from '../core/html.js';
import { t } from '../core/i18n.js';

/** Says that a form has what was not saved the last time. @param {{ onDrop: () => void }} p onDrop: gives it up */
export const Kept = ({ onDrop }) => html`<div class="note kept" role="status"><p>${t('settings.kept')}</p><button type="button" class="btn btn-small" onClick=${onDrop}>${t('settings.drop')}</button></div>`;
