import { useState } from 'preact/hooks';
import { languages, limits } from '../lib/contract';
import { useForm } from '../lib/forms';
import { lang, t } from '../lib/i18n';
import { languageCodes } from '../lib/languages';
import type { Mail } from '../lib/types';
import { EmailField, NameField, NickField } from '../ui/accountFields';
import { Choice } from '../ui/field';
import { organization, Requisites } from '../ui/requisites';
import type { Send } from './acceptSend';

/** A nick out of an address, for the form. */
const nickOf = (address: string) => {
  const nick = (address.split('@')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, limits.users.username.max);
  return nick.length < limits.users.username.min ? '' : nick;
};

export function Newcomer({ mail, send }: { mail: Mail; send: Send }) {
  const { errors, show, busy, props } = useForm<'username' | 'email' | 'name' | 'locale'>(
    (v): Promise<boolean> =>
      send(
        {
          username: v.username.trim(),
          email: v.email.trim(),
          name: v.name.trim(),
          locale: v.locale,
          profile: organization(v, 'profile.'),
        },
        show,
      ),
  );
  const address = mail.reply_to || mail.sender; // a web form's mail is from a machine
  return (
    <form {...props}>
      <p class="hint">{t('inbox.new_hint')}</p>
      <NickField value={nickOf(address)} error={errors.username} />
      <EmailField value={address} error={errors.email} />
      <NameField value={mail.reply_to ? mail.reply_to_name : mail.sender_name} error={errors.name} />
      <MailLanguage />
      <Requisites prefix="profile." errors={errors} />
      <div class="actions">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('inbox.accept_new')}
        </button>
      </div>
    </form>
  );
}

function MailLanguage() {
  const [value, pick] = useState(lang.value);
  return (
    <Choice
      legend={t('profile.language')}
      name="locale"
      value={value}
      onPick={pick}
      options={languageCodes.map((code) => ({ value: code, label: languages[code].name }))}
    />
  );
}
