import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { style } from '../core/page.js';
import { Icon } from '../ui/icon.js';
import { Work } from '../ui/work.js';

await words('desk');
await style(new URL('../styles/tasks.css', import.meta.url).href);
await style(new URL('../styles/desk.css', import.meta.url).href);

/** @param {{ number: string }} p */
export default function DeskTask({ number }) {
  return html`<p class="crumb"><a href="/desk"><${Icon} name="back" />${t('nav.desk')}</a></p><${Work} number=${number} />`;
}
