import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { useEffect } from '../vendor/preact.js';
import { Field } from './field.js';

/** @typedef {import('../core/types.js').Letter} Letter */

/**
 * Corrects a letter in its place: Ctrl + Enter saves, Escape leaves it as it was.
 * @param {{ letter: Letter, draft: string, left: number, onEnd: (saved?: Letter) => void }} p left: how long it may still be corrected
 */
export function LetterEdit({ letter, draft, left, onEnd }) {
  const { form, errors, show, busy, done, props } = useForm(async ({ body }) => {
    const saved = await run(() => pb.collection('comments').update(letter.id, { body }), { fields: show });
    if (!saved) return;
    done();
    onEnd(/** @type {any} */ (saved));
  }, { draft });
  const cancel = () => { done(); onEnd(); };
  useEffect(() => {
    const area = form.current?.querySelector('textarea');
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) form.current?.requestSubmit();
    if (e.key === 'Escape') { e.preventDefault(); cancel(); }
  };
  return html`<form class="letter-edit" ...${props} onKeyDown=${onKeyDown}>
    <${Field} label=${t('letter.edit_label')} name="body" rows=${3} required maxlength="10000" defaultValue=${letter.body} error=${errors.body}
      hint=${left ? t('letter.edit_hint', { n: Math.ceil(left / 60_000) }) : t('letter.edit_over')} />
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button>
      <button type="button" class="btn" onClick=${cancel}>${t('form.cancel')}</button></div></form>`;
}
