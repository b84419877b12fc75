import { html } from '../core/html.js';
import { number, t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { held, useHeld } from '../core/inbox.js';
import { style } from '../core/page.js';
import { route } from '../core/router.js';
import { useEffect, useRef } from '../vendor/preact.js';

await words('manage');
await style(new URL('../styles/desk_menu.css', import.meta.url).href);

/** @typedef {{ href: string, label: import('../core/i18n.js').Key, manager?: boolean }} Item */

/** @type {Item[]} */
const items = [
  { href: '/desk', label: 'menu.queue' },
  { href: '/desk/inbox', label: 'menu.inbox', manager: true },
  { href: '/reports', label: 'menu.reports', manager: true },
  { href: '/desk/people', label: 'menu.people', manager: true },
  { href: '/desk/settings', label: 'menu.settings', manager: true },
  { href: '/desk/archive', label: 'menu.archive', manager: true },
  { href: '/desk/log', label: 'menu.log', manager: true },
];

/** A task belongs to the queue, a mail to the inbox. @param {string} href @param {string} path */
const isHere = (href, path) => (href === '/desk' ? /^\/desk(\/\d+)?\/?$/.test(path) : path === href || path.startsWith(`${href}/`));

/** How many mails wait, to the eye and to the ear. */
const Held = () => (held.value ? html`<span class="desk-menu-n" aria-hidden="true">${number(held.value)}</span><span class="vh">: ${t('menu.held', { n: held.value })}</span>` : null);

/** The sections of the desk, at the head of each of them; a consultant has the queue alone and needs none. */
export function DeskMenu() {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const path = route.value?.path ?? '';
  useHeld();
  useEffect(() => {
    const here = list.current?.querySelector('[aria-current]');
    if (list.current && here instanceof HTMLElement) list.current.scrollLeft = here.offsetLeft - (list.current.clientWidth - here.offsetWidth) / 2;
  }, [path]);
  if (me.value?.role !== 'manager') return null;
  return html`<nav class="desk-menu" aria-label=${t('menu.desk')} ref=${list}><ul>${items.map((i) => html`<li key=${i.href}>
    <a href=${i.href} aria-current=${isHere(i.href, path) ? 'page' : undefined}>${t(i.label)}${i.href === '/desk/inbox' && html`<${Held} />`}</a></li>`)}</ul></nav>`;
}
