import { useEffect, useState } from 'preact/hooks';
import { isStaff, me } from '../lib/api';
import { languages } from '../lib/contract';
import type { Key } from '../lib/i18n';
import { lang, setLang, t } from '../lib/i18n';
import { languageCodes } from '../lib/languages';
import { leave } from '../lib/logOut';
import { go, route } from '../lib/router';
import { site } from '../lib/site';
import { toast } from '../lib/toast';
import { freshTasks } from '../lib/unread';
import { Dialog } from '../ui/dialog';
import type { Name } from '../ui/icon';
import { Icon, Mark } from '../ui/icon';
import { BellButton, BellPanel, Count } from './bell';
import { dark, flipTheme } from './theme';

type Item = { href: string; label: Key; short?: Key; icon: Name };

const items = {
  home: { href: '/', label: 'nav.home', icon: 'home' },
  register: { href: '/register', label: 'nav.register', icon: 'person' },
  login: { href: '/login', label: 'nav.login', icon: 'enter' },
  write: { href: '/tasks/new', label: 'nav.new', short: 'nav.new_short', icon: 'plus' },
  tasks: { href: '/tasks', label: 'nav.tasks', short: 'nav.tasks_short', icon: 'list' },
  profile: { href: '/profile', label: 'nav.profile', icon: 'person' },
  desk: { href: '/desk', label: 'nav.desk', short: 'nav.desk_short', icon: 'desk' },
} as const satisfies Record<string, Item>;
/** The menu, the same for all; staff have the desk besides. */
const main = (): Item[] => [
  items.home,
  ...(isStaff() ? [items.desk] : []),
  items.register,
  items.login,
  items.write,
  items.tasks,
  items.profile,
];
/** The bar at the foot on a phone. */
const tabs = (): Item[] => {
  if (isStaff()) return [items.desk, items.home, items.profile];
  return me.value ? [items.tasks, items.write, items.profile] : [items.home, items.register, items.login];
};

/** Whether an item is current: a task's page belongs to the list, the form of a new one is its own item. */
function isHere(href: string) {
  const path = route.value?.path ?? '';
  if (href === '/tasks') return path === href || /^\/tasks\/\d+$/.test(path);
  if (href === '/desk' && path === '/reports') return true; // of the desk, by another address
  return href === '/' ? path === href : path === href || path.startsWith(`${href}/`);
}

const Link = ({ item, short }: { item: Item; short?: boolean }) => (
  <a href={item.href} aria-current={isHere(item.href) ? 'page' : undefined}>
    <Icon name={item.icon} />
    <span>{t((short && item.short) || item.label)}</span>
    {item.href === (isStaff() ? '/desk' : '/tasks') && <Count n={freshTasks.value} said="bell.fresh" />}
  </a>
);

/** «Вход админа»: the dashboard for a guest, the desk for a manager; others stay. */
function openAdmin() {
  if (!me.value) location.assign('/_/');
  else if (me.value.role === 'manager') go('/desk');
  else toast(t('guard.denied'), { kind: 'bad' });
}

/** The switch to the next language. */
function LanguageSwitch() {
  const next = languageCodes[(languageCodes.indexOf(lang.value) + 1) % languageCodes.length] ?? lang.value;
  const { name, short, switchTo } = languages[next];
  return (
    <button
      type="button"
      class="btn-icon"
      lang={next}
      aria-label={`${short}, ${switchTo}`}
      title={name}
      onClick={() => setLang(next)}
    >
      {short}
    </button>
  );
}

const ThemeSwitch = () => (
  <button
    type="button"
    class="btn-icon"
    aria-pressed={dark.value}
    aria-label={t('nav.theme')}
    title={t('nav.theme')}
    onClick={flipTheme}
  >
    <Icon name="moon" />
  </button>
);

const Links = ({ admin }: { admin: () => void }) => (
  <ul>
    {main().map((i) => (
      <li key={i.href}>
        <Link item={i} />
      </li>
    ))}
    <li>
      <button type="button" onClick={admin}>
        <Icon name="lock" />
        <span>{t('nav.admin')}</span>
      </button>
    </li>
  </ul>
);

/** The head of the page and, on a phone, the bar at its foot. */
export function Menu() {
  const [open, setOpen] = useState(false);
  const path = route.value?.path;
  useEffect(() => setOpen(false), [path]);
  return (
    <>
      <header class="top">
        <a class="brand" href="/">
          <Mark />
          <span>{site.value?.name || t('app.name')}</span>
        </a>
        <nav class="nav" aria-label={t('nav.main')}>
          <Links admin={openAdmin} />
        </nav>
        <div class="tools">
          {me.value && <BellButton />}
          <LanguageSwitch />
          <ThemeSwitch />
          {me.value && (
            <button
              type="button"
              class="btn-icon"
              aria-label={t('nav.logout')}
              title={t('nav.logout_who', { name: me.value.name || me.value.username })}
              onClick={() => leave('/', t('login.out'))}
            >
              <Icon name="out" />
            </button>
          )}
          <button
            type="button"
            class="btn-icon nav-open"
            aria-haspopup="dialog"
            aria-label={t('nav.menu')}
            onClick={() => setOpen(true)}
          >
            <Icon name="menu" />
          </button>
        </div>
      </header>
      <nav class="tabs" aria-label={t('nav.quick')}>
        {tabs().map((i) => (
          <Link key={i.href} item={i} short />
        ))}
        {me.value && <BellButton short />}
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon name="menu" />
          <span>{t('nav.menu')}</span>
        </button>
      </nav>
      {me.value && <BellPanel />}
      <Dialog open={open} title={t('nav.menu')} onClose={() => setOpen(false)}>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link is clicked by its key, too */}
        <nav
          class="sheet-nav"
          aria-label={t('nav.all')}
          onClick={(e) => {
            if (e.target instanceof Element && e.target.closest('a')) setOpen(false);
          }}
        >
          <Links
            admin={() => {
              setOpen(false);
              openAdmin();
            }}
          />
        </nav>
      </Dialog>
    </>
  );
}
