import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import './canned.css';
import type { ClientResponseError } from 'pocketbase';
import { useState } from 'preact/hooks';
import { explain, fieldErrors, run } from '../lib/api';
import { placeholderWords } from '../lib/canned';
import { saveCanned } from '../lib/cannedAnswers';
import { useForm } from '../lib/forms';
import { lang, t } from '../lib/i18n';
import type { Canned } from '../lib/types';
import { Field } from './field';

/**
 * Writes a canned answer. What is wrong is said here: a toast over a dialog
 * could not be dismissed.
 */
export function CannedForm({
  id = '',
  title = '',
  body = '',
  owner,
  onSaved,
  onCancel,
}: {
  /** Of the one that is edited. */
  id?: string;
  title?: string;
  body?: string;
  /** Whose it is, empty for everybody's. */
  owner: string;
  onSaved: (row: Canned) => void;
  onCancel: () => void;
}) {
  const [problem, setProblem] = useState('');
  const failed = (e: ClientResponseError) => {
    const aside = !Object.keys(fieldErrors(e.response.data)).length;
    if (aside) setProblem(explain(e));
    return aside;
  };
  const { errors, show, busy, props } = useForm<'title' | 'body'>(async (data) => {
    setProblem('');
    const row = await run(() => saveCanned(id, { title: data.title, body: data.body, ...(!id && { owner }) }), {
      fields: show,
      failed,
    });
    if (row) onSaved(row);
  });
  return (
    <form class="canned-form" {...props}>
      {problem && (
        <p class="note note-bad" role="alert">
          {problem}
        </p>
      )}
      <Field
        label={t('canned.title')}
        name="title"
        required
        {...lengthsOf(limits.canned_answers.title)}
        defaultValue={title}
        error={errors.title}
        autofocus
      />
      <Field
        label={t('canned.body')}
        name="body"
        rows={4}
        required
        {...lengthsOf(limits.canned_answers.body)}
        defaultValue={body}
        error={errors.body}
        hint={t('canned.hint', { words: placeholderWords(lang.value).join(', ') })}
      />
      <div class="actions">
        <button type="button" class="btn" onClick={onCancel}>
          {t('form.cancel')}
        </button>
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
      </div>
    </form>
  );
}
