import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { style } from '../core/page.js';
import { route, setQuery } from '../core/router.js';
import { useState } from '../vendor/preact.js';
import { CannedList } from '../ui/canned_list.js';
import { CategoryList } from '../ui/category_list.js';
import { Choice } from '../ui/field.js';
import { OfficeHours } from '../ui/hours.js';
import { ManagersOnly } from '../ui/managers_only.js';
import { SiteForm } from '../ui/site_form.js';

await words('manage', 'desk', 'work');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/manage.css', import.meta.url).href);

const parts = /** @type {const} */ (['categories', 'hours', 'canned', 'site']);
/** @type {Record<typeof parts[number], () => any>} */
const views = { categories: CategoryList, hours: OfficeHours, canned: () => html`<p class="hint">${t('settings.canned_about')}</p><${CannedList} shared />`, site: SiteForm };

function Settings() {
  const asked = /** @type {any} */ (route.value?.query.get('part') ?? '');
  const [part, setPart] = useState(/** @type {typeof parts[number]} */ (parts.includes(asked) ? asked : 'categories'));
  const pick = (/** @type {any} */ next) => { setPart(next); setQuery(new URLSearchParams(next === 'categories' ? {} : { part: next })); };
  return html`<div class="filters"><${Choice} legend=${t('settings.which')} name="part" value=${part} quiet onPick=${pick} options=${parts.map((p) => ({ value: p, label: t(`settings.${p}`) }))} /></div>
    <section class="settings-part" aria-labelledby="settings-h"><h2 class="vh" id="settings-h">${t(`settings.${part}`)}</h2><${views[part]} key=${part} /></section>`;
}

/** What managers arrange of the firm. */
export default () => html`<${ManagersOnly} title=${t('menu.settings')}><${Settings} /><//>`;
