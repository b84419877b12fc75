import { useRef, useState } from 'preact/hooks';
import { run } from '../lib/api';
import type { Priority } from '../lib/contract';
import { differing, isControl, useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { saveSettings } from '../lib/saveSettings';
import { toast } from '../lib/toast';
import type { Hours as HoursOfDay, Schedule } from '../lib/types';
import { Field } from '../ui/field';
import { Failed, Ghosts } from '../ui/states';
import { Day } from './dayHours';
import { ProductionCalendar } from './productionCalendar';
import { fits, otherZones, russianZones, useSchedule, weekdays, zoneInWords } from './schedule';
import { Exceptions } from './specialDays';
import { afterSaving, turn, useUnsaved, withUnsaved } from './unsavedChanges';
import { UnsavedNote } from './unsavedNote';

/** The fields of the schedule in the form. */
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
              {russianZones.map((z) => (
                <option key={z} value={z} selected={z === begin.timezone}>
                  {zoneInWords(z)}
                </option>
              ))}
            </optgroup>
            <optgroup label={t('hours.other')}>
              {otherZones(begin.timezone).map((z) => (
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

/** Office hours and the targets of answers. */
export function OfficeHours() {
  const { schedule, failed, reload } = useSchedule();
  if (failed.value) return <Failed text={failed.value} retry={reload} />;
  return schedule.value ? (
    <>
      <Form
        key={turn.value}
        of={schedule.value}
        onSaved={(now: Schedule) => {
          schedule.value = now;
        }}
      />
      <ProductionCalendar />
    </>
  ) : (
    <Ghosts n={7} />
  );
}
