import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { channels, kinds } from '../core/kinds.js';
import { isOn, setOn } from '../core/muted.js';
import { style } from '../core/page.js';
import { toast } from '../core/toast.js';

await style(new URL('../styles/switches.css', import.meta.url).href);

/** @typedef {import('../core/types.js').NoticeKind} Kind */
/** @typedef {typeof channels[number]} Channel */

/** Saves at once and says so; the toast takes it back. @param {Kind} kind @param {Channel} channel @param {boolean} on */
async function flip(kind, channel, on) {
  if (!await setOn(`${kind}.${channel}`, on)) return;
  const words = { what: t(`switch.${kind}`), where: t(`switch.${channel}`).toLowerCase() };
  toast(t(on ? 'switch.on' : 'switch.off', words), { action: { label: t('toast.undo'), run: () => flip(kind, channel, !on) } });
}

/** @param {{ kind: Kind, channel: Channel }} p */
const Switch = ({ kind, channel }) => html`<td><label class="switch"><input type="checkbox" role="switch" checked=${isOn(`${kind}.${channel}`)} aria-labelledby="told-${kind} told-${channel}"
  onChange=${(/** @type {any} */ e) => flip(kind, channel, e.target.checked)} /><span></span></label></td>`;

/** What the person is told of, and how: kinds down, channels across. */
export const Switches = () => html`<table class="switches"><thead><tr><th scope="col">${t('switch.what')}</th>
    ${channels.map((c) => html`<th scope="col" key=${c} id="told-${c}">${t(`switch.${c}`)}</th>`)}</tr></thead>
  <tbody>${kinds[me.value?.role ?? 'client'].map((kind) => html`<tr key=${kind}><th scope="row" id="told-${kind}">${t(`switch.${kind}`)}</th>
    ${channels.map((channel) => html`<${Switch} key=${channel} kind=${kind} channel=${channel} />`)}</tr>`)}</tbody></table>
  <p class="hint">${t('switch.hint')}</p>`;
