import { useEffect } from 'preact/hooks';
import { pb, run } from '../lib/api';
import { submitForm } from '../lib/browser';
import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import type { Comment } from '../lib/types';
import { Field } from '../ui/field';

/** Corrects a comment in its place: Ctrl + Enter saves, Escape leaves it as it was. */
export function CommentEdit({
  comment,
  draft,
  left,
  onEnd,
}: {
  comment: Comment;
  draft: string;
  /** How long it may still be corrected. */
  left: number;
  onEnd: (saved?: Comment) => void;
}) {
  const { form, errors, show, busy, done, props } = useForm<'body'>(
    async ({ body }) => {
      const saved = await run(() => pb.collection<Comment>('comments').update(comment.id, { body }), { fields: show });
      if (!saved) return;
      done();
      onEnd(saved);
    },
    { draft },
  );
  const cancel = () => {
    done();
    onEnd();
  };
  useEffect(() => {
    const area = form.current?.querySelector('textarea');
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, []);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && form.current) submitForm(form.current);
    if (e.key === 'Escape') {
      e.preventDefault();
      cancel();
    }
  };
  return (
    <form class="letter-edit" {...props} onKeyDown={onKeyDown}>
      <Field
        label={t('letter.edit_label')}
        name="body"
        rows={3}
        required
        {...lengthsOf(limits.comments.body)}
        defaultValue={comment.body}
        error={errors.body}
        hint={left ? t('letter.edit_hint', { n: Math.ceil(left / 60_000) }) : t('letter.edit_over')}
      />
      <div class="actions actions-start">
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('form.save')}
        </button>
        <button type="button" class="btn" onClick={cancel}>
          {t('form.cancel')}
        </button>
      </div>
    </form>
  );
}
