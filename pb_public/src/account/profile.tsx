import './account.css';
import './ru';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { me, pb, renewSession, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { lang, setLang, t } from '../lib/i18n';
import { languageCodes, languages } from '../lib/languages';
import { leave } from '../lib/logOut';
import { usePage } from '../lib/page';
import { useProfile } from '../lib/profile';
import { route } from '../lib/router';
import { toast } from '../lib/toast';
import type { Profile } from '../lib/types';
import { Choice, Field } from '../ui/field';
import { organization, Requisites } from '../ui/requisites';
import { Failed, Ghosts } from '../ui/states';
import { Switches } from './notificationSwitches';

function OrganizationForm({ profile, onSaved }: { profile: Profile; onSaved: (p: Profile) => void }) {
  const { errors, show, busy, props } = useForm(async (values) => {
    const saved = await run(() => pb.collection<Profile>('profiles').update(profile.id, organization(values, '')), {
      fields: show,
      ok: t('toast.saved'),
    });
    if (saved) onSaved(saved);
  });
  return (
    <form {...props}>
      <Requisites errors={errors} values={profile} />
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}

function Organization() {
  const { profile, failed, reload } = useProfile();
  if (failed.value) return <Failed text={failed.value} retry={reload} />;
  return profile.value ? (
    <OrganizationForm
      profile={profile.value}
      onSaved={(p) => {
        profile.value = p;
      }}
    />
  ) : (
    <Ghosts n={3} />
  );
}

function Person() {
  const [locale, setLocale] = useState(me.value?.locale || lang.value);
  const { errors, show, busy, props } = useForm<'name'>(async ({ name }) => {
    const saved = await run(() => pb.collection('users').update(me.value?.id ?? '', { name, locale }), {
      fields: show,
    });
    if (!saved) return;
    await setLang(locale);
    toast(t('toast.saved'));
  });
  return (
    <form {...props}>
      <dl class="asker">
        <div>
          <dt>{t('register.nick')}</dt>
          <dd>{me.value?.username}</dd>
        </div>
      </dl>
      <Field
        label={t('register.name')}
        name="name"
        maxlength={120}
        autocomplete="name"
        optional
        defaultValue={me.value?.name}
        error={errors.name}
      />
      <Choice
        legend={t('profile.language')}
        name="locale"
        value={locale}
        onPick={setLocale}
        options={languageCodes.map((code) => ({ value: code, label: languages[code].name }))}
      />
      <p class="hint">{t('profile.language_hint')}</p>
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}

function Email() {
  const user = me.value;
  const { errors, show, busy, props } = useForm<'newEmail'>(async ({ newEmail }) => {
    await run(() => pb.collection('users').requestEmailChange(newEmail.trim()), {
      fields: show,
      ok: t('profile.email_sent', { email: newEmail.trim() }),
    });
  });
  const verify = () =>
    run(() => pb.collection('users').requestVerification(user?.email ?? ''), {
      ok: t('profile.verify_sent', { email: user?.email ?? '' }),
    });
  return (
    <>
      <p>
        {user?.email} — {t(user?.verified ? 'profile.verified' : 'profile.unverified')}
        {!user?.verified && (
          <>
            {' '}
            <button type="button" class="btn-text" onClick={verify}>
              {t('profile.verify')}
            </button>
          </>
        )}
      </p>
      <form {...props}>
        <Field
          label={t('profile.email_new')}
          name="newEmail"
          type="email"
          required
          autocomplete="email"
          hint={t('profile.email_hint')}
          error={errors.newEmail}
        />
        <div class="actions actions-start">
          <button type="submit" class="btn" aria-busy={busy}>
            {t('profile.email_submit')}
          </button>
        </div>
      </form>
    </>
  );
}

function Password() {
  const { form, errors, show, busy, props } = useForm<'oldPassword' | 'password'>(async ({ oldPassword, password }) => {
    const user = me.value;
    const saved = await run(
      () =>
        renewSession(async () => {
          await pb.collection('users').update(user?.id ?? '', { oldPassword, password, passwordConfirm: password });
          return pb.collection('users').authWithPassword(user?.username ?? '', password); // every session has ended, this one too
        }),
      { fields: show, ok: t('profile.password_done') },
    );
    if (saved) form.current?.reset();
  });
  return (
    <form {...props}>
      <Field
        label={t('profile.password_old')}
        name="oldPassword"
        type="password"
        required
        autocomplete="current-password"
        error={errors.oldPassword}
      />
      <Field
        label={t('profile.password_new')}
        name="password"
        type="password"
        required
        minlength={8}
        maxlength={71}
        autocomplete="new-password"
        hint={t('register.password_hint')}
        error={errors.password || errors.passwordConfirm}
      />
      <div class="actions actions-start">
        <button type="submit" class="btn" aria-busy={busy}>
          {t('profile.password_submit')}
        </button>
      </div>
    </form>
  );
}

async function leaveEverywhere() {
  const done = await run(() =>
    renewSession(async () => {
      await pb.send('/api/desk/sessions/end', { method: 'POST' });
      return true;
    }),
  );
  if (done) leave('/login', t('profile.left'));
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
