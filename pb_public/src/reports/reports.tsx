import '../ui/lists.css';
import './reports.css';
import './ru';
import { Fragment } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { categoryName, loadCategories } from '../lib/categories';
import { type Priority, reportTables, type ReportTable as TableName } from '../lib/contract';
import { isoDay } from '../lib/dates';
import { firmToday, loadZone } from '../lib/firmDay';
import { day, type Key, number, shortDay, t } from '../lib/i18n';
import { usePage } from '../lib/page';
import { address } from '../lib/queueFilters';
import { go, route } from '../lib/router';
import ru from '../lib/ru';
import { loadStaff, nameOf } from '../lib/staff';
import type { ReportPeriod as Period, Report, ReportRow } from '../lib/types';
import { DeskMenu } from '../ui/deskMenu';
import { Export } from '../ui/export';
import { Choice } from '../ui/field';
import { ManagersOnly } from '../ui/managersOnly';
import { Empty, Failed, Ghosts } from '../ui/states';
import { Chart } from './chart';
import { linksOf } from './figures';
import { LowRatings } from './lowRatings';
import { ReportPeriod } from './period';
import { periodOf, presetOf, presets, unitOf } from './periods';
import { ReportTable } from './table';
import { ReportFigures } from './totals';
import { useReport } from './useReport';

/** The period is of the firm's days: its time zone is asked for first. */
export const prepare = loadZone;

/** Other dates are the same page. */
export const key = '/reports';

/** As many days fit as bars; longer periods are shown by weeks unless somebody wants days. */
const daysShown = 45;

/** What narrows a report, beside its period. */
const filterNames = ['consultant', 'organization', 'priority', 'category'] as const;
type Filters = Record<(typeof filterNames)[number], string>;
const isFilter = (column: string) => filterNames.some((name) => name === column);

/** What the row of tasks without any is called, by table. */
const nameless: Partial<Record<TableName, Key>> = {
  consultants: 'reports.nobody',
  organizations: 'reports.nameless',
  categories: 'reports.uncategorised',
};

/** What a row is of: the text of a value of the contract, or its name. */
function rowName(table: TableName, column: string, row: ReportRow) {
  const key = `${column}.${row.id}`;
  return key in ru ? t(key as 'priority.high') : row.name || t(nameless[table] ?? 'reports.nameless');
}
type Query = Filters & Record<'from' | 'to' | 'preset', string>;

/** What asks of a report. Without days the period is that of the preset, and this month without either. */
function read(query: URLSearchParams): Query {
  const preset =
    presets.find((p) => p === query.get('preset')) ?? (query.has('from') || query.has('to') ? '' : 'month');
  const now = periodOf(preset || 'month', firmToday());
  const filters = Object.fromEntries(filterNames.map((n) => [n, query.get(n) ?? ''])) as Filters;
  return { from: query.get('from') || now.from, to: query.get('to') || now.to, preset, ...filters };
}

/** The address of a report. */
const addressOf = (query: Record<string, string>) =>
  `/reports?${new URLSearchParams(Object.entries(query).filter(([, v]) => v))}`;

export default function Reports() {
  return me.value?.role === 'manager' ? <Whole /> : <ManagersOnly title={t('reports.title')} />;
}

/** Tables of data are for paper too; those that were folded are again once it is printed. */
const openAll = () =>
  document.querySelectorAll('.report details:not([open])').forEach((d) => {
    d.setAttribute('open', '');
    d.classList.add('for-paper');
  });
const foldAll = () =>
  document.querySelectorAll('.report .for-paper').forEach((d) => {
    d.removeAttribute('open');
    d.classList.remove('for-paper');
  });

/** What the figures are of alone: paper has no fields to tell. */
function onlyWords(filters: Filters, report: Report | null) {
  const { consultant, organization, priority, category } = filters;
  const what = [
    consultant && (consultant === 'none' ? t('reports.nobody') : nameOf(consultant)),
    organization && (report?.organizations.find((o) => o.id === organization)?.name ?? t('column.organization')),
    priority
      .split(',')
      .filter(Boolean)
      .map((p) => t(`priority.${p as Priority}`))
      .join(', '),
    category && (categoryName(category) || t('reports.uncategorised')),
  ].filter(Boolean);
  return what.length > 0 && t('reports.only', { what: what.join(', ') });
}

function Whole() {
  const heading = usePage(t('reports.title'));
  const text = route.value?.query.toString() ?? '';
  const query = useMemo(() => read(new URLSearchParams(text)), [text]);
  const { from, to, preset, ...filters } = query;
  const asked = { from, to, unit: unitOf(presetOf(query, firmToday())), ...filters };
  const { report: loaded, failed, wrong, busy, reload } = useReport(asked);
  useEffect(() => {
    loadStaff();
    loadCategories();
  }, []);
  useEffect(() => {
    addEventListener('beforeprint', openAll);
    addEventListener('afterprint', foldAll);
    return () => {
      removeEventListener('beforeprint', openAll);
      removeEventListener('afterprint', foldAll);
    };
  }, []);
  const change = (some: Record<string, string>) => go(addressOf({ ...query, ...some }), { stay: true });
  const report = loaded.value;
  return (
    <>
      <DeskMenu />
      <div class="head">
        <h1 {...heading}>{t('reports.title')}</h1>
        <Export what="report" query={asked} />
      </div>
      <div class="report" aria-busy={busy.value}>
        <ReportPeriod query={query} wrong={wrong.value} onChange={change} />
        <p class="report-only vh" role="status">
          {onlyWords(filters, report)}
        </p>
        {failed.value && <Failed text={failed.value} retry={reload} />}
        {!report && !failed.value && !wrong.value && <Ghosts n={6} />}
        {report && (
          <>
            <Burning report={report} filters={filters} />
            <LowRatings />
            <Figures report={report} filters={filters} preset={preset} />
          </>
        )}
      </div>
    </>
  );
}

