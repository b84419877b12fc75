import { useEffect } from '../vendor/preact.js';
import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { checkSession, isStaff, me } from '../core/api.js';
import { go, pending, retry, route, stuck } from '../core/router.js';
import { online } from '../core/online.js';
import { toast } from '../core/toast.js';
import { loadSite } from '../core/site.js';
import { useBell } from '../core/following.js';
import { Menu } from './menu.js';
import { Failed } from './states.js';
import { Toasts } from './toasts.js';

/** Whether the person may see the view; if not, he is told and taken where he can go on. @param {import('../core/router.js').Route} r */
function admit(r) {
  if (r.path !== location.pathname) return true; // it is about to be replaced
  if (r.who === 'all' || (r.who === 'user' && me.value) || isStaff()) return true;
  if (!me.value) {
    toast(t('guard.login'), { kind: 'bad' });
    go(`/login?to=${encodeURIComponent(r.path + location.search)}`, { replace: true });
  } else {
    toast(t('guard.denied'), { kind: 'bad' });
    go('/', { replace: true });
  }
  return false;
}

/** What stands around every view: the menu, the guard, the state of the connection and the toasts. */
export function Shell() {
  const r = route.value;
  const allowed = !r || r.who === 'all' || (r.who === 'user' ? !!me.value : isStaff());
  useEffect(() => { if (r) admit(r); }, [r, me.value?.id]);
  useBell(me.value?.id);
  useEffect(() => {
    loadSite();
    checkSession();
    const back = () => { if (document.visibilityState === 'visible') checkSession(); };
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, []);
  const Page = r?.page;
  return html`<a class="skip" href="#main">${t('app.skip')}</a>
    <${Menu} />
    <div class="loading" hidden=${!pending.value} role="progressbar" aria-label=${t('state.loading')}></div>
    ${!online.value && html`<p class="offline" role="status">${t('state.offline')}</p>`}
    <main id="main" tabindex="-1">
      ${stuck.value ? html`<${Failed} text=${t(online.value ? 'error.server' : 'error.offline')} retry=${retry} />`
        : Page && allowed && html`<${Page} key=${r.key} ...${r.params} />`}
    </main>
    <${Toasts} />`;
}
