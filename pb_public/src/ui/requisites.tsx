import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { limits, type ProfileField, profileFields, requisites } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { t } from '../lib/i18n';
import { checkINN, checkKPP, checkOGRN } from '../lib/requisites';
import { Field } from './field';

/** The fields below the requisites, folded away: all that have no place of their own above. */
const more = profileFields.filter((f) => f !== 'organization' && !(f in requisites));

/** What a browser may know of a field. */
const known: Partial<Record<ProfileField, object>> = {
  phone: { type: 'tel', autocomplete: 'tel' },
  address: { autocomplete: 'street-address' },
};

/** The most that is typed of a requisite: its longest form, with spaces and dashes between the digits. */
const typedMax = (lengths: readonly number[]) => 2 * Math.max(...lengths);

/** The lengths of a requisite as its sentences name them. */
const lengthWords = ([company, person = 0]: readonly number[]) => ({ company: company ?? 0, person });

/** Strips the spaces and dashes that pasted requisites have. */
const bare = (v: string) => v.replace(/[\s\u00a0-]/g, '');

/** The organisation from the fields of a form. */
export const organization = (v: Record<string, string | undefined>, prefix: string): Record<string, string> =>
  Object.fromEntries(
    profileFields.map((f) => [
      f,
      f in requisites ? bare(v[prefix + f] ?? '').toUpperCase() : (v[prefix + f] ?? '').trim(),
    ]),
  );

/** The message for an invalid INN. */
function innProblem(v: string) {
  const found = checkINN(bare(v));
  if (found === 'length') return t('requisites.inn_length', lengthWords(requisites.inn));
  return found && t('requisites.inn_checksum');
}
function ogrnProblem(v: string) {
  const found = checkOGRN(bare(v));
  if (found === 'length') return t('requisites.ogrn_length', lengthWords(requisites.ogrn));
  return found && t('requisites.ogrn_checksum');
}

/** Validates a field when it is left or full, never while it is half typed. */
function useCheck(problem: (v: string) => string, lengths: readonly number[]) {
  const [found, setFound] = useState('');
  const [good, setGood] = useState(false);
  const check = (e: TargetedEvent<HTMLInputElement | HTMLTextAreaElement>) => {
    const { value } = e.currentTarget;
    const wrong = value.trim() ? problem(value) : '';
    const full = lengths.includes(bare(value).length);
    e.currentTarget.setCustomValidity(wrong);
    setGood(!wrong && !!value.trim());
    if (e.type === 'change' || full || !wrong) setFound(e.type === 'change' || full ? wrong : '');
  };
  return { found, good, props: { onInput: check, onChange: check } };
}

/** The fields of an organisation, checked as they are typed. */
export function Requisites({
  prefix = '',
  errors,
  values = {},
}: {
  prefix?: string;
  errors: Record<string, string>;
  values?: Partial<Record<ProfileField, string>>;
}) {
  const inn = useCheck(innProblem, requisites.inn);
  const kpp = useCheck(
    (v) => checkKPP(bare(v)) && t('requisites.kpp_format', lengthWords(requisites.kpp)),
    requisites.kpp,
  );
  const ogrn = useCheck(ogrnProblem, requisites.ogrn);
  const of = (name: ProfileField) => ({
    name: prefix + name,
    defaultValue: values[name] ?? '',
    error: errors[prefix + name],
  });
  return (
    <>
      <Field
        label={t('requisites.organization')}
        {...of('organization')}
        required
        {...lengthsOf(limits.profiles.organization)}
        autocomplete="organization"
        hint={t('requisites.organization_hint')}
      />
      <div class="pair">
        <Field
          label={t('field.inn')}
          {...of('inn')}
          required
          inputmode="numeric"
          maxlength={typedMax(requisites.inn)}
          {...inn.props}
          error={errors[`${prefix}inn`] || inn.found}
          hint={inn.good ? t('requisites.inn_good') : t('requisites.inn_hint', lengthWords(requisites.inn))}
        />
        <Field
          label={t('field.kpp')}
          {...of('kpp')}
          optional
          maxlength={typedMax(requisites.kpp)}
          {...kpp.props}
          error={errors[`${prefix}kpp`] || kpp.found}
          hint={t('requisites.kpp_hint', lengthWords(requisites.kpp))}
        />
      </div>
      <Field
        label={t('field.ogrn')}
        {...of('ogrn')}
        optional
        inputmode="numeric"
        maxlength={typedMax(requisites.ogrn)}
        {...ogrn.props}
        error={errors[`${prefix}ogrn`] || ogrn.found}
        hint={t('requisites.ogrn_hint', lengthWords(requisites.ogrn))}
      />
      <details class="more" open={more.some((f) => values[f] || errors[prefix + f])}>
        <summary>{more.map((f, i) => (i ? t(`field.${f}`).toLowerCase() : t(`field.${f}`))).join(', ')}</summary>
        <div class="stack">
          {more.map((f) => (
            <Field
              key={f}
              label={t(`field.${f}`)}
              {...of(f)}
              optional={!limits.profiles[f].required}
              required={limits.profiles[f].required}
              {...lengthsOf(limits.profiles[f])}
              {...known[f]}
            />
          ))}
        </div>
      </details>
    </>
  );
}
