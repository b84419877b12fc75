import { pb, run } from '../lib/api';
import { limits } from '../lib/contract';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { toast } from '../lib/toast';
import { EmailField, NameField, NickField } from '../ui/accountFields';
import { Dialog } from '../ui/dialog';

function Form({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { errors, show, busy, props } = useForm<'email' | 'username' | 'name'>(async (v) => {
    const email = v.email.trim();
    const made = await run(
      () =>
        pb.send('/api/desk/staff', {
          method: 'POST',
          body: { username: v.username.trim(), email, name: v.name.trim() },
        }),
      { fields: show },
    );
    if (!made) return;
    onClose();
    toast(t('people.invited', { email }));
    onDone();
  });
  return (
    <form {...props}>
      <p class="hint">{t('people.invite_hint')}</p>
      <NameField required error={errors.name} />
      <EmailField error={errors.email} />
      <NickField hint={t('people.nick_hint', { min: limits.users.username.min })} error={errors.username} />
      <div class="actions">
        <button type="button" class="btn" onClick={onClose}>
          {t('form.cancel')}
        </button>
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('people.send_invite')}
        </button>
      </div>
    </form>
  );
}

/** Invites a consultant. */
export const InviteDialog = ({ open, onClose, onDone }: { open: boolean; onClose: () => void; onDone: () => void }) => (
  <Dialog open={open} title={t('people.invite')} onClose={onClose}>
    <Form onClose={onClose} onDone={onDone} />
  </Dialog>
);
