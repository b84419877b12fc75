import type { ClientResponseError } from 'pocketbase';
import { useState } from 'preact/hooks';
import { run } from '../lib/api';
import { limits } from '../lib/contract';
import { lengthsOf } from '../lib/facts';
import { isControl, useForm } from '../lib/forms';
import { t } from '../lib/i18n';
import { send } from '../lib/send';
import { toast } from '../lib/toast';
import type { Task } from '../lib/types';
import { CategoryField } from '../ui/categoryField';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { fileName } from '../ui/files';
import { PriorityChoice } from '../ui/priority';
import { Upload, useFiles } from '../ui/upload';
import type { Conflict } from './conflict';
import { loadConflict } from './loadConflict';
import type { At } from './task';

/** What a person has typed. */
type Mine = { title: string; description: string; priority: Task['priority']; category?: string };

function Form({
  at,
  mine,
  onClose,
  onLeave,
}: {
  at: At;
  mine: Mine | null;
  onClose: () => void;
  onLeave: (mine: Mine) => void;
}) {
  const [task, setTask] = useState(at.task.value as Task);
  const [dropped, setDropped] = useState<string[]>([]);
  const [stale, setStale] = useState<{ View: typeof Conflict; mine: Mine; present: Task } | null>(null);
  const [progress, setProgress] = useState(0);
  const files = useFiles();
  const { form, errors, show, busy, props } = useForm((typed) => save(typed as Mine, task.rev));
  const save = async (typed: Mine, rev: number) => {
    if (files.problem) return;
    const fields = { ...typed, rev, ...(dropped.length && { 'files-': dropped }) };
    /** A conflict: both versions are shown, and the form keeps what was typed. */
    const failed = (e: ClientResponseError) => {
      const present = e.status === 409 && e.response.data?.present;
      if (present)
        loadConflict().then((View) => {
          if (View) setStale({ View, mine: typed, present });
        });
      return !!present;
    };
    const saved = await run(
      () =>
        send<Task>('PATCH', `/api/collections/tasks/records/${task.id}`, fields, files.files, {
          append: true,
          onProgress: setProgress,
        }),
      {
        fields: (e) => {
          setStale(null);
          show(e);
        },
        failed,
      },
    );
    setProgress(0);
    if (!saved) return;
    at.put(saved);
    onClose();
    toast(t('toast.saved'));
  };
  /** @param wanted what is wanted otherwise than it is by now */
  const saveMine = (wanted: Partial<Mine>) => {
    const { present, mine: typed } = stale as { present: Task; mine: Mine };
    const category =
      typed.category !== undefined && typed.category !== task.category ? typed.category : present.category;
    for (const el of form.current?.elements ?? []) {
      const value = isControl(el) && el.name !== 'priority' && wanted[el.name as keyof Mine];
      if (isControl(el) && typeof value === 'string') el.value = value;
    }
    setTask(present);
    return save(
      {
        title: present.title,
        description: present.description,
        priority: present.priority,
        category,
        ...wanted,
      } as Mine,
      present.rev,
    );
  };
  const leave = () => {
    at.put((stale as { present: Task }).present);
    onLeave((stale as { mine: Mine }).mine);
  };
  return (
    <>
      {stale && (
        <stale.View
          key={stale.present.rev}
          base={task}
          mine={stale.mine}
          present={stale.present}
          onSave={saveMine}
          onLeave={leave}
        />
      )}
      <form {...props} hidden={!!stale}>
        <Field
          label={t('task.title')}
          name="title"
          required
          {...lengthsOf(limits.tasks.title)}
          defaultValue={mine?.title ?? task.title}
          error={errors.title}
        />
        <Field
          label={t('task.description')}
          name="description"
          rows={5}
          {...lengthsOf(limits.tasks.description)}
          defaultValue={mine?.description ?? task.description}
          error={errors.description}
        />
        <CategoryField value={mine?.category ?? task.category} error={errors.category} />
        <PriorityChoice value={mine?.priority ?? task.priority} />
        {task.files.length > 0 && (
          <fieldset class="kept">
            <legend>{t('edit.files')}</legend>
            {task.files.map((f) => (
              <label key={f} class="check">
                <input
                  type="checkbox"
                  checked={!dropped.includes(f)}
                  onChange={(e) =>
                    setDropped(e.currentTarget.checked ? dropped.filter((x) => x !== f) : [...dropped, f])
                  }
                />
                {fileName(task.file_names, f)}
              </label>
            ))}
          </fieldset>
        )}
        <Upload store={files} progress={progress} error={errors.files} compact />
        <div class="actions">
          <button type="button" class="btn" onClick={onClose}>
            {t('form.cancel')}
          </button>
          <button type="submit" class="btn btn-main" aria-busy={busy}>
            {t('form.save')}
          </button>
        </div>
      </form>
    </>
  );
}

/** Edits a task. A version given up in a conflict can be restored from the toast. */
export function EditDialog({ at, open, onClose }: { at: At; open: boolean; onClose: () => void }) {
  const [mine, again] = useState<Mine | null>(null);
  const close = () => {
    again(null);
    onClose();
  };
  const leave = (given: Mine) => {
    close();
    toast(t('edit.left'), { action: { label: t('edit.again'), run: () => again(given) } });
  };
  return (
    <Dialog open={open || !!mine} title={t('edit.title')} onClose={close}>
      <Form at={at} mine={mine} onClose={close} onLeave={leave} />
    </Dialog>
  );
}
