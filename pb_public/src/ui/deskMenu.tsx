import './deskMenu.css';
import { useEffect, useRef } from 'preact/hooks';
import { me } from '../lib/api';
import { held, useHeld } from '../lib/heldMail';
import type { Key } from '../lib/i18n';
import { number, t } from '../lib/i18n';
import { route } from '../lib/router';

export type Item = { href: string; label: Key; manager?: boolean };

const items: Item[] = [
  { href: '/desk', label: 'menu.queue' },
  { href: '/desk/inbox', label: 'menu.inbox', manager: true },
  { href: '/reports', label: 'menu.reports', manager: true },
  { href: '/desk/people', label: 'menu.people', manager: true },
  { href: '/desk/settings', label: 'menu.settings', manager: true },
  { href: '/desk/archive', label: 'menu.archive', manager: true },
  { href: '/desk/log', label: 'menu.log', manager: true },
];

/** Whether a section is current; a task belongs to the queue, a mail to the inbox. */
const isHere = (href: string, path: string) =>
  href === '/desk' ? /^\/desk(\/\d+)?\/?$/.test(path) : path === href || path.startsWith(`${href}/`);

/** The number of held mails, with a text for screen readers. */
const Held = () =>
  held.value ? (
    <>
      <span class="desk-menu-n" aria-hidden="true">
        {number(held.value)}
      </span>
      <span class="vh">: {t('menu.held', { n: held.value })}</span>
    </>
  ) : null;

/** The menu of the desk's sections, for managers; consultants have only the queue. */
export function DeskMenu() {
  const list = useRef<HTMLElement | null>(null);
  const path = route.value?.path ?? '';
  useHeld();
  useEffect(() => {
    const here = list.current?.querySelector('[aria-current]');
    if (list.current && here instanceof HTMLElement)
      list.current.scrollLeft = here.offsetLeft - (list.current.clientWidth - here.offsetWidth) / 2;
  }, [path]);
  if (me.value?.role !== 'manager') return null;
  return (
    <nav class="desk-menu" aria-label={t('menu.desk')} ref={list}>
      <ul>
        {items.map((i) => (
          <li key={i.href}>
            <a href={i.href} aria-current={isHere(i.href, path) ? 'page' : undefined}>
              {t(i.label)}
              {i.href === '/desk/inbox' && <Held />}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
