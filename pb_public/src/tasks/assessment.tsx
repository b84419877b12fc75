import { useState } from 'preact/hooks';
import { pb, run } from '../lib/api';
import { limits } from '../lib/contract';
import { endedStatuses, lengthsOf } from '../lib/facts';
import { useForm } from '../lib/forms';
import { day, t } from '../lib/i18n';
import { toast } from '../lib/toast';
import type { Assessment, Task } from '../lib/types';
import type { At } from '../thread/task';
import { assessedUntil, change, undo } from '../thread/task';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { StarInput, StarShow } from '../ui/stars';
import { PlainText } from '../ui/text';

/** The assessment that was typed; null if nothing has changed. */
function words({ rating = '0', comment = '' }: Record<string, string>, given: Assessment | undefined) {
  const next = { rating: Number(rating), comment: comment.trim() };
  const same = next.rating === (given?.rating ?? 0) && next.comment === (given?.comment ?? '');
  return same ? null : next;
}

const under = (errors: Record<string, string>) =>
  Object.fromEntries(Object.entries(errors).map(([k, v]) => [k.replace(/^assessment\./, ''), v]));

/** Closes the task with the assessment that was typed; the toast offers to undo. */
async function close(at: At, assessment: Record<string, unknown> | null, show: (e: Record<string, string>) => void) {
  const saved = await change(
    at,
    { status: 'closed', ...(assessment && { assessment }) },
    { fields: (e) => show(under(e)) },
  );
  if (saved)
    toast(t(assessment ? 'toast.closed_rated' : 'toast.closed', { n: String(saved.number) }), {
      about: saved.id,
      action: {
        label: t('toast.undo'),
        run: async () => {
          const back = await undo(saved, 'toast.back');
          if (back) at.put(back);
        },
      },
    });
  return saved;
}

const Inputs = ({ given, errors }: { given?: Assessment; errors: Record<string, string> }) => (
  <>
    <StarInput name="rating" value={given?.rating ?? 0} error={errors.rating} />
    <Field
      label={t('rate.comment')}
      name="comment"
      rows={2}
      {...lengthsOf(limits.assessments.comment)}
      optional
      defaultValue={given?.comment ?? ''}
      error={errors.comment}
    />
  </>
);

/** The form of the assessment: rating, comment, closing. */
function Form({
  at,
  given,
  put,
  onEnd,
}: {
  at: At;
  given?: Assessment;
  put: (a: Assessment) => void;
  onEnd: () => void;
}) {
  const task = at.task.value as Task;
  const save = async (next: Record<string, unknown>, show: (e: Record<string, string>) => void) => {
    const c = pb.collection<Assessment>('assessments');
    const saved = await run(() => (given ? c.update(given.id, next) : c.create({ task: task.id, ...next })), {
      fields: show,
      ok: t('toast.rated'),
    });
    if (saved) {
      put(saved);
      onEnd();
    }
  };
  const { errors, show, busy, done, props } = useForm(
    async (values, pressed) => {
      const next = words(values, given);
      if (pressed === 'close') {
        if (await close(at, next, show)) {
          done();
          onEnd();
        }
      } else if (next) {
        await save(next, show);
        done();
      } else show({ rating: t('rate.need') });
    },
    { draft: `rate:${task.id}` },
  );
  return (
    <form class="rate" {...props}>
      <Inputs given={given} errors={errors} />
      <div class="actions actions-start">
        {task.status === 'done' && (
          <button type="submit" class="btn btn-main" value="close" aria-busy={busy}>
            {t('task.close')}
          </button>
        )}
        <button type="submit" class="btn" value="rate" aria-busy={busy}>
          {t(task.status === 'done' ? 'rate.only' : 'rate.save')}
        </button>
        {given && (
          <button type="button" class="btn btn-quiet" onClick={onEnd}>
            {t('form.cancel')}
          </button>
        )}
      </div>
    </form>
  );
}

/** The assessment of a finished task. */
export function Assess({ at, given, put }: { at: At; given?: Assessment; put: (a: Assessment) => void }) {
  const [editing, edit] = useState(false);
  const task = at.task.value as Task;
  if (!task.consultant || !endedStatuses.includes(task.status)) return null;
  const changeable = given && assessedUntil(task, given) > new Date();
  if (!given || editing)
    return (
      <section class="assess" aria-labelledby="assess-title">
        <h2 id="assess-title">{t('rate.title')}</h2>
        <Form key={given?.updated ?? ''} at={at} given={given} put={put} onEnd={() => edit(false)} />
      </section>
    );
  return (
    <section class="assess" aria-labelledby="assess-title">
      <h2 id="assess-title">{t('rate.yours')}</h2>
      {given.rating > 0 && (
        <p>
          <StarShow n={given.rating} />
        </p>
      )}
      {given.comment && <PlainText text={given.comment} />}
      <div class="actions actions-start">
        {task.status === 'done' && (
          <button type="button" class="btn btn-main" onClick={() => close(at, null, () => undefined)}>
            {t('task.close')}
          </button>
        )}
        {changeable && (
          <>
            <button type="button" class="btn" onClick={() => edit(true)}>
              {t('rate.change')}
            </button>
            <span class="hint">{t('rate.until', { when: day(assessedUntil(task, given)) })}</span>
          </>
        )}
      </div>
    </section>
  );
}

function CloseForm({ at, onClose }: { at: At; onClose: () => void }) {
  const task = at.task.value as Task;
  const { errors, show, busy, props } = useForm(async (values) => {
    if (await close(at, task.consultant ? words(values, undefined) : null, show)) onClose();
  });
  return (
    <form {...props}>
      <p>{t(task.consultant ? 'close.text' : 'close.text_new')}</p>
      {task.consultant && <Inputs errors={errors} />}
      <div class="actions">
        <button type="button" class="btn" onClick={onClose}>
          {t('close.cancel')}
        </button>
        <button type="submit" class="btn btn-main" aria-busy={busy}>
          {t('task.close')}
        </button>
      </div>
    </form>
  );
}

/** Closes a task that was never reported done. */
export const CloseDialog = ({ at, open, onClose }: { at: At; open: boolean; onClose: () => void }) => (
  <Dialog open={open} title={t('close.title')} onClose={onClose}>
    <CloseForm at={at} onClose={onClose} />
  </Dialog>
);
