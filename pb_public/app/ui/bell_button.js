import { signal } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { online } from '../core/online.js';
import { unread } from '../core/unread.js';
import { Icon } from './icon.js';
import { Failed } from './states.js';

const id = 'bell';
/** The list is loaded when it is first opened. @type {import('../vendor/preact.js').Signal<any>} */
const list = signal(null);
const opened = signal(false);
const failed = signal('');

let tries = 0;
async function load() {
  failed.value = '';
  const address = `./bell.js${tries ? `?${tries}` : ''}`; // a browser asks for a module that failed only once
  try { list.value = (await import(address)).default; tries = 0; } catch { tries++; failed.value = t(online.value ? 'error.server' : 'error.offline'); }
}
const close = () => document.getElementById(id)?.hidePopover();
const onToggle = (/** @type {any} */ e) => {
  opened.value = e.newState === 'open';
  if (opened.value && !list.value) load();
};

/** @param {{ n: number, said?: import('../core/i18n.js').Key & ('bell.unread' | 'bell.fresh') }} p */
export const Count = ({ n, said = 'bell.unread' }) => (n > 0 ? html`<span class="count"><span aria-hidden="true">${n > 99 ? '99+' : n}</span><span class="vh">${t(said, { n })}</span></span>` : null);

/** The bell: the browser opens and closes the popover, minds Escape and gives the focus back. @param {{ short?: boolean }} p */
export const BellButton = ({ short = false }) => html`<button type="button" class=${short ? 'bell-tab' : 'btn-icon bell'} popovertarget=${id} aria-haspopup="dialog" title=${short ? undefined : t('bell.title')}>
  <${Icon} name="bell" /><span class=${short ? '' : 'vh'}>${t(short ? 'bell.short' : 'bell.title')}</span><${Count} n=${unread.value} /></button>`;

/** Where its list opens: beneath the bell, on a phone from the foot of the screen. */
export const BellPanel = () => html`<section id=${id} class="bell-panel" popover="auto" role="dialog" aria-labelledby="${id}-title" onToggle=${onToggle}>
  ${opened.value && (list.value ? html`<${list.value} title="${id}-title" close=${close} />` : failed.value && html`<${Failed} text=${failed.value} retry=${load} />`)}</section>`;
