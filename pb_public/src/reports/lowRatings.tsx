import { ago, t } from '../lib/i18n';
import { Export } from '../ui/export';
import { StarShow } from '../ui/stars';
import { Failed } from '../ui/states';
import { useLow } from './useReport';

/** Low ratings, each of which stays until somebody has answered it. */
export function LowRatings() {
  const low = useLow();
  const rows = low.rows.value;
  return (
    <section class="report-part">
      <div class="head">
        <h2>
          {t('reports.low')}
          {low.total.value > 0 && (
            <>
              {' '}
              <span class="report-n">{low.total.value}</span>
            </>
          )}
        </h2>
        {low.total.value > 0 && <Export what="low" />}
      </div>
      {low.failed.value && <Failed text={low.failed.value} retry={low.reload} />}
      {rows && !rows.length && <p class="hint">{t('reports.low_none')}</p>}
      {rows && rows.length > 0 && (
        <ul class="low-list">
          {rows.map((r) => (
            <li key={r.id}>
              <span class="low-stars">
                <StarShow n={r.rating} />
              </span>
              <div>
                <p>
                  <a href={`/desk/${r.number}`}>
                    № {r.number} {r.title}
                  </a>
                </p>
                {r.comment && <p class="low-words">«{r.comment}»</p>}
                <p class="hint">
                  {[
                    r.client_name,
                    r.organization,
                    r.consultant_name && t('reports.low_by', { name: r.consultant_name }),
                    ago(r.rated),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              <span class="low-do">
                <a class="btn btn-small" href={`/desk/${r.number}`}>
                  {t('reports.low_answer')}
                </a>
                <button
                  type="button"
                  class="btn btn-small"
                  aria-label={t('reports.low_off', { n: String(r.number) })}
                  onClick={() => low.answered(r)}
                >
                  {t('reports.low_handled')}
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {low.next.value && (
        <p class="more-rows">
          <button type="button" class="btn" onClick={low.more}>
            {t('tasks.more')}
          </button>
        </p>
      )}
    </section>
  );
}