/** What a manager looks at first. */
const Burning = ({ report, filters }: { report: Report; filters: Filters }) => (
  <section class="report-part">
    <h2>{t('reports.burning')}</h2>
    <ul class="burning">
      <li class={report.backlog.overdue ? 'burns' : ''}>
        <a href={address({ ...filters, view: 'overdue' })}>{t('reports.overdue', { n: report.backlog.overdue })}</a>
      </li>
      <li>
        <a href={address({ ...filters, sort: 'oldest' })}>{t('reports.backlog', { n: report.backlog.n })}</a>
      </li>
      <li>
        <a href={address({ view: 'unassigned' })}>{t('reports.unassigned')}</a>
      </li>
    </ul>
  </section>
);

/** The days of a week that the period has: its figures are of them. Days are texts that sort. */
const within = (week: Period, period: Period): Period => ({
  from: [week.from, period.from].sort().at(-1) ?? '',
  to: [week.to, period.to].sort().at(0) ?? '',
});

function Figures({ report, filters, preset }: { report: Report; filters: Filters; preset: string }) {
  const { period, totals, days, weeks, backlog } = report;
  const [step, setStep] = useState('');
  const byDay = step ? step === 'days' : days.length <= daysShown;
  const end = (monday: string) => {
    const d = new Date(`${monday}T12:00`);
    d.setDate(d.getDate() + 6);
    return isoDay(d);
  };
  const flow = (byDay ? days : weeks).map((d) => {
    const of = linksOf(
      byDay ? { from: d.date, to: d.date } : within({ from: d.date, to: end(d.date) }, period),
      filters,
    );
    return {
      label: day(`${d.date}T12:00`),
      short: shortDay(`${d.date}T12:00`),
      hrefs: [of.created, of.done],
      values: [d.created, d.done],
    };
  });
  const ages = backlog.now.map((a) => ({
    label: t(`reports.age_${a.age}`),
    hrefs: [address({ ...filters, created: `${a.from}..${a.to}` })],
    values: [a.n],
  }));
  const to = linksOf(period, filters);
  const ratings = totals.now.ratings.map((n, i) => ({
    label: t('reports.stars', { n: i + 1 }),
    hrefs: [to.rating(String(i + 1))],
    values: [n],
  }));
  const narrow = (some: Record<string, string>) =>
    addressOf({ from: period.from, to: period.to, preset, ...filters, ...some });
  const table = { period, filters };
  return (
    <>
      <section class="report-part">
        <h2>{t('reports.figures')}</h2>
        <ReportFigures report={report} filters={filters} />
      </section>
      {totals.now.created + totals.now.done + totals.now.closed === 0 ? (
        <Empty title={t('reports.none')}>
          <p>{t('reports.none_hint')}</p>
        </Empty>
      ) : (
        <section class="report-part">
          <div class="head">
            <h2>{t('reports.flow')}</h2>
            {days.length > 7 && (
              <Choice
                legend={t('reports.step')}
                name="step"
                value={byDay ? 'days' : 'weeks'}
                quiet
                onPick={setStep}
                options={[
                  { value: 'days', label: t('reports.by_days') },
                  { value: 'weeks', label: t('reports.by_weeks') },
                ]}
              />
            )}
          </div>
          <Chart
            title={t(byDay ? 'reports.flow_days' : 'reports.flow_weeks')}
            names={[t('reports.created'), t('reports.done')]}
            bars={flow}
            what={t(byDay ? 'reports.day' : 'reports.week')}
          />
        </section>
      )}
      <div class="report-two">
        <section class="report-part">
          <h2>{t('reports.ages')}</h2>
          <Chart
            title={t('reports.ages_hint', { n: number(backlog.n) })}
            names={[t('reports.tasks')]}
            bars={ages}
            what={t('reports.age')}
          />
        </section>
        <section class="report-part">
          <h2>{t('reports.ratings')}</h2>
          <Chart
            title={t('reports.ratings_hint', { rated: number(totals.now.rated), n: number(totals.now.finished) })}
            names={[t('reports.ratings_n')]}
            bars={ratings}
            what={t('reports.rating')}
          />
        </section>
      </div>
      {reportTables.map(({ name, column }) => (
        <Fragment key={name}>
          <ReportTable
            {...table}
            title={t(`table.${name}`)}
            what={t(`column.${column}`)}
            rows={report[name]}
            by={column}
            narrow={isFilter(column) ? narrow : undefined}
            name={(r) => rowName(name, column, r)}
          />
          {(report[`${name}_total`] ?? 0) > report[name].length && (
            <p class="hint">
              {t('reports.most_organizations', { n: report[name].length, of: report[`${name}_total`] ?? 0 })}
            </p>
          )}
        </Fragment>
      ))}
      <p class="hint">{t('reports.hint')}</p>
    </>
  );
}
