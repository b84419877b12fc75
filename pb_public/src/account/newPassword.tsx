import './ru';
import { pb, run, signOut } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { go } from '../lib/router';
import { toast } from '../lib/toast';
import { NewPasswordField } from '../ui/accountFields';

/** Sets a new password, which ends all sessions; opened from the mail. */
export default function NewPassword({ token }: { token: string }) {
  const heading = usePage(t('reset.new_title'));
  const { errors, show, busy, props } = useForm<'password'>(
    async ({ password }) => {
      const ok = await run(() => pb.collection('users').confirmPasswordReset(token, password, password), {
        fields: show,
      });
      if (!ok) return;
      signOut();
      toast(t('reset.done'));
      go('/login', { replace: true });
    },
    { aside: ['token'] },
  );
  return (
    <div class="narrow">
      <h1 {...heading}>{t('reset.new_title')}</h1>
      {errors.token && (
        <p class="error" role="alert">
          {errors.token} <a href="/reset">{t('reset.again')}</a>
        </p>
      )}
      <form {...props}>
        <NewPasswordField error={errors.password} />
        <button type="submit" class="btn btn-main btn-wide" aria-busy={busy}>
          {t('reset.save')}
        </button>
      </form>
    </div>
  );
}
