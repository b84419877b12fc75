import './ru';
import { useState } from 'preact/hooks';
import { me, pb, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { Field } from '../ui/field';

/** Requests a mail to reset the password. The answer does not tell whether the address is known. */
export default function Reset() {
  const heading = usePage(t('reset.title'));
  const [sent, setSent] = useState('');
  const { errors, show, busy, props } = useForm<'email'>(async ({ email }) => {
    if (await run(() => pb.collection('users').requestPasswordReset(email.trim()), { fields: show }))
      setSent(email.trim());
  });
  return (
    <div class="narrow">
      <h1 {...heading}>{t('reset.title')}</h1>
      {sent ? (
        <>
          <div role="status" class="stack">
            <p>{t('reset.sent', { email: sent })}</p>
            <p class="lead">{t('reset.nothing')}</p>
          </div>
          <p>
            <a href="/login">{t('nav.login')}</a>
          </p>
        </>
      ) : (
        <>
          <p class="lead">{t('reset.lead')}</p>
          <form {...props}>
            <Field
              label={t('register.email')}
              name="email"
              type="email"
              required
              autocomplete="email"
              defaultValue={me.value?.email ?? ''}
              error={errors.email}
            />
            <button type="submit" class="btn btn-main btn-wide" aria-busy={busy}>
              {t('reset.submit')}
            </button>
          </form>
        </>
      )}
    </div>
  );
}
