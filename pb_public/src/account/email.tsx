import { me, pb, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { Field } from '../ui/field';

export function Email() {
  const user = me.value;
  const { errors, show, busy, props } = useForm<'newEmail'>(async ({ newEmail }) => {
    await run(() => pb.collection('users').requestEmailChange(newEmail.trim()), {
      fields: show,
      ok: t('profile.email_sent'),
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
