import { useEffect } from 'preact/hooks';
import { categoryName, loadCategories } from '../lib/categories';
import type { Field } from '../lib/historyText';
import { changedFields } from '../lib/historyText';
import { date, t } from '../lib/i18n';
import type { Event, FileNames } from '../lib/types';
import { fileName } from '../ui/files';
import type { Change } from './diff';
import { compare } from './diff';

/** The text of a field; files are listed one a line. */
function inWords(field: Field, v: unknown, files: FileNames | null) {
  if (Array.isArray(v)) return v.map((stored) => fileName(files, stored)).join('\n');
  const text = typeof v === 'string' ? v : '';
  if (field === 'category') return text && (categoryName(text) || '…');
  if (field === 'priority') return text && t(`priority.${text}` as 'priority.low');
  return text && (field === 'done_at' || field === 'closed_at') ? date(text) : text;
}

/** Shown not by colour alone: struck out or underlined, and named for screen readers. */
export function Part({ part }: { part: Change }) {
  if (part.kind === 'del')
    return (
      <del>
        <span class="vh">{t('changes.del')} </span>
        {part.text}
      </del>
    );
  if (part.kind === 'ins')
    return (
      <ins>
        <span class="vh">{t('changes.ins')} </span>
        {part.text}
      </ins>
    );
  return part.text;
}

/** What an edit has changed, field by field. */
export function Changes({ event, files }: { event: Event; files: FileNames | null }) {
  useEffect(() => {
    loadCategories();
  }, []);
  return (
    <dl class="changes">
      {changedFields(event).map((f) => (
        <div key={f}>
          <dt>{t(`task.${f}`)}</dt>
          <dd class="words">
            {compare(inWords(f, event.before?.[f], files), inWords(f, event.after?.[f], files)).map((part, i) => (
              <Part key={i} part={part} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
