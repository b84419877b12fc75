import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { usePage } from '../core/page.js';

export default function Missing() {
  const heading = usePage(t('missing.title'));
  return html`<div class="narrow"><h1 ...${heading}>${t('missing.title')}</h1><p>${t('missing.text')}</p>
    <p><a class="btn btn-main" href="/">${t('missing.home')}</a></p></div>`;
}
