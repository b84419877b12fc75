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
 * @param {{ task: string, into: 'comments' | 'notes', label: string, children?: any, onSent: (letter: any, pressed: string) => unknown }} p
 *   children: more buttons that send, told apart by their value
 */
export function Reply({ task, into, label, children, onSent }) {
  const files = useFiles();
  const [progress, setProgress] = useState(0);
  const key = useRef(randomKey());
  const { form, errors, show, busy, done, props } = useForm(async ({ body }, pressed) => {
    if (files.problem) return;
    const path = `/api/collections/${into}/records`;
    const letter = await run(() => send('POST', path, { task, body }, files.files, { onProgress: setProgress, key: key.current }), { fields: show });
    setProgress(0);
    if (!letter) return;
    key.current = randomKey();
    form.current?.reset();
    files.clear();
    done();
    onSent(letter, pressed);
  }, { draft: `${into}:${task}` });
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.current?.requestSubmit(); };
  return html`<form class="reply" ...${props}>
    <${Field} label=${label} name="body" rows=${3} required maxlength="10000" error=${errors.body} hint=${t('reply.hint')} onKeyDown=${onKeyDown} />
    <${Upload} store=${files} progress=${progress} error=${errors.files} compact />
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}><${Icon} name="send" />${t(into === 'notes' ? 'reply.note' : 'reply.send')}</button>${children}</div>
  </form>`;
}
