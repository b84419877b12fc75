import { number, t } from '../lib/i18n';
import type { ReportPeriod, ReportTime, ReportRow as Row } from '../lib/types';
import { Stack } from './chart';
import { duration, linksOf, share } from './figures';

const figure = (n: number, href: string) => (n ? <a href={href}>{number(n)}</a> : '0');
const times = (time: ReportTime, href: string) =>
  time.n ? (
    <>
      <a href={href}>{duration(time.median)}</a>
      <span class="report-p90">{t('reports.p90_short', { time: duration(time.p90) })}</span>
    </>
  ) : (
    '—'
  );

/** The figures by what the tasks have. */
export function ReportTable({
  title,
  what,
  rows,
  period,
  filters,
  narrow,
  by,
  name,
}: {
  title: string;
  what: string;
  rows: Row[];
  period: ReportPeriod;
  filters: Record<string, string>;
  /** The address of the report of that alone; without it the report has no such filter. */
  narrow?: ((only: Record<string, string>) => string) | undefined;
  /** The filter of the queue that a row is of. */
  by: string;
  name: (row: Row) => string;
}) {
  if (!rows.length) return null;
  const id = `report-${by}`;
  return (
    <section class="report-part">
      <h2 id={id}>{title}</h2>
      <div class="report-scroll" role="region" aria-labelledby={id} tabindex={0}>
        <table class="report-table">
          <thead>
            <tr>
              <th scope="col">{what}</th>
              <th scope="col">{t('reports.created')}</th>
              <th scope="col">{t('reports.done')}</th>
              <th scope="col">{t('reports.open')}</th>
              <th scope="col">{t('reports.answer')}</th>
              <th scope="col">{t('reports.work')}</th>
              <th scope="col">{t('reports.ratings')}</th>
              <th scope="col">{t('reports.rated')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => {
              const only = { [by]: r.id || 'none' };
              const to = linksOf(period, { ...filters, ...only });
              return (
                <tr key={r.id}>
                  <th scope="row">
                    {narrow ? (
                      <a
                        href={narrow(only)}
                        title={t('reports.narrow')}
                        aria-current={filters[by] === only[by] ? 'true' : undefined}
                      >
                        {name(r)}
                      </a>
                    ) : (
                      name(r)
                    )}
                  </th>
                  <td>{figure(r.created, to.created)}</td>
                  <td>{figure(r.done, to.done)}</td>
                  <td>{figure(r.open, to.open)}</td>
                  <td>{times(r.answer, to.answered)}</td>
                  <td>{times(r.work, to.done)}</td>
                  <td class="report-ratings">
                    {r.rated ? (
                      <>
                        <Stack values={r.ratings} label={r.ratings.map((n, i) => `${i + 1} — ${n}`).join(', ')} />
                        <span class="report-counts">
                          {r.ratings.map(
                            (n, i) =>
                              n > 0 && (
                                <a key={i} href={to.rating(String(i + 1))}>
                                  {t('reports.stars_count', { stars: i + 1, n: number(n) })}
                                </a>
                              ),
                          )}
                        </span>
                      </>
                    ) : (
                      '—'
                    )}
                  </td>
                  <td>
                    {r.finished ? (
                      <a href={to.finished}>
                        {t('reports.rated_of', { share: share(r.rated, r.finished), n: number(r.finished) })}
                      </a>
                    ) : (
                      '—'
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
