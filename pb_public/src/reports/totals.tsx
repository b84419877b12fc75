import type { ComponentChildren } from 'preact';
import { ratings } from '../lib/contract';
import { allRatings, lowRatings } from '../lib/facts';
import { number, t } from '../lib/i18n';
import type { Report } from '../lib/types';
import { change, changeOfTime, duration, linksOf, periodWords, share } from './figures';

const Figure = ({
  label,
  value,
  said,
  href,
}: {
  label: string;
  value: string;
  said: ComponentChildren;
  href?: string;
}) => (
  <div class="figure">
    <dt>{label}</dt>
    <dd>
      <span class="figure-value">{href ? <a href={href}>{value}</a> : value}</span>
      <span class="figure-said">{said}</span>
    </dd>
  </div>
);

/** The figures one looks at first, beside those of the period before. */
export function ReportFigures({ report, filters }: { report: Report; filters: Record<string, string> }) {
  const { now, before } = report.totals;
  const to = linksOf(report.period, filters);
  const time = (which: 'answer' | 'work', part: 'median' | 'p90') => (
    <Figure
      label={t(`reports.${which}_${part}`)}
      value={now[which].n ? duration(now[which][part]) : '—'}
      said={
        <>
          {now[which].n > 0 && <>{t('reports.of_tasks', { n: now[which].n })}, </>}
          {changeOfTime(now[which], before[which], part)}
        </>
      }
      href={which === 'work' && now.work.n ? to.done : which === 'answer' && now.answer.n ? to.answered : undefined}
    />
  );
  return (
    <>
      <p class="lead">
        {t('reports.compared', { now: periodWords(report.period), before: periodWords(report.before) })}
      </p>
      <dl class="figures">
        <Figure
          label={t('reports.created')}
          value={number(now.created)}
          said={change(now.created, before.created)}
          href={to.created}
        />
        <Figure
          label={t('reports.done')}
          value={number(now.done)}
          said={change(now.done, before.done)}
          href={to.done}
        />
        <Figure
          label={t('reports.closed')}
          value={number(now.closed)}
          said={change(now.closed, before.closed)}
          href={to.closed}
        />
        {time('answer', 'median')}
        {time('answer', 'p90')}
        {time('work', 'median')}
        {time('work', 'p90')}
        <Figure
          label={t('reports.rated')}
          value={share(now.rated, now.finished)}
          said={t('reports.rated_said', {
            rated: number(now.rated),
            n: number(now.finished),
            was: share(before.rated, before.finished),
          })}
          href={now.rated ? to.rating(allRatings.join()) : undefined}
        />
        <Figure
          label={t('reports.low_ratings', { low: ratings.low })}
          value={number(now.low)}
          said={change(now.low, before.low)}
          href={to.rating(lowRatings.join())}
        />
      </dl>
    </>
  );
}
