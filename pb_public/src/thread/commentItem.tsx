import { useEffect, useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { dropDraft, hasDraft } from '../lib/drafts';
import { ago, date, t } from '../lib/i18n';
import type { Comment, MailFiles } from '../lib/types';
import { Files } from '../ui/files';
import { Icon } from '../ui/icon';
import { PlainText } from '../ui/text';
import { CommentEdit } from './commentEdit';
import { useEditable } from './editing';
import { LeftFiles, Quoted } from './mailParts';

/** Author and time; a note is labelled as invisible to the client. */
const By = ({ comment, name, note }: { comment: Comment; name: (id: string) => string; note?: boolean }) => (
  <p class="letter-by">
    {note && (
      <span class="letter-kind">
        <Icon name="lock" />
        {t('thread.note')}
      </span>
    )}
    <strong>{name(comment.author)}</strong>
    <time datetime={comment.created} title={date(comment.created)}>
      {ago(comment.created)}
    </time>
    {comment.edited_at && (
      <span>
        {t('letter.edited')} <time datetime={comment.edited_at}>{date(comment.edited_at)}</time>
      </span>
    )}
  </p>
);

/**
 * One comment of the conversation, or a note. Its author may correct it for a
 * while, and a correction begun before a reload goes on after it.
 */
export function CommentItem({
  comment,
  name,
  note,
  left = [],
  put,
}: {
  comment: Comment;
  name: (id: string) => string;
  note?: boolean;
  /** What its mail has and it has not. */
  left?: MailFiles[];
  put?: (comment: Comment) => void;
}) {
  const time = useEditable(comment);
  const draft = `edit:${comment.id}`;
  const owner = me.value?.id ?? '';
  const [editing, edit] = useState(() => time > 0 && hasDraft(owner, draft));
  const button = useRef<HTMLButtonElement | null>(null);
  const back = useRef(false);
  useEffect(() => {
    if (!time && !editing) dropDraft(owner, draft);
  }, [time > 0, editing]);
  useEffect(() => {
    if (!editing && back.current) button.current?.focus();
    back.current = editing;
  }, [editing]);
  const end = (saved: Comment | undefined) => {
    if (saved) put?.(saved);
    edit(false);
  };
  return (
    <li class={`letter ${comment.author === me.value?.id ? 'letter-mine' : ''} ${note ? 'letter-note' : ''}`}>
      <By comment={comment} name={name} note={note} />
      {editing ? (
        <CommentEdit comment={comment} draft={draft} left={time} onEnd={end} />
      ) : (
        <PlainText text={comment.body} />
      )}
      {comment.quoted && <Quoted text={comment.quoted} />}
      <Files record={comment} />
      <LeftFiles rows={left} />
      {time > 0 && !editing && (
        <p class="letter-actions">
          <button ref={button} type="button" class="btn-text" onClick={() => edit(true)}>
            {t('letter.edit')}
          </button>
        </p>
      )}
    </li>
  );
}
