import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { t } from '../lib/i18n';
import { Field } from './field';

interface Props {
  error: string | undefined;
  hint?: string;
  value?: string;
  /** The user's own data, which the browser knows; it must not be offered for somebody else. */
  own?: boolean;
}

/** The nick of an account. */
export const NickField = ({ error, hint, value, own }: Props) => (
  <Field
    label={t('register.nick')}
    name="username"
    required
    {...lengthsOf(limits.users.username)}
    autocomplete={own ? 'username' : 'off'}
    autocapitalize="off"
    spellcheck={false}
    hint={hint}
    defaultValue={value}
    error={error}
  />
);

/** The e-mail address of an account. */
export const EmailField = ({ error, hint, value, own }: Props) => (
  <Field
    label={t('register.email')}
    name="email"
    type="email"
    required
    autocomplete={own ? 'email' : 'off'}
    hint={hint}
    defaultValue={value}
    error={error}
  />
);

/** The name of a person. */
export const NameField = ({ error, hint, value, own, required = false }: Props & { required?: boolean }) => (
  <Field
    label={t('register.name')}
    name="name"
    required={required}
    optional={!required}
    {...lengthsOf(limits.users.name)}
    autocomplete={own ? 'name' : 'off'}
    hint={hint}
    defaultValue={value}
    error={error}
  />
);

/** A password that the user chooses. */
export const NewPasswordField = ({
  error,
  label = t('register.password'),
}: Pick<Props, 'error'> & { label?: string }) => (
  <Field
    label={label}
    name="password"
    type="password"
    required
    {...lengthsOf(limits.users.password)}
    autocomplete="new-password"
    hint={t('register.password_hint', { min: limits.users.password.min })}
    error={error}
  />
);
