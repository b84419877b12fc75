import { ratings } from './contract';
import { t } from './i18n';
import { statusText } from './statusText';
import type { Event } from './types';

/** What a line of history says. */
export type Change = Pick<Event, 'event' | 'before' | 'after'>;

const text = (v: unknown) => (typeof v === 'string' ? v : '');
const fieldKeys = ['title', 'description', 'priority', 'category', 'files', 'done_at', 'closed_at'] as const;
export type Field = (typeof fieldKeys)[number];

/** The fields an edit has changed. */
export const changedFields = (e: Change) => fieldKeys.filter((f) => e.after && f in e.after);

const edited = (e: Change) =>
  t('event.edited', {
    what: changedFields(e)
      .map((f) => t(`task.${f}`).toLowerCase())
      .join(', '),
  });

function assessed(e: Change) {
  const rating = Number(e.after?.rating ?? 0);
  return rating ? t('event.rated', { n: rating, of: ratings.highest }) : t('event.commented');
}

/** One line of history in words, without the name of who did it. */
export function historySentence(e: Change, name: (id: string) => string) {
  if (e.event === 'edited') return edited(e);
  if (e.event === 'assessed') return assessed(e);
  if (e.event === 'status') return t('event.status', { status: statusText(text(e.after?.status)) });
  if (e.event === 'assigned')
    return text(e.after?.consultant)
      ? t('event.assigned', { name: name(text(e.after?.consultant)) })
      : t('event.unassigned');
  return t(`event.${e.event}`);
}
