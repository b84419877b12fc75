import { limits } from '../lib/contract';
import './ru';
import { me, pb, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { lang, t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { go, inside, route } from '../lib/router';
import { toast } from '../lib/toast';
import { EmailField, NameField, NewPasswordField, NickField } from '../ui/accountFields';
import { organization, Requisites } from '../ui/requisites';

type Typed = Record<'username' | 'email' | 'name' | 'password', string>;

/** What was typed, as the server takes it. */
const account = (v: Typed) => ({
  username: v.username.trim(),
  email: v.email.trim(),
  name: v.name.trim(),
  password: v.password,
  passwordConfirm: v.password,
  locale: lang.value,
  profile: organization(v, 'profile.'),
});

/** Registers the client with the organisation and signs in. */
async function register(v: Typed) {
  await pb.collection('users').create(account(v));
  return pb.collection('users').authWithPassword(v.username.trim(), v.password);
}

function Form() {
  const { errors, show, busy, done, props } = useForm<keyof Typed>(
    async (values) => {
      const to = inside(route.value?.query.get('to') ?? null);
      if (!(await run(() => register(values), { fields: show }))) return;
      done();
      toast(t('register.done'));
      go(to || '/tasks/new', { replace: true });
    },
    { draft: 'register' },
  );
  return (
    <form {...props}>
      <fieldset class="group">
        <legend>{t('register.you')}</legend>
        <NickField own hint={t('register.nick_hint', { min: limits.users.username.min })} error={errors.username} />
        <EmailField own hint={t('register.email_hint')} error={errors.email} />
        <NewPasswordField error={errors.password || errors.passwordConfirm} />
        <NameField own error={errors.name} />
      </fieldset>
      <fieldset class="group">
        <legend>{t('register.organization')}</legend>
        <Requisites prefix="profile." errors={errors} />
      </fieldset>
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('register.submit')}
        </button>
      </div>
      <p>
        {t('register.have')} <a href="/login">{t('nav.login')}</a>
      </p>
    </form>
  );
}

export default function Register() {
  const heading = usePage(t('nav.register'));
  return (
    <div class="column">
      <h1 {...heading}>{t('nav.register')}</h1>
      {me.value ? (
        <>
          <p>{t('register.already', { name: me.value.username })}</p>
          <p>
            <a class="btn btn-main" href="/tasks/new">
              {t('nav.new')}
            </a>
          </p>
        </>
      ) : (
        <>
          <p class="lead">{t('register.lead')}</p>
          <Form />
        </>
      )}
    </div>
  );
}
