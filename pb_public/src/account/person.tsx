import { useState } from 'preact/hooks';
import { me, pb, run } from '../lib/api';
import { languages } from '../lib/contract';
import { useForm } from '../lib/forms';
import { lang, setLang, t } from '../lib/i18n';
import { languageCodes } from '../lib/languages';
import { toast } from '../lib/toast';
import { NameField } from '../ui/accountFields';
import { Choice } from '../ui/field';

export function Person() {
  const [locale, setLocale] = useState(me.value?.locale || lang.value);
  const { errors, show, busy, props } = useForm<'name'>(async ({ name }) => {
    const saved = await run(() => pb.collection('users').update(me.value?.id ?? '', { name, locale }), {
      fields: show,
    });
    if (!saved) return;
    await setLang(locale);
    toast(t('toast.saved'));
  });
  return (
    <form {...props}>
      <dl class="asker">
        <div>
          <dt>{t('register.nick')}</dt>
          <dd>{me.value?.username}</dd>
        </div>
      </dl>
      <NameField own value={me.value?.name} error={errors.name} />
      <Choice
        legend={t('profile.language')}
        name="locale"
        value={locale}
        onPick={setLocale}
        options={languageCodes.map((code) => ({ value: code, label: languages[code].name }))}
      />
      <p class="hint">{t('profile.language_hint')}</p>
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}
