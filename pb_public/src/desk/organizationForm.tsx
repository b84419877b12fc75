import { useId, useState } from 'preact/hooks';
import { run } from '../lib/api';
import { limits, selects } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { differing, useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { saveSettings } from '../lib/saveSettings';
import { toast } from '../lib/toast';
import type { Card } from '../lib/types';
import { Choice, Field } from '../ui/field';

/** Common configurations to pick from; others are typed. */
const configurations = [
  'Бухгалтерия предприятия 3.0',
  'Зарплата и управление персоналом 3.1',
  'Управление торговлей 11',
  'Комплексная автоматизация 2',
  'ERP Управление предприятием 2',
  'Управление нашей фирмой 3.0',
  'Розница 3.0',
  'Бухгалтерия государственного учреждения 2.0',
];

/** The facts that staff keep of an organisation. */
export function FactsForm({ profile, onDone }: { profile: Card['profile']; onDone: () => void }) {
  const id = useId();
  const [hosting, setHosting] = useState<string>(profile.hosting);
  const { errors, show, busy, props } = useForm(async (typed) => {
    const known = { ...profile, contract_until: profile.contract_until.slice(0, 10) } as Record<string, string>;
    const changed = differing(
      Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()])),
      known,
    );
    const saved =
      Object.keys(changed).length === 0 ||
      (await run(() => saveSettings('profiles', profile.id, changed, profile), { fields: show }));
    if (!saved) return;
    if (saved !== true) toast(t('card.saved'));
    onDone();
  });
  return (
    <form
      class="facts-form"
      {...props}
      onKeyDown={(e: KeyboardEvent) => {
        if (e.key === 'Escape') {
          e.preventDefault();
          onDone();
        }
      }}
    >
      <Field
        label={t('card.configuration')}
        name="onec_configuration"
        {...lengthsOf(limits.profiles.onec_configuration)}
        list={id}
        defaultValue={profile.onec_configuration}
        error={errors.onec_configuration}
        autofocus
      />
      <datalist id={id}>
        {configurations.map((c) => (
          <option key={c} value={c}></option>
        ))}
      </datalist>
      <Field
        label={t('card.release')}
        name="onec_release"
        {...lengthsOf(limits.profiles.onec_release)}
        defaultValue={profile.onec_release}
        error={errors.onec_release}
      />
      <Choice
        legend={t('card.hosting')}
        name="hosting"
        value={hosting}
        onPick={setHosting}
        options={[
          { value: '', label: '—' },
          ...selects['profiles.hosting'].map((value) => ({ value, label: t(`card.${value}`) })),
        ]}
      />
      <Field
        label={t('card.contract')}
        name="contract_until"
        type="date"
        min="2000-01-01"
        max="2100-12-31"
        defaultValue={profile.contract_until.slice(0, 10)}
        error={errors.contract_until}
      />
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
        <button type="button" class="btn" onClick={onDone}>
          {t('form.cancel')}
        </button>
      </div>
    </form>
  );
}
