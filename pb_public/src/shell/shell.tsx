import '../ui/base.css';
import '../ui/ui.css';
import './shell.css';
import './ru';
import { useEffect } from 'preact/hooks';
import { checkSession, isStaff, me } from '../lib/api';
import { t } from '../lib/i18n';
import { online } from '../lib/online';
import type { Route } from '../lib/router';
import { go, pending, retry, route, stuck } from '../lib/router';
import { loadSite } from '../lib/site';
import { toast, toasts } from '../lib/toast';
import { Failed } from '../ui/states';
import { Menu } from './menu';
import { Toasts } from './toasts';
import { useNotifications } from './useNotifications';

/** Whether the end of the session is on the screen: that says why one has to log in. */
const justEnded = () => toasts.value.some(({ text }) => text === t('session.ended') || text === t('session.expired'));

/** Whether the user may see a view; if not, says so and goes to the log-in or home. */
function admit(r: Route) {
  if (r.path !== location.pathname) return true; // it is about to be replaced
  if (r.who === 'all' || (r.who === 'user' && me.value) || isStaff()) return true;
  if (!me.value) {
    if (!justEnded()) toast(t('guard.login'));
    go(`/login?to=${encodeURIComponent(r.path + location.search)}`, { replace: true });
  } else {
    toast(t('guard.denied'), { kind: 'bad' });
    go('/', { replace: true });
  }
  return false;
}

/** The frame of every view: menu, access guard, state of the connection, toasts. */
export function Shell() {
  const r = route.value;
  const allowed = !r || r.who === 'all' || (r.who === 'user' ? !!me.value : isStaff());
  useEffect(() => {
    if (r) admit(r);
  }, [r, me.value?.id]);
  useNotifications(me.value?.id);
  useEffect(() => {
    loadSite();
    checkSession();
    const back = () => {
      if (document.visibilityState === 'visible') checkSession();
    };
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, []);
  const Page = r?.page;
  return (
    <>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      <Menu />
      <div class="loading" hidden={!pending.value} role="progressbar" aria-label={t('state.loading')}></div>
      {!online.value && (
        <p class="offline" role="status">
          {t('state.offline')}
        </p>
      )}
      <main id="main" tabindex={-1}>
        {stuck.value ? (
          <Failed text={t(online.value ? 'error.server' : 'error.offline')} retry={retry} />
        ) : (
          Page && allowed && <Page key={r.key} {...r.params} />
        )}
      </main>
      <Toasts />
    </>
  );
}
