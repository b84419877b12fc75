import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { online } from '../core/online.js';
import { Icon } from './icon.js';

/** @typedef {import('../core/presence.js').Person} Person */

/** @param {Person[]} people */
const names = (people) => people.map((p) => p.name).join(', ');

/** Who is writing now; the line keeps its height, so that nothing jumps. @param {{ people: Person[] }} p */
export function Typing({ people }) {
  const some = online.value && people.length > 0;
  return html`<p class="typing" role="status">${some && html`<span class="typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
    ${t(people.length > 1 ? 'presence.typing_many' : 'presence.typing', { names: names(people) })}`}</p>`;
}

/** Who else of the staff, or the client, has the task open. @param {{ people: Person[] }} p */
export const Here = ({ people }) => html`<p class="here" role="status">${online.value && people.length > 0 && html`<${Icon} name="eye" />
  <span>${t('presence.open', { names: people.map((p) => (p.client ? t('presence.client', { name: p.name }) : p.name)).join(', ') })}</span>`}</p>`;
