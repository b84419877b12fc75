import { useRef } from 'preact/hooks';
import { t } from '../lib/i18n';
import type { Comment, Event, FileNames, MailFiles } from '../lib/types';
import { CommentItem } from './commentItem';
import { HistoryLine } from './historyLine';

/** A thread of more comments is longer than a screen. */
const long = 5;

/** The conversation and what happened to the task, in one line of time. */
export function Thread({
  comments,
  notes = [],
  left = [],
  events,
  files,
  name,
  put,
}: {
  comments: Comment[];
  notes?: Comment[];
  left?: MailFiles[];
  events: Event[];
  /** The names of the task's files. */
  files: FileNames | null;
  name: (id: string) => string;
  /** Takes in a comment its author has edited. */
  put: (comment: Comment) => void;
}) {
  const items = [
    ...comments.map((x) => ({
      at: x.created,
      row: (
        <CommentItem
          key={x.id}
          comment={x}
          name={name}
          put={put}
          left={left.filter((files) => files.comment === x.id)}
        />
      ),
    })),
    ...notes.map((x) => ({ at: x.created, row: <CommentItem key={x.id} comment={x} name={name} note /> })),
    ...events.map((x) => ({ at: x.created, row: <HistoryLine key={x.id} event={x} name={name} files={files} /> })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  const list = useRef<HTMLOListElement | null>(null);
  const toLast = () => {
    const last = [...(list.current?.querySelectorAll('.letter') ?? [])].pop() as HTMLElement | undefined;
    last?.setAttribute('tabindex', '-1');
    last?.focus({ preventScroll: true });
    last?.scrollIntoView({ block: 'start' });
  };
  return (
    <section class="thread" aria-label={t('thread.title')}>
      <div class="thread-head">
        <h2>{t('thread.title')}</h2>
        {comments.length + notes.length > long && (
          <button type="button" class="btn-text" onClick={toLast}>
            {t('thread.to_last')}
          </button>
        )}
      </div>
      <ol class="letters" ref={list}>
        {items.map((i) => i.row)}
      </ol>
      <p class="vh" aria-live="polite">
        {t('thread.count', { n: comments.length })}
      </p>
    </section>
  );
}
