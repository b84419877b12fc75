import { me, pb, renewSession, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { NewPasswordField } from '../ui/accountFields';
import { Field } from '../ui/field';

export function Password() {
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
      <NewPasswordField label={t('profile.password_new')} error={errors.password || errors.passwordConfirm} />
      <div class="actions actions-start">
        <button type="submit" class="btn" aria-busy={busy}>
          {t('profile.password_submit')}
        </button>
      </div>
    </form>
  );
}
