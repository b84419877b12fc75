import { html } from '../core/html.js';
import { lang, t } from '../core/i18n.js';
import { explain, fieldErrors, run } from '../core/api.js';
import { placeholderWords } from '../core/canned.js';
import { saveCanned } from '../core/canned_rows.js';
import { useForm } from '../core/form.js';
import { useState } from '../vendor/preact.js';
import { Field } from './field.js';

/**
 * Writes a canned answer. What is wrong is said here: a toast over a dialog
 * could not be dismissed.
 * @param {{ id?: string, title?: string, body?: string, owner: string, onSaved: (row: import('../core/types.js').Canned) => void, onCancel: () => void }} p
 *   id: of the one that is edited; owner: whose it is, empty for everybody's
 */
export function CannedForm({ id = '', title = '', body = '', owner, onSaved, onCancel }) {
  const [problem, setProblem] = useState('');
  const failed = (/** @type {import('../vendor/pocketbase.js').ClientResponseError} */ e) => {
    const aside = !Object.keys(fieldErrors(e.response.data)).length;
    if (aside) setProblem(explain(e));
    return aside;
  };
  const { errors, show, busy, props } = useForm(async (data) => {
    setProblem('');
    const row = await run(() => saveCanned(id, { title: data.title, body: data.body, ...(!id && { owner }) }), { fields: show, failed });
    if (row) onSaved(row);
  });
  return html`<form class="canned-form" ...${props}>
    ${problem && html`<p class="note note-bad" role="alert">${problem}</p>`}
    <${Field} label=${t('canned.title')} name="title" required maxlength="80" defaultValue=${title} error=${errors.title} autofocus />
    <${Field} label=${t('canned.body')} name="body" rows=${4} required maxlength="5000" defaultValue=${body} error=${errors.body} hint=${t('canned.hint', { words: placeholderWords(lang.value).join(', ') })} />
    <div class="actions"><button type="button" class="btn" onClick=${onCancel}>${t('form.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div>
  </form>`;
}
