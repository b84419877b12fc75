import { useId, useState } from 'preact/hooks';
import { categoryName } from '../lib/categories';
import { limits } from '../lib/contract';
import { t } from '../lib/i18n';
import { nameOf } from '../lib/staff';
import { statusText } from '../lib/statusText';
import type { Task } from '../lib/types';
import { Part } from './changes';
import { compare } from './diff';
import type { Fields, Version } from './versions';
import { versions } from './versions';

const fields = ['title', 'description', 'category', 'priority', 'status', 'consultant'] as const;
export type Field = (typeof fields)[number];
const texts: readonly Field[] = ['title', 'description'];

/** A value as people read it. */
function said(field: Field, v: string) {
  if (field === 'category') return v ? categoryName(v) : t('task.category_none');
  if (field === 'priority') return t(`priority.${v}` as 'priority.low');
  if (field === 'status') return statusText(v);
  if (field === 'consultant') return v ? nameOf(v) : t('stale.nobody');
  return v || '—';
}

/** One version, with what the other lacks marked. */
function Side({ v, side }: { v: Version<Field>; side: 'now' | 'mine' }) {
  const skip = side === 'now' ? 'ins' : 'del';
  if (!texts.includes(v.field)) return said(v.field, v[side]);
  if (!v[side]) return '—';
  return compare(v.now, v.mine)
    .filter((part) => part.kind !== skip)
    .map((part, i) => <Part key={i} part={part} />);
}

function Both({ v, onMerge }: { v: Version<Field>; onMerge: (text: string) => void }) {
  const id = useId();
  const [merging, merge] = useState(false);
  const label = t(`task.${v.field}`);
  const open = () => {
    merge(true);
    onMerge(v.mine);
  };
  return (
    <section class="stale-field">
      <h3>{label}</h3>
      <dl class="stale-sides">
        <div>
          <dt>{t('stale.now')}</dt>
          <dd class="words">
            <Side v={v} side="now" />
          </dd>
        </div>
        <div>
          <dt>{t('stale.mine')}</dt>
          <dd class="words">
            <Side v={v} side="mine" />
          </dd>
        </div>
      </dl>
      {texts.includes(v.field) &&
        (merging ? (
          <div class="field">
            <label for={id}>{t('stale.merged', { field: label.toLowerCase() })}</label>
            <textarea
              id={id}
              rows={v.field === 'title' ? 1 : 5}
              maxlength={limits.tasks[v.field === 'title' ? 'title' : 'description'].max}
              defaultValue={v.mine}
              onInput={(e) => onMerge(e.currentTarget.value)}
            />
          </div>
        ) : (
          <p>
            <button type="button" class="btn-text" onClick={open}>
              {t('stale.merge')}
            </button>
          </p>
        ))}
    </section>
  );
}

/** Fields that only the other person has changed, and that stay so. */
const Theirs = ({ list }: { list: Version<Field>[] }) => (
  <section class="stale-field">
    <h3>{t('stale.theirs')}</h3>
    <ul class="stale-theirs">
      {list.map((v) => (
        <li key={v.field}>
          {t(`task.${v.field}`)}: {said(v.field, v.now)}
        </li>
      ))}
    </ul>
  </section>
);

/**
 * Both versions of a task that somebody else was first to change. What is
 * written here by hand goes in place of the person's own words.
 */
export function Conflict({
  base,
  mine,
  present,
  onSave,
  onLeave,
}: {
  base: Task;
  mine: Fields;
  present: Task;
  /** Gets the fields the person wants otherwise than they are. */
  onSave: (mine: Record<string, string>) => unknown;
  onLeave: () => void;
}) {
  const [merged, setMerged] = useState<Record<string, string>>({});
  const all = versions({ ...base }, mine, { ...present }, fields);
  const own = all.filter((v) => v.kind !== 'theirs');
  const theirs = all.filter((v) => v.kind === 'theirs');
  const save = () => onSave(Object.fromEntries(own.map((v) => [v.field, merged[v.field] ?? v.mine])));
  return (
    <div class="stale">
      <p class="note note-bad" role="alert">
        {t('edit.stale')}
      </p>
      {own.map((v) => (
        <Both key={v.field} v={v} onMerge={(text: string) => setMerged((m) => ({ ...m, [v.field]: text }))} />
      ))}
      {theirs.length > 0 && <Theirs list={theirs} />}
      <div class="actions">
        <button type="button" class="btn" onClick={onLeave}>
          {t('stale.leave')}
        </button>
        <button type="button" class="btn btn-main" onClick={save}>
          {t('stale.save')}
        </button>
      </div>
    </div>
  );
}
