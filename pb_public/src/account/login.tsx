import './ru';
import { isStaff, me, pb, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { endSession } from '../lib/logOut';
import { usePage } from '../lib/page';
import { go, inside, preload, route } from '../lib/router';
import { toast } from '../lib/toast';
import { Field } from '../ui/field';

const wanted = () => inside(route.value?.query.get('to') ?? null);

/** What a signed-in user sees. */
function SignedIn() {
  return (
    <>
      <p>{t('login.already', { name: me.value?.name || me.value?.username || '' })}</p>
      <div class="actions actions-start">
        <a class="btn btn-main" href={isStaff() ? '/desk' : '/tasks'}>
          {t('login.go_on')}
        </a>
        <button type="button" class="btn" onClick={endSession}>
          {t('login.other')}
        </button>
      </div>
    </>
  );
}

function LoginForm() {
  const { errors, show, busy, props } = useForm<'identity' | 'password'>(async ({ identity, password }) => {
    const to = wanted();
    preload('/desk'); // the tasks of a client come in the same file
    const ok = await run(() => pb.collection('users').authWithPassword(identity.trim(), password), { fields: show });
    if (!ok) return;
    toast(t('login.hello', { name: me.value?.name || me.value?.username || '' }));
    go(to || (isStaff() ? '/desk' : '/tasks'), { replace: true });
  });
  const to = wanted();
  return (
    <form {...props}>
      <Field
        label={t('login.identity')}
        name="identity"
        required
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        error={errors.identity}
      />
      <Field
        label={t('login.password')}
        name="password"
        type="password"
        required
        autocomplete="current-password"
        error={errors.password}
      />
      <button type="submit" class="btn btn-main btn-wide" aria-busy={busy}>
        {t('nav.login')}
      </button>
      <p>
        <a href="/reset">{t('login.forgot')}</a>
      </p>
      <p>
        {t('login.new_here')}{' '}
        <a href={to ? `/register?to=${encodeURIComponent(to)}` : '/register'}>{t('nav.register')}</a>
      </p>
    </form>
  );
}

export default function Login() {
  const heading = usePage(t('nav.login'));
  return (
    <div class="narrow">
      <h1 {...heading}>{t('nav.login')}</h1>
      {me.value ? (
        <SignedIn />
      ) : (
        <>
          <p class="lead">{t('login.lead')}</p>
          <LoginForm />
        </>
      )}
    </div>
  );
}
