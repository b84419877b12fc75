import { useState } from 'preact/hooks';
import { ratings } from '../lib/contract';
import { allRatings } from '../lib/facts';
import { t } from '../lib/i18n';

const star = 'M12 2.8l2.8 5.9 6.4.8-4.7 4.5 1.2 6.4-5.7-3.1-5.7 3.1 1.2-6.4L2.8 9.5l6.4-.8L12 2.8Z';
const Star = () => (
  <svg class="star" viewBox="0 0 24 24" aria-hidden="true">
    <path d={star} />
  </svg>
);

/**
 * Radio buttons drawn as stars: arrows, Tab and screen readers work as with any. A rating can be
 * taken back.
 */
export function StarInput({ name, value: given = 0, error }: { name: string; value?: number; error?: string }) {
  const [value, setValue] = useState(given);
  return (
    <fieldset class="stars" aria-describedby={error ? `${name}-error` : undefined}>
      <legend>{t('rate.legend')}</legend>
      <div class="stars-row">
        {allRatings.map((n) => (
          <label key={n} class={n <= value ? 'on' : ''}>
            <input class="vh" type="radio" name={name} value={n} checked={value === n} onChange={() => setValue(n)} />
            <Star />
            <span class="vh">
              {t('rate.stars', { n })}: {t(`rate.${n}` as 'rate.1')}
            </span>
          </label>
        ))}
        <span class="stars-word" aria-hidden="true">
          {value ? t(`rate.${value}` as 'rate.1') : ''}
        </span>
        {value > 0 && (
          <button type="button" class="btn-text" onClick={() => setValue(0)}>
            {t('rate.clear')}
          </button>
        )}
      </div>
      {error && (
        <p class="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

export const StarShow = ({ n }: { n: number }) => (
  <span class="stars-show" role="img" aria-label={t('rate.given', { n, of: ratings.highest })}>
    {allRatings.map((i) => (
      <span key={i} class={i <= n ? 'on' : ''}>
        <Star />
      </span>
    ))}
  </span>
);
