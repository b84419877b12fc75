import './account.css';
import './ru';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { me, pb, renewSession, run } from '../lib/api';
import { t } from '../lib/i18n';
import { forgetSession, leave } from '../lib/logOut';
import { usePage } from '../lib/page';
import { route } from '../lib/router';
import { Email } from './email';
import { Switches } from './notificationSwitches';
import { Organization } from './organization';
import { Password } from './password';
import { Person } from './person';

async function leaveEverywhere() {
  const done = await run(() =>
    renewSession(async () => {
      await pb.send('/api/desk/sessions/end', { method: 'POST' });
      return true;
    }),
  );
  if (done) leave('/login', t('profile.left'), forgetSession);
}

/** A part of the page; one that the address names is brought into view. */
function Part({ title, name, children }: { title: string; name?: string; children?: ComponentChildren }) {
  const ref = useRef<HTMLElement | null>(null);
  const asked = !!name && route.value?.query.get('part') === name;
  useEffect(() => {
    if (asked) ref.current?.scrollIntoView();
  }, [asked]);
  return (
    <section class="part" ref={ref}>
      <h2>{title}</h2>
      <div class="stack">{children}</div>
    </section>
  );
}

export default function ProfilePage() {
  const heading = usePage(t('nav.profile'));
  return (
    <div class="column">
      <h1 {...heading}>{t('nav.profile')}</h1>
      {me.value?.role === 'client' && (
        <Part title={t('register.organization')}>
          <Organization />
        </Part>
      )}
      <Part title={t('register.you')}>
        <Person />
      </Part>
      <Part title={t('bell.title')} name="notices">
        <Switches />
      </Part>
      <Part title={t('register.email')}>
        <Email />
      </Part>
      <Part title={t('register.password')}>
        <Password />
      </Part>
      <Part title={t('profile.sessions')}>
        <p>{t('profile.sessions_text')}</p>
        <div class="actions actions-start">
          <button type="button" class="btn" onClick={() => leave('/', t('login.out'))}>
            {t('nav.logout')}
          </button>
          <button type="button" class="btn btn-bad" onClick={leaveEverywhere}>
            {t('profile.leave')}
          </button>
        </div>
      </Part>
    </div>
  );
}
