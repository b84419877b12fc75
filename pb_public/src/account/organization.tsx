import { pb, run } from '../lib/api';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { useProfile } from '../lib/profile';
import type { Profile } from '../lib/types';
import { organization, Requisites } from '../ui/requisites';
import { Failed, Ghosts } from '../ui/states';

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

export function Organization() {
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
