import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { checkINN, checkKPP, checkOGRN } from '../lib/requisites';
import { Field } from './field';

const fields = ['organization', 'inn', 'kpp', 'ogrn', 'address', 'phone', 'contact'] as const;
type RequisiteName = (typeof fields)[number];
/** Strips the spaces and dashes that pasted requisites have. */
const bare = (v: string) => v.replace(/[\s\u00a0-]/g, '');

/** The organisation from the fields of a form. */
export const organization = (v: Record<string, string | undefined>, prefix: string): Record<string, string> =>
  Object.fromEntries(
    fields.map((f) => [
      f,
      ['inn', 'kpp', 'ogrn'].includes(f) ? bare(v[prefix + f] ?? '').toUpperCase() : (v[prefix + f] ?? '').trim(),
    ]),
  );

/** The message for an invalid INN. */
function innProblem(v: string) {
  const found = checkINN(bare(v));
  if (found === 'length') return t('requisites.inn_length');
  return found && t('requisites.inn_checksum');
}
function ogrnProblem(v: string) {
  const found = checkOGRN(bare(v));
  if (found === 'length') return t('requisites.ogrn_length');
  return found && t('requisites.ogrn_checksum');
}

/** Validates a field when it is left or full, never while it is half typed. */
function useCheck(problem: (v: string) => string, lengths: number[]) {
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
  values?: Partial<Record<RequisiteName, string>>;
}) {
  const inn = useCheck(innProblem, [10, 12]);
  const kpp = useCheck((v) => checkKPP(bare(v)) && t('requisites.kpp_format'), [9]);
  const ogrn = useCheck(ogrnProblem, [13, 15]);
  const of = (name: RequisiteName) => ({
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
        minlength={2}
        maxlength={200}
        autocomplete="organization"
        hint={t('requisites.organization_hint')}
      />
      <div class="pair">
        <Field
          label={t('requisites.inn')}
          {...of('inn')}
          required
          inputmode="numeric"
          maxlength={20}
          {...inn.props}
          error={errors[`${prefix}inn`] || inn.found}
          hint={t(inn.good ? 'requisites.inn_good' : 'requisites.inn_hint')}
        />
        <Field
          label={t('requisites.kpp')}
          {...of('kpp')}
          optional
          maxlength={16}
          {...kpp.props}
          error={errors[`${prefix}kpp`] || kpp.found}
          hint={t('requisites.kpp_hint')}
        />
      </div>
      <Field
        label={t('requisites.ogrn')}
        {...of('ogrn')}
        optional
        inputmode="numeric"
        maxlength={24}
        {...ogrn.props}
        error={errors[`${prefix}ogrn`] || ogrn.found}
        hint={t('requisites.ogrn_hint')}
      />
      <details
        class="more"
        open={
          !!(
            values.address ||
            values.phone ||
            values.contact ||
            errors[`${prefix}address`] ||
            errors[`${prefix}phone`] ||
            errors[`${prefix}contact`]
          )
        }
      >
        <summary>{t('requisites.more')}</summary>
        <div class="stack">
          <Field label={t('requisites.contact')} {...of('contact')} optional maxlength={120} />
          <Field label={t('requisites.phone')} {...of('phone')} optional type="tel" maxlength={32} autocomplete="tel" />
          <Field
            label={t('requisites.address')}
            {...of('address')}
            optional
            maxlength={300}
            autocomplete="street-address"
          />
        </div>
      </details>
    </>
  );
}
