import type { AllHTMLAttributes, InputHTMLAttributes, TextareaHTMLAttributes } from 'preact';
import { useId, useState } from 'preact/hooks';
import { t } from '../lib/i18n';

type Control = HTMLInputElement | HTMLTextAreaElement;

/** The rest goes to the control: a textarea if it has rows, else an input. */
interface FieldProps extends Omit<AllHTMLAttributes<Control>, 'label' | 'name' | 'rows' | 'type'> {
  label: string;
  name: string;
  hint?: string;
  error?: string;
  rows?: number;
  type?: 'text' | 'email' | 'password' | 'tel' | 'date' | 'number';
  optional?: boolean;
}

/** Label, control, hint and error in one block, tied by ids. */
export function Field({ label, name, hint, error, rows, type = 'text', optional = false, ...rest }: FieldProps) {
  const id = useId();
  const about = [error && `${id}-e`, hint && `${id}-h`].filter(Boolean).join(' ') || undefined;
  const common = {
    id,
    name,
    'aria-describedby': about,
    'aria-invalid': error ? 'true' : undefined,
    ...rest,
  } as AllHTMLAttributes<HTMLElement>;
  return (
    <div class="field">
      <label for={id}>
        {label}
        {optional && (
          <>
            {' '}
            <span class="field-optional">{t('form.optional')}</span>
          </>
        )}
      </label>
      {rows ? (
        <textarea rows={rows} {...(common as TextareaHTMLAttributes<HTMLTextAreaElement>)} />
      ) : type === 'password' ? (
        <Password {...(common as PasswordProps)} />
      ) : (
        <input {...({ type, ...common } as InputHTMLAttributes<HTMLInputElement>)} />
      )}
      {error && (
        <p class="error" id={`${id}-e`}>
          {error}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-h`}>
          {hint}
        </p>
      )}
    </div>
  );
}

type PasswordProps = InputHTMLAttributes<HTMLInputElement>;

/** A password that can be shown. */
function Password(p: PasswordProps) {
  const [shown, show] = useState(false);
  return (
    <div class="password">
      <input
        {...({ type: shown ? 'text' : 'password', autocapitalize: 'off', spellcheck: false, ...p } as PasswordProps)}
      />
      <button type="button" class="btn-text" aria-pressed={shown} onClick={() => show(!shown)}>
        {t(shown ? 'form.hide' : 'form.show')}
      </button>
    </div>
  );
}

/** A choice of one, as radio buttons in a row. */
export const Choice = <V extends string>({
  legend,
  name,
  value,
  options,
  onPick,
  quiet,
}: {
  legend: string;
  name: string;
  value: V;
  options: readonly { value: V; label: string; hint?: string }[];
  onPick?: (v: V) => void;
  quiet?: boolean;
}) => (
  <fieldset class="choice">
    <legend class={quiet ? 'vh' : ''}>{legend}</legend>
    <div class="seg">
      {options.map((o) => (
        <label key={o.value}>
          <input
            class="vh"
            type="radio"
            name={name}
            value={o.value}
            checked={value === o.value}
            onChange={() => onPick?.(o.value)}
          />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  </fieldset>
);
