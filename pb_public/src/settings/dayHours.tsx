import { t } from '../lib/i18n';
import type { Hours as HoursOfDay } from '../lib/types';
import { Icon } from '../ui/icon';

/** The intervals of one day. */
export function Day({
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
