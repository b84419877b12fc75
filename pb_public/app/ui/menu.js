import { useEffect, useState } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { lang, setLang, t } from '../core/i18n.js';
import { isStaff, me } from '../core/api.js';
import { leave } from '../core/leave.js';
import { go, route } from '../core/router.js';
import { dark, flipTheme } from '../core/theme.js';
import { site } from '../core/site.js';
import { toast } from '../core/toast.js';
import { freshTasks } from '../core/unread.js';
import { BellButton, BellPanel, Count } from './bell_button.js';
import { Dialog } from './dialog.js';
import { Icon, Mark } from './icon.js';

/** @typedef {{ href: string, label: import('../core/i18n.js').Key, short?: import('../core/i18n.js').Key, icon: import('./icon.js').Name }} Item */

/** @type {Record<string, Item>} */
const items = {
  home: { href: '/', label: 'nav.home', icon: 'home' },
  register: { href: '/register', label: 'nav.register', icon: 'person' },
  login: { href: '/login', label: 'nav.login', icon: 'enter' },
  write: { href: '/tasks/new', label: 'nav.new', short: 'nav.new_short', icon: 'plus' },
  tasks: { href: '/tasks', label: 'nav.tasks', short: 'nav.tasks_short', icon: 'list' },
  profile: { href: '/profile', label: 'nav.profile', icon: 'person' },
  desk: { href: '/desk', label: 'nav.desk', short: 'nav.desk_short', icon: 'desk' },
};
/** The menu is the same for everybody; staff have the desk besides. */
const main = () => [items.home, ...(isStaff() ? [items.desk] : []), items.register, items.login, items.write, items.tasks, items.profile];
/** What a thumb reaches on a phone. */
const tabs = () => {
  if (isStaff()) return [items.desk, items.home, items.profile];
  return me.value ? [items.tasks, items.write, items.profile] : [items.home, items.register, items.login];
};

/** The task pages belong to the list; the form of a new one is its own item. @param {string} href */
function isHere(href) {
  const path = route.value?.path ?? '';
  if (href === '/tasks') return path === href || /^\/tasks\/\d+$/.test(path);
  if (href === '/desk' && path === '/reports') return true; // of the desk, by another address
  return href === '/' ? path === href : path === href || path.startsWith(`${href}/`);
}

/** @param {{ item: Item, short?: boolean }} p */
const Link = ({ item, short }) => html`<a href=${item.href} aria-current=${isHere(item.href) ? 'page' : undefined}>
  <${Icon} name=${item.icon} /><span>${t((short && item.short) || item.label)}</span>
  ${item.href === (isStaff() ? '/desk' : '/tasks') && html`<${Count} n=${freshTasks.value} said="bell.fresh" />`}</a>`;

/** «Вход админа»: the dashboard for a guest, the desk for a manager; the others stay where they are. */
function openAdmin() {
  if (!me.value) location.assign('/_/');
  else if (me.value.role === 'manager') go('/desk');
  else toast(t('guard.denied'), { kind: 'bad' });
}

const Switches = () => html`
  <button type="button" class="btn-icon" lang=${lang.value === 'ru' ? 'en' : 'ru'} aria-label=${lang.value === 'ru' ? 'Switch to English' : 'Переключить на русский'}
    title=${lang.value === 'ru' ? 'English' : 'Русский'} onClick=${() => setLang(lang.value === 'ru' ? 'en' : 'ru')}>${lang.value === 'ru' ? 'EN' : 'RU'}</button>
  <button type="button" class="btn-icon" aria-pressed=${dark.value} aria-label=${t('nav.theme')} title=${t('nav.theme')} onClick=${flipTheme}><${Icon} name="moon" /></button>`;

/** @param {{ admin: () => void }} p */
const Links = ({ admin }) => html`<ul>${main().map((i) => html`<li key=${i.href}><${Link} item=${i} /></li>`)}
  <li><button type="button" onClick=${admin}><${Icon} name="lock" /><span>${t('nav.admin')}</span></button></li></ul>`;

/** The head of the page and, on a phone, the bar at its foot. */
export function Menu() {
  const [open, setOpen] = useState(false);
  const path = route.value?.path;
  useEffect(() => setOpen(false), [path]);
  return html`<header class="top">
      <a class="brand" href="/"><${Mark} /><span>${site.value?.name || t('app.name')}</span></a>
      <nav class="nav" aria-label=${t('nav.main')}><${Links} admin=${openAdmin} /></nav>
      <div class="tools">${me.value && html`<${BellButton} />`}<${Switches} />
        ${me.value && html`<button type="button" class="btn-icon" aria-label=${t('nav.logout')} title=${t('nav.logout_who', { name: me.value.name || me.value.username })} onClick=${() => leave('/', t('login.out'))}><${Icon} name="out" /></button>`}
        <button type="button" class="btn-icon nav-open" aria-haspopup="dialog" aria-label=${t('nav.menu')} onClick=${() => setOpen(true)}><${Icon} name="menu" /></button>
      </div>
    </header>
    <nav class="tabs" aria-label=${t('nav.quick')}>${tabs().map((i) => html`<${Link} key=${i.href} item=${i} short />`)}
      ${me.value && html`<${BellButton} short />`}<button type="button" aria-haspopup="dialog" onClick=${() => setOpen(true)}><${Icon} name="menu" /><span>${t('nav.menu')}</span></button></nav>
    ${me.value && html`<${BellPanel} />`}
    <${Dialog} open=${open} title=${t('nav.menu')} onClose=${() => setOpen(false)}>
      <nav class="sheet-nav" aria-label=${t('nav.all')} onClick=${(/** @type {any} */ e) => { if (e.target.closest('a')) setOpen(false); }}><${Links} admin=${() => { setOpen(false); openAdmin(); }} /></nav>
    <//>`;
}
