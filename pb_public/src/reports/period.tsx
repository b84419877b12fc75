import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { categories } from '../lib/categories';
import { firmToday } from '../lib/firmDay';
import { t } from '../lib/i18n';
import { nameOf, staff } from '../lib/staff';
import { Options, PriorityOptions } from '../ui/options';
import { periodOf, presetOf, presets } from './periods';

export type Query = Record<string, string>;

const Select = ({
  label,
  value,
  onPick,
  children,
}: {
  label: string;
  value: string;
  onPick: (v: string) => void;
  children?: ComponentChildren;
}) => (
  <label class="report-field">
    <span>{label}</span>
    <span class="select">
      <select value={value} onChange={(e) => onPick(e.currentTarget.value)}>
        {children}
      </select>
    </span>
  </label>
);

/**
 * A day that is picked counts at once, one that is typed once it is whole: each
 * key of a year makes another day of it.
 */
function Day({
  label,
  value,
  wrong,
  onPick,
}: {
  label: string;
  value: string;
  /** It is described by #period-wrong. */
  wrong: boolean;
  onPick: (v: string) => void;
}) {
  const input = useRef<HTMLInputElement | null>(null);
  const typing = useRef(false);
  useEffect(() => {
    if (input.current) input.current.value = value;
  }, [value]);
  const put = () => {
    typing.current = false;
    const day = input.current?.value;
    if (day && day !== value) onPick(day);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter') put();
    else typing.current = true;
  };
  return (
    <label class="report-field">
      <span>{label}</span>
      <input
        ref={input}
        type="date"
        defaultValue={value}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? 'period-wrong' : undefined}
        onKeyDown={onKeyDown}
        onChange={() => {
          if (!typing.current) put();
        }}
        onBlur={put}
      />
    </label>
  );
}

/** Which period, and of whom. */
export function ReportPeriod({
  query,
  wrong,
  onChange,
}: {
  query: Query;
  /** Why there is no report of it. */
  wrong: string;
  onChange: (q: Query) => void;
}) {
  const chosen = presetOf(query, firmToday());
  const date = (name: 'from' | 'to') => (
    <Day
      label={t(`reports.${name}`)}
      value={query[name] ?? ''}
      wrong={!!wrong}
      onPick={(day: string) => onChange({ [name]: day, preset: '' })}
    />
  );
  const { consultant = '' } = query;
  return (
    <div class="report-period" role="group" aria-label={t('reports.period')}>
      <div class="seg">
        {presets.map((p) => (
          <label key={p}>
            <input
              class="vh"
              type="radio"
              name="preset"
              checked={p === chosen}
              onChange={() => onChange({ ...periodOf(p, firmToday()), preset: p })}
            />
            <span>{t(`reports.p_${p}`)}</span>
          </label>
        ))}
      </div>
      <div class="report-fields">
        {date('from')}
        {date('to')}
        <Select label={t('task.consultant')} value={consultant} onPick={(v: string) => onChange({ consultant: v })}>
          <option value="">{t('reports.everybody')}</option>
          <Options of={Object.entries(staff.value).map(([id, name]) => ({ id, name }))} />
          {consultant && !staff.value[consultant] && (
            <option value={consultant}>{consultant === 'none' ? t('reports.nobody') : nameOf(consultant)}</option>
          )}
        </Select>
        <Select
          label={t('task.priority')}
          value={query.priority ?? ''}
          onPick={(v: string) => onChange({ priority: v })}
        >
          <option value="">{t('reports.any')}</option>
          <PriorityOptions />
        </Select>
        {!!categories.value?.length && (
          <Select
            label={t('reports.category')}
            value={query.category ?? ''}
            onPick={(v: string) => onChange({ category: v })}
          >
            <option value="">{t('reports.any_category')}</option>
            <option value="none">{t('reports.uncategorised')}</option>
            <Options of={categories.value} />
          </Select>
        )}
        {query.organization && (
          <button type="button" class="btn btn-small" onClick={() => onChange({ organization: '' })}>
            {t('reports.organization_off')}
          </button>
        )}
      </div>
      {wrong && (
        <p class="error" id="period-wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
