import { html } from '../core/html.js';
import { ago, date, t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { dropDraft, hasDraft } from '../core/drafts.js';
import { useEditable } from '../core/editing.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Files } from './files.js';
import { Icon } from './icon.js';
import { LetterEdit } from './letter_edit.js';
import { Words } from './text.js';

/** @typedef {import('../core/types.js').Letter} Letter */

/** Who wrote it and when; a note says in words that no client sees it. @param {{ letter: Letter, name: (id: string) => string, note?: boolean }} p */
const By = ({ letter, name, note }) => html`<p class="letter-by">${note && html`<span class="letter-kind"><${Icon} name="lock" />${t('thread.note')}</span>`}
  <strong>${name(letter.author)}</strong><time datetime=${letter.created} title=${date(letter.created)}>${ago(letter.created)}</time>
  ${letter.edited_at && html`<span>${t('letter.edited')} <time datetime=${letter.edited_at}>${date(letter.edited_at)}</time></span>`}</p>`;

/** What a mail program repeated below an answer. @param {{ text: string }} p */
const Quoted = ({ text }) => html`<details class="more quoted"><summary>${t('letter.quoted')}</summary><${Words} text=${text} /></details>`;

/**
 * One letter of the conversation, or a note. Its author may correct it for a
 * while, and a correction begun before a reload goes on after it.
 * @param {{ letter: Letter, name: (id: string) => string, note?: boolean, put?: (letter: Letter) => void }} p
 */
export function LetterItem({ letter, name, note, put }) {
  const left = useEditable(letter);
  const draft = `edit:${letter.id}`;
  const owner = me.value?.id ?? '';
  const [editing, edit] = useState(() => left > 0 && hasDraft(owner, draft));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const back = useRef(false);
  useEffect(() => { if (!left && !editing) dropDraft(owner, draft); }, [left > 0, editing]);
  useEffect(() => { if (!editing && back.current) button.current?.focus(); back.current = editing; }, [editing]);
  const end = (/** @type {Letter | undefined} */ saved) => { if (saved) put?.(saved); edit(false); };
  return html`<li class="letter ${letter.author === me.value?.id ? 'letter-mine' : ''} ${note ? 'letter-note' : ''}">
    <${By} letter=${letter} name=${name} note=${note} />
    ${editing ? html`<${LetterEdit} letter=${letter} draft=${draft} left=${left} onEnd=${end} />` : html`<${Words} text=${letter.body} />`}
    ${letter.quoted && html`<${Quoted} text=${letter.quoted} />`}<${Files} record=${letter} />
    ${left > 0 && !editing && html`<p class="letter-actions"><button ref=${button} type="button" class="btn-text" onClick=${() => edit(true)}>${t('letter.edit')}</button></p>`}</li>`;
}
