import { useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import type { Hours as HoursOfDay } from '../lib/types';
import { Icon } from '../ui/icon';
import { Day } from './dayHours';
import { dayInWords, fits } from './schedule';

export function Exceptions({
  exceptions,
  pending,
  onChange,
  error,
}: {
  exceptions: Record<string, HoursOfDay>;
  /** Gives them with the day that is filled in and not added yet, which is meant to be saved too; null if its hours are wrong. */
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
      {sorted.length > 0 && (
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
      )}
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
