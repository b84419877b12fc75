import './ru';
import { pb, run, signOut } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { go } from '../lib/router';
import { toast } from '../lib/toast';
import { Field } from '../ui/field';

/** Confirms a change of address, with the password; opened from the mail. */
export default function NewEmail({ token }: { token: string }) {
  const heading = usePage(t('email.title'));
  const { errors, show, busy, props } = useForm<'password'>(
    async ({ password }) => {
      const ok = await run(() => pb.collection('users').confirmEmailChange(token, password), { fields: show });
      if (!ok) return;
      signOut();
      toast(t('email.done'));
      go('/login', { replace: true });
    },
    { aside: ['token'] },
  );
  return (
    <div class="narrow">
      <h1 {...heading}>{t('email.title')}</h1>
      <p class="lead">{t('email.lead')}</p>
      {errors.token && (
        <p class="error" role="alert">
          {errors.token}
        </p>
      )}
      <form {...props}>
        <Field
          label={t('login.password')}
          name="password"
          type="password"
          required
          autocomplete="current-password"
          error={errors.password}
        />
        <button type="submit" class="btn btn-main btn-wide" aria-busy={busy}>
          {t('email.submit')}
        </button>
      </form>
    </div>
  );
}
