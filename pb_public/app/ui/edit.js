import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { send } from '../core/send.js';
import { toast } from '../core/toast.js';
import { useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { plainName } from './files.js';
import { Priority } from './priority.js';
import { Upload, useFiles } from './upload.js';

/** @typedef {ReturnType<typeof import('../core/task.js').useTask>} At */

/** @param {{ at: At, onClose: () => void }} p */
function Form({ at, onClose }) {
  const [task, setTask] = useState(/** @type {import('../core/types.js').Task} */ (at.task.value));
  const [dropped, setDropped] = useState(/** @type {string[]} */ ([]));
  const [stale, setStale] = useState(false);
  const [progress, setProgress] = useState(0);
  const files = useFiles();
  /** Somebody else was first: the words stay here, and saving again is meant. @param {{ status: number }} e */
  const conflict = (e) => {
    if (e.status !== 409) return false;
    at.reload().then(() => { if (at.task.value) setTask(at.task.value); });
    setStale(true);
    return true;
  };
  const { errors, show, busy, props } = useForm(async ({ title, description, priority }) => {
    if (files.problem) return;
    const fields = { title, description, priority, rev: task.rev, ...(dropped.length && { 'files-': dropped }) };
    const saved = await run(() => send('PATCH', `/api/collections/tasks/records/${task.id}`, fields, files.files, { append: true, onProgress: setProgress }), { fields: show, failed: conflict });
    setProgress(0);
    if (!saved) return;
    at.put(saved);
    onClose();
    toast(t('toast.saved'));
  });
  return html`<form ...${props}>
    ${stale && html`<p class="note note-bad" role="alert">${t('edit.stale')}</p>`}
    <${Field} label=${t('task.title')} name="title" required minlength="3" maxlength="200" defaultValue=${task.title} error=${errors.title} />
    <${Field} label=${t('task.description')} name="description" rows=${5} maxlength="10000" defaultValue=${task.description} error=${errors.description} />
    <${Priority} value=${task.priority} />
    ${task.files.length > 0 && html`<fieldset class="kept"><legend>${t('edit.files')}</legend>${task.files.map((f) => html`<label key=${f} class="check">
      <input type="checkbox" checked=${!dropped.includes(f)} onChange=${(/** @type {any} */ e) => setDropped(e.target.checked ? dropped.filter((x) => x !== f) : [...dropped, f])} />${plainName(f)}</label>`)}</fieldset>`}
    <${Upload} store=${files} progress=${progress} error=${errors.files} compact />
    <div class="actions"><button type="button" class="btn" onClick=${onClose}>${t('form.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div>
  </form>`;
}

/** Changes the words of a task. @param {{ at: At, open: boolean, onClose: () => void }} p */
export const EditDialog = ({ at, open, onClose }) => html`<${Dialog} open=${open} title=${t('edit.title')} onClose=${onClose}><${Form} at=${at} onClose=${onClose} /><//>`;
