import { html } from '../core/html.js';
import { t } from '../core/i18n.js';

/** Says that a form has what was not saved the last time, or could have it. @param {{ of: ReturnType<typeof import('../core/kept.js').useKept> }} p */
export const Kept = ({ of }) => of.kind !== '' && html`<div class="note kept" role="status"><p>${t(of.kind === 'kept' ? 'settings.kept' : 'settings.theirs')}</p>
  <span class="manage-tools">${of.kind === 'theirs' && html`<button type="button" class="btn btn-small" onClick=${of.take}>${t('settings.take')}</button>`}<button type="button" class="btn btn-small" onClick=${of.drop}>${t('settings.drop')}</button></span></div>`;
