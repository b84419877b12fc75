import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { randomKey } from '../core/key.js';
import { send } from '../core/send.js';
import { useRef, useState } from '../vendor/preact.js';
import { Field } from './field.js';
import { Icon } from './icon.js';
import { Upload, useFiles } from './upload.js';

/**
 * Writes a letter, or a note of the staff. The draft is kept until it is sent.
 * @param {{ task: string, into: 'comments' | 'notes', label: string, send: string, children?: any, onSent: (letter: any, pressed: string) => unknown,
 *   onTyped?: (some: boolean) => void, onDraft?: (some: boolean) => void, warn?: () => string, tools?: (form: { current: HTMLFormElement | null }) => any }} p
 *   send: what the button says; children: more buttons that send, told apart by their value;
 *   onTyped: a key was pressed; onDraft: whether there is a text that is not sent;
 *   warn: what the person should know before it is sent, said once; tools: what helps to write, below the form
 */
export function Reply({ task, into, label, send: button, children, onSent, onTyped, onDraft, warn, tools }) {
  const files = useFiles(`${into}:${task}`);
  const [progress, setProgress] = useState(0);
  const key = useRef(randomKey());
  const [warning, setWarning] = useState('');
  const { form, errors, show, busy, done, props } = useForm(async ({ body }, pressed) => {
    if (files.problem) return;
    const news = warn?.() ?? '';
    if (news) { setWarning(news); return; }
    setWarning('');
    const path = `/api/collections/${into}/records`;
    const letter = await run(() => send('POST', path, { task, body }, files.files, { onProgress: setProgress, key: key.current }), { fields: show });
    setProgress(0);
    if (!letter) return;
    key.current = randomKey();
    form.current?.reset();
    files.clear();
    done();
    onTyped?.(false);
    onDraft?.(false);
    onSent(letter, pressed);
  }, { draft: `${into}:${task}` });
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.current?.requestSubmit(); };
  const onInput = (/** @type {any} */ e) => {
    props.onInput(e);
    if (e.target.name !== 'body') return;
    onDraft?.(e.target.value.trim() !== '');
    if (e.isTrusted) onTyped?.(e.target.value.trim() !== ''); // a draft put back is not typing
  };
  return html`<form class="reply ${into === 'notes' ? 'reply-note' : ''}" ...${props} onInput=${onInput}>
    <${Field} label=${label} name="body" rows=${3} required maxlength="10000" error=${errors.body} hint=${t(into === 'notes' ? 'reply.hint_note' : 'reply.hint')} onKeyDown=${onKeyDown} />
    <${Upload} store=${files} progress=${progress} error=${errors.files} compact />
    ${warning && html`<p class="note note-warn" role="alert">${warning}</p>`}
    <div class="actions actions-start"><button class="btn ${into === 'notes' ? 'btn-note' : 'btn-main'}" aria-busy=${busy}><${Icon} name=${into === 'notes' ? 'lock' : 'send'} />${warning ? t('reply.anyway') : button}</button>${children}</div>
  </form>${tools?.(form)}`;
}
