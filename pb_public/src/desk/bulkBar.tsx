import type { ComponentChildren } from 'preact';
import { me } from '../lib/api';
import { categories } from '../lib/categories';
import type { Priority } from '../lib/contract';
import { t } from '../lib/i18n';
import { Icon } from '../ui/icon';
import { Options, PriorityOptions } from '../ui/options';

type Bulk = 'take' | 'assign' | 'wait' | 'done' | 'back' | Priority;

/** A choice that acts at once and offers itself anew. */
const Act = <V extends string>({
  label,
  onPick,
  children,
}: {
  label: string;
  /** What an option is the value of. */
  onPick: (value: V) => void;
  children?: ComponentChildren;
}) => (
  <label class="select">
    <span class="vh">{label}</span>
    <select
      onChange={(e) => {
        onPick(e.currentTarget.value as V);
        e.currentTarget.value = '';
      }}
    >
      <option value="">{label}…</option>
      {children}
    </select>
  </label>
);

/** What can be done with the tasks that are selected. */
export function BulkBar({
  n,
  onDo,
  onCategory,
  onNone,
}: {
  n: number;
  onDo: (what: Bulk) => void;
  /** An id, or none. */
  onCategory: (category: string) => void;
  onNone: () => void;
}) {
  const offered = categories.value?.filter((c) => !c.retired) ?? [];
  return (
    <>
      <p class="vh" role="status">
        {n > 0 && t('desk.selected', { n })}
      </p>
      <div class="q-bulk" role="group" aria-label={t('desk.bulk')} hidden={!n}>
        <strong aria-hidden="true">{n > 0 && t('desk.selected', { n })}</strong>
        {(['take', 'assign', 'wait', 'done', 'back'] as const).map((d) => (
          <button key={d} type="button" class="btn btn-small" onClick={() => onDo(d)}>
            {t(`desk.bulk_${d}`)}
          </button>
        ))}
        {me.value?.role === 'manager' && (
          <Act label={t('task.priority')} onPick={onDo}>
            <PriorityOptions />
          </Act>
        )}
        {offered.length > 0 && (
          <Act label={t('task.category')} onPick={onCategory}>
            <option value="none">{t('desk.no_category')}</option>
            <Options of={offered} />
          </Act>
        )}
        <button
          type="button"
          class="btn-icon q-none"
          aria-label={t('desk.select_none')}
          title={t('desk.select_none')}
          onClick={onNone}
        >
          <Icon name="close" />
        </button>
      </div>
    </>
  );
}
