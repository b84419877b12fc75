import { html } from '../core/html.js';
import { date, t } from '../core/i18n.js';
import { part } from '../core/part.js';
import { useId, useState } from '../vendor/preact.js';
import { changedFields, describe } from './events.js';

/** @typedef {import('../core/types.js').Event} Event */
/** @typedef {{ event: Event, name: (id: string) => string }} Props */

/** @param {Props} p */
const When = ({ event }) => html`<time datetime=${event.created}>${date(event.created)}</time>`;
/** @param {Props} p */
const who = ({ event, name }) => (event.actor ? name(event.actor) : t('thread.system'));

/** An edit, which opens to what it has changed; what compares is fetched only then. @param {Props} p */
function Edited(p) {
  const [open, setOpen] = useState(false);
  const [view, setView] = useState(/** @type {{ Changes: any } | null} */ (null));
  const id = useId();
  const toggle = async () => {
    if (!view) setView(await part(() => import('./changes.js')) ?? null);
    setOpen(!open);
  };
  return html`<li class="event"><${When} ...${p} />
    <span>${who(p)}:${' '}<button type="button" class="btn-text event-open" aria-expanded=${open} aria-controls=${id} onClick=${toggle}>${describe(p.event, p.name)}</button></span>
    <div id=${id} class="event-changes" hidden=${!open}>${open && view && html`<${view.Changes} event=${p.event} />`}</div></li>`;
}

/** One line of history. @param {Props} p */
export const Happened = (p) => (p.event.event === 'edited' && changedFields(p.event).length > 0
  ? html`<${Edited} ...${p} />`
  : html`<li class="event"><${When} ...${p} /><span>${who(p)}: ${describe(p.event, p.name)}</span></li>`);
