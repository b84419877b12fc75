import { useRef, useState } from 'preact/hooks';
import { run } from '../lib/api';
import type { Priority } from '../lib/contract';
import { differing, isControl, useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { saveSettings } from '../lib/saveSettings';
import { toast } from '../lib/toast';
import type { Hours as HoursOfDay, Schedule } from '../lib/types';
import { Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Failed, Ghosts } from '../ui/states';
import { dayInWords, fits, useSchedule, weekdays, zones } from './schedule';
import { afterSaving, turn, useUnsaved, withUnsaved } from './unsavedChanges';
import { UnsavedNote } from './unsavedNote';

/** The intervals of one day. */
function Day({
  name,
  hours,
  onChange,
  error,
}: {
  name: string;
  hours: HoursOfDay;
  onChange: (hours: HoursOfDay) => void;
  error?: string;
}) {
  const put = (i: number, side: 0 | 1, value: string) =>
    onChange(
      hours.map((span, j) => (j === i ? (side ? [span[0], value] : [value, span[1]]) : span) as [string, string]),
    );
  const more = () => onChange([...hours, (hours.length ? ['', ''] : ['09:00', '18:00']) as [string, string]]);
  const id = `day-${name}`;
  return (
    <fieldset class="day" aria-describedby={error ? id : undefined}>
      <legend>{name}</legend>
      <div class="day-hours">
        {!hours.length && <span class="hint">{t('hours.off')}</span>}
        {hours.map((span, i) => (
          <span class="day-span" key={i}>
            <input
              type="time"
              aria-label={t('hours.from', { day: name })}
              aria-invalid={error ? 'true' : undefined}
              value={span[0]}
              onInput={(e) => put(i, 0, e.currentTarget.value)}
            />
            <span aria-hidden="true">–</span>
            <input
              type="time"
              aria-label={t('hours.to', { day: name })}
              aria-invalid={error ? 'true' : undefined}
              value={span[1]}
              onInput={(e) => put(i, 1, e.currentTarget.value)}
            />
            <button
              type="button"
              class="btn-icon"
              aria-label={t('hours.remove', { day: name, hours: `${span[0]}–${span[1]}` })}
              onClick={() => onChange(hours.filter((_, j) => j !== i))}
            >
              <Icon name="close" />
            </button>
          </span>
        ))}
        <button type="button" class="btn-text" aria-label={`${t('hours.more')}: ${name}`} onClick={more}>
          {t('hours.more')}
        </button>
      </div>
      {error && (
        <p class="error" id={id}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/**
 * pending: gives them with the day that is filled in and not added yet, which is meant to be saved
 * too; null if its hours are wrong
 */
function Exceptions({
  exceptions,
  pending,
  onChange,
  error,
}: {
  exceptions: Record<string, HoursOfDay>;
  pending: { current: () => Record<string, HoursOfDay> | null };
  onChange: (e: Record<string, HoursOfDay>) => void;
  error?: string;
}) {
  const [day, setDay] = useState('');
  const [yearly, setYearly] = useState(false);
  const [hours, setHours] = useState<HoursOfDay>([]);
  const [problem, setProblem] = useState('');
  const withDay = () => {
    if (!day) return exceptions;
    if (!fits(hours)) {
      setProblem(t('hours.wrong'));
      return null;
    }
    setProblem('');
    setDay('');
    setHours([]);
    return { ...exceptions, [yearly ? day.slice(5) : day]: hours };
  };
  pending.current = withDay;
  const add = () => {
    if (!day) return setProblem(t('hours.need_day'));
    const all = withDay();
    return all && onChange(all);
  };
  const drop = (key: string) => onChange(Object.fromEntries(Object.entries(exceptions).filter(([k]) => k !== key)));
  const sorted = Object.entries(exceptions).sort(([a], [b]) => a.length - b.length || a.localeCompare(b));
  return (
    <div class="stack">
      <ul class="exceptions">
        {sorted.map(([key, of]) => (
          <li key={key}>
            <span>
              {dayInWords(key)}
              {key.length === 5 && (
                <>
                  {' '}
                  <span class="hint">{t('hours.yearly')}</span>
                </>
              )}
            </span>
            <span class="hint">{of.length ? of.map(([a, b]) => `${a}–${b}`).join(', ') : t('hours.off')}</span>
            <button
              type="button"
              class="btn-icon"
              aria-label={t('hours.drop', { day: dayInWords(key) })}
              onClick={() => drop(key)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="exception-new">
        <div class="field">
          <label for="exception-day">{t('hours.day')}</label>
          <input
            id="exception-day"
            type="date"
            value={day}
            aria-describedby={problem ? 'exception-e' : undefined}
            aria-invalid={problem ? 'true' : undefined}
            onInput={(e) => setDay(e.currentTarget.value)}
          />
        </div>
        <label class="check">
          <input type="checkbox" checked={yearly} onChange={(e) => setYearly(e.currentTarget.checked)} />
          {t('hours.every_year')}
        </label>
        <Day name={t('hours.of_day')} hours={hours} onChange={setHours} />
        <button type="button" class="btn" onClick={add}>
          {t('hours.add_day')}
        </button>
      </div>
      {(problem || error) && (
        <p class="error" role="alert" id="exception-e">
          {problem || error}
        </p>
      )}
    </div>
  );
}

/** What the form has of a schedule. */
const known = ({ timezone, week, exceptions, target_high, target_normal, target_low }: Schedule) => ({
  timezone,
  week,
  exceptions: exceptions ?? {},
  target_high,
  target_normal,
  target_low,
});

function Form({ of, onSaved }: { of: Schedule; onSaved: (now: Schedule) => void }) {
  const [base, setBase] = useState(known(of)); // as read, and as saved since
  const [begin] = useState(() => withUnsaved('schedule', base));
  const [typed, setTyped] = useState(begin);
  const kept = useUnsaved('schedule', typed, base);
  const { week, exceptions } = typed;
  const put = (some: Partial<typeof typed>) => setTyped((now) => ({ ...now, ...some }));
  const pending = useRef<() => Record<string, HoursOfDay> | null>(() => exceptions);
  const [bad, setBad] = useState<number[]>([]);
  const { errors, show, busy, props } = useForm<'timezone' | 'target_high' | 'target_normal' | 'target_low'>(
    async (v) => {
      const wrong = week.flatMap((hours, i) => (fits(hours) ? [] : [i]));
      setBad(wrong);
      if (wrong.length) {
        document.querySelectorAll('.week .day')[wrong[0] ?? 0]?.querySelector('input')?.focus();
        return;
      }
      const days = pending.current();
      if (!days) return;
      const now = {
        timezone: v.timezone,
        week,
        exceptions: days,
        target_high: Number(v.target_high),
        target_normal: Number(v.target_normal),
        target_low: Number(v.target_low),
      };
      setTyped(now);
      const changed = differing(now, base);
      const saved = await run(() => saveSettings<Schedule>('schedule', of.id, changed, base), { fields: show });
      if (!saved) return;
      const stored = known(saved);
      setBase(afterSaving({ ...base, ...changed }, changed, stored));
      setTyped((later) => afterSaving(later, changed, stored));
      kept.saved(changed, stored);
      onSaved(saved);
      toast(t('hours.saved'));
    },
    { aside: ['week', 'exceptions'] },
  );
  const onInput = (e: Event) => {
    props.onInput(e);
    if (!(e.target instanceof Element && isControl(e.target))) return;
    const { name, value } = e.target;
    if (name in typed) put({ [name]: name === 'timezone' || value === '' ? value : Number(value) });
  };
  const { russian, other } = zones(begin.timezone);
  const names = weekdays();
  const target = (p: Priority) => (
    <Field
      label={t(`priority.${p}`)}
      name={`target_${p}`}
      type="number"
      required
      min="0.25"
      max="1000"
      step="0.25"
      inputmode="decimal"
      defaultValue={String(begin[`target_${p}`])}
      error={errors[`target_${p}`]}
    />
  );
  return (
    <form {...props} onInput={onInput}>
      <UnsavedNote of={kept} />
      <section class="stack">
        <h3>{t('hours.week')}</h3>
        <div class="week">
          {week.map((hours, i) => (
            <Day
              key={i}
              name={names[i] ?? ''}
              hours={hours}
              error={bad.includes(i) ? t('hours.wrong') : ''}
              onChange={(next: HoursOfDay) => {
                setBad(bad.filter((d) => d !== i));
                put({ week: week.map((w, j) => (j === i ? next : w)) });
              }}
            />
          ))}
        </div>
        {errors.week && (
          <p class="error" role="alert">
            {errors.week}
          </p>
        )}
        <div class="field select">
          <label for="timezone">{t('hours.timezone')}</label>
          <select
            id="timezone"
            name="timezone"
            aria-describedby={errors.timezone ? 'timezone-e' : undefined}
            aria-invalid={errors.timezone ? 'true' : undefined}
          >
            <optgroup label={t('hours.russian')}>
              {russian.map((z) => (
                <option key={z} value={z} selected={z === begin.timezone}>
                  {z}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('hours.other')}>
              {other.map((z) => (
                <option key={z} value={z} selected={z === begin.timezone}>
                  {z}
                </option>
              ))}
            </optgroup>
          </select>
          {errors.timezone && (
            <p class="error" id="timezone-e">
              {errors.timezone}
            </p>
          )}
        </div>
      </section>
      <section class="stack">
        <h3>{t('hours.exceptions')}</h3>
        <Exceptions
          pending={pending}
          exceptions={exceptions}
          onChange={(next: Record<string, HoursOfDay>) => put({ exceptions: next })}
          error={errors.exceptions}
        />
      </section>
      <fieldset class="stack">
        <legend class="hours-legend">{t('hours.targets')}</legend>
        <p class="hint">{t('hours.targets_hint')}</p>
        <div class="pair">
          {target('high')}
          {target('normal')}
          {target('low')}
        </div>
      </fieldset>
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}

/** When the firm works, and how soon it answers. */
export function OfficeHours() {
  const { schedule, failed, reload } = useSchedule();
  if (failed.value) return <Failed text={failed.value} retry={reload} />;
  return schedule.value ? (
    <Form
      key={turn.value}
      of={schedule.value}
      onSaved={(now: Schedule) => {
        schedule.value = now;
      }}
    />
  ) : (
    <Ghosts n={7} />
  );
}
