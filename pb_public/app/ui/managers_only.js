import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { usePage } from '../core/page.js';
import { DeskMenu } from './desk_menu.js';
import { Empty } from './states.js';

/** A section of the desk that managers alone have; to others it says so. @param {{ title: string, children?: any }} p */
export function ManagersOnly({ title, children }) {
  const heading = usePage(title);
  return html`<${DeskMenu} /><h1 ...${heading}>${title}</h1>
    ${me.value?.role === 'manager' ? children : html`<${Empty} title=${t('manage.denied')}><p>${t('manage.denied_hint')}</p><p><a class="btn btn-main" href="/desk">${t('nav.desk')}</a></p><//>`}`;
}
