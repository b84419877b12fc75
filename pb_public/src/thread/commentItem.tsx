import { useEffect, useRef, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { dropDraft, hasDraft } from '../lib/drafts';
import { ago, date, t } from '../lib/i18n';
import type { Letter } from '../lib/types';
import { Files } from '../ui/files';
import { Icon } from '../ui/icon';
import { Words } from '../ui/text';
import { LetterEdit } from './commentEdit';
import { useEditable } from './editing';

/** Who wrote it and when; a note says in words that no client sees it. */
const By = ({ letter, name, note }: { letter: Letter; name: (id: string) => string; note?: boolean }) => (
  <p class="letter-by">
    {note && (
      <span class="letter-kind">
        <Icon name="lock" />
        {t('thread.note')}
      </span>
    )}
    <strong>{name(letter.author)}</strong>
    <time datetime={letter.created} title={date(letter.created)}>
      {ago(letter.created)}
    </time>
    {letter.edited_at && (
      <span>
        {t('letter.edited')} <time datetime={letter.edited_at}>{date(letter.edited_at)}</time>
      </span>
    )}
  </p>
);

/** What a mail program repeated below an answer. */
const Quoted = ({ text }: { text: string }) => (
  <details class="more quoted">
    <summary>{t('letter.quoted')}</summary>
    <Words text={text} />
  </details>
);

/**
 * One letter of the conversation, or a note. Its author may correct it for a
 * while, and a correction begun before a reload goes on after it.
 */
export function LetterItem({
  letter,
  name,
  note,
  put,
}: {
  letter: Letter;
  name: (id: string) => string;
  note?: boolean;
  put?: (letter: Letter) => void;
}) {
  const left = useEditable(letter);
  const draft = `edit:${letter.id}`;
  const owner = me.value?.id ?? '';
  const [editing, edit] = useState(() => left > 0 && hasDraft(owner, draft));
  const button = useRef<HTMLButtonElement | null>(null);
  const back = useRef(false);
  useEffect(() => {
    if (!left && !editing) dropDraft(owner, draft);
  }, [left > 0, editing]);
  useEffect(() => {
    if (!editing && back.current) button.current?.focus();
    back.current = editing;
  }, [editing]);
  const end = (saved: Letter | undefined) => {
    if (saved) put?.(saved);
    edit(false);
  };
  return (
    <li class={`letter ${letter.author === me.value?.id ? 'letter-mine' : ''} ${note ? 'letter-note' : ''}`}>
      <By letter={letter} name={name} note={note} />
      {editing ? <LetterEdit letter={letter} draft={draft} left={left} onEnd={end} /> : <Words text={letter.body} />}
      {letter.quoted && <Quoted text={letter.quoted} />}
      <Files record={letter} />
      {left > 0 && !editing && (
        <p class="letter-actions">
          <button ref={button} type="button" class="btn-text" onClick={() => edit(true)}>
            {t('letter.edit')}
          </button>
        </p>
      )}
    </li>
  );
}
