import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { me } from '../lib/api';
import { categories, loadCategories } from '../lib/categories';
import { taskLimits } from '../lib/contract';
import { openStatuses } from '../lib/facts';
import { day, number, t } from '../lib/i18n';
import type { Filters, Name, View } from '../lib/queueFilters';
import { address, chips, sorts, usualSort, views } from '../lib/queueFilters';
import { nameOf, staff } from '../lib/staff';
import { statusText } from '../lib/statusText';
import type { QueuePage } from '../lib/types';
import { Icon } from '../ui/icon';
import { Options, PriorityOptions } from '../ui/options';
import { Search } from '../ui/search';

type Counts = QueuePage['counts'];

const countOf = (counts: Counts, view: View) =>
  view ? counts[view] : openStatuses.reduce((sum, status) => sum + counts[status], 0);

export const many = (n: number, capped: boolean) =>
  capped && n >= taskLimits.counted ? `${number(taskLimits.counted)}+` : number(n);

/** Views that fix the consultant themselves. */
const ownViews: string[] = ['mine', 'unassigned'];

/** The views as links with their counts. */
export function Views({ filters, counts, number: n }: { filters: Filters; counts: Counts | null; number: string }) {
  const list = useRef<HTMLElement | null>(null);
  useEffect(() => {
    // on a phone the one that is shown may be out of sight
    const here = list.current?.querySelector('[aria-current]');
    if (list.current && here instanceof HTMLElement)
      list.current.scrollLeft = here.offsetLeft - (list.current.clientWidth - here.offsetWidth) / 2;
  }, [filters.view, !!counts]);
  return (
    <nav class="q-views" ref={list} aria-label={t('desk.views')}>
      <ul>
        {views.map((view) => (
          <li key={view}>
            <a
              href={address(
                { view, consultant: ownViews.includes(view) ? '' : filters.consultant, sort: filters.sort },
                n,
              )}
              aria-current={!filters.q && !filters.status && filters.view === view ? 'page' : undefined}
            >
              <span>{t(`desk.view_${view || 'open'}`)}</span>
              {counts && (
                <span class={`q-n ${view === 'overdue' && counts.overdue ? 'q-burns' : ''}`}>
                  {many(countOf(counts, view), view === 'answered' || view === 'overdue')}
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

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
  <label class="select">
    <span class="vh">{label}</span>
    <select value={value} onChange={(e) => onPick(e.currentTarget.value)}>
      {children}
    </select>
  </label>
);

function chipText(filters: Filters, name: (typeof chips)[number]) {
  const value = filters[name];
  if (name === 'status')
    return value
      .split(',')
      .map((status) => statusText(status))
      .join(', ');
  if (name === 'rating') return t('desk.chip_rating', { n: value.replaceAll(',', ', ') });
  if (name === 'created' || name === 'done' || name === 'closed' || name === 'finished') {
    const [from, to] = value.split('..');
    const said = (d: string | undefined) => (d ? day(`${d}T12:00`) : '…');
    return t(`desk.chip_${name}`, { from: said(from), to: said(to) });
  }
  return t(`desk.chip_${name}`);
}

/** The other filters: consultant, priority, category, order, words. */
export function QueueFilters({
  filters,
  compact,
  onChange,
  onCompact,
  onEnter,
}: {
  filters: Filters;
  compact: boolean;
  onChange: (f: Partial<Filters>) => void;
  onCompact: () => void;
  onEnter: () => void;
}) {
  const pick = (name: Name) => (value: string) => onChange({ [name]: value });
  const usual = filters.q ? 'best' : usualSort(filters.view);
  useEffect(() => {
    loadCategories();
  }, []);
  return (
    <div class={`filters q-filters ${categories.value?.length ? 'q-sorted' : ''}`} role="search">
      <Search label={t('desk.search')} value={filters.q} onSearch={pick('q')} onEnter={onEnter} />
      <Select
        label={t('desk.whose')}
        value={filters.consultant}
        onPick={(v: string) => onChange({ consultant: v, ...(ownViews.includes(filters.view) && { view: '' }) })}
      >
        <option value="">{t('desk.everybody')}</option>
        <option value="me">{t('desk.mine')}</option>
        <option value="none">{t('desk.nobody')}</option>
        <Options
          of={Object.entries(staff.value)
            .filter(([id]) => id !== me.value?.id)
            .map(([id, name]) => ({ id, name }))}
        />
        {filters.consultant.length > 4 && !staff.value[filters.consultant] && (
          <option value={filters.consultant}>{nameOf(filters.consultant)}</option>
        )}
      </Select>
      <Select label={t('task.priority')} value={filters.priority} onPick={pick('priority')}>
        <option value="">{t('desk.any_priority')}</option>
        <PriorityOptions />
      </Select>
      {!!categories.value?.length && (
        <Select label={t('task.category')} value={filters.category} onPick={pick('category')}>
          <option value="">{t('desk.any_category')}</option>
          <option value="none">{t('desk.no_category')}</option>
          <Options of={categories.value} />
        </Select>
      )}
      <Select
        label={t('desk.sort')}
        value={filters.sort || usual}
        onPick={(v: string) => onChange({ sort: v === usual ? '' : v })}
      >
        {filters.q && <option value="best">{t('desk.sort_best')}</option>}
        {sorts.map((s) => (
          <option key={s} value={s}>
            {t(`desk.sort_${s}`)}
          </option>
        ))}
      </Select>
      <button
        type="button"
        class="btn-icon q-density"
        aria-pressed={compact}
        aria-label={t('desk.compact')}
        title={t('desk.compact')}
        onClick={onCompact}
      >
        <Icon name="list" />
      </button>
      {chips
        .filter((c) => filters[c])
        .map((c) => (
          <button
            key={c}
            type="button"
            class="btn btn-small q-chip"
            aria-label={t('desk.chip_off', { what: chipText(filters, c) })}
            onClick={() => onChange({ [c]: '' })}
          >
            {chipText(filters, c)}
            <Icon name="close" />
          </button>
        ))}
    </div>
  );
}
