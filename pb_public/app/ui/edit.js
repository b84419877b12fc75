import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { part } from '../core/part.js';
import { send } from '../core/send.js';
import { toast } from '../core/toast.js';
import { useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';
import { CategoryField } from './category.js';
import { Field } from './field.js';
import { plainName } from './files.js';
import { Priority } from './priority.js';
import { Upload, useFiles } from './upload.js';

/** @typedef {ReturnType<typeof import('../core/task.js').useTask>} At */
/** @typedef {import('../core/types.js').Task} Task */
/** @typedef {{ title: string, description: string, priority: Task['priority'], category?: string }} Mine what a person has typed */

/** @param {{ at: At, mine: Mine | null, onClose: () => void, onLeave: (mine: Mine) => void }} p */
function Form({ at, mine, onClose, onLeave }) {
  const [task, setTask] = useState(/** @type {Task} */ (at.task.value));
  const [dropped, setDropped] = useState(/** @type {string[]} */ ([]));
  const [stale, setStale] = useState(/** @type {{ view: any, mine: Mine, present: Task } | null} */ (null));
  const [progress, setProgress] = useState(0);
  const files = useFiles();
  const { form, errors, show, busy, props } = useForm((typed) => save(/** @type {any} */ (typed), task.rev));
  /** @param {Mine} typed @param {number} rev */
  const save = async (typed, rev) => {
    if (files.problem) return;
    const fields = { ...typed, rev, ...(dropped.length && { 'files-': dropped }) };
    /** Somebody else was first: both versions are shown, and the words stay here. @param {import('../vendor/pocketbase.js').ClientResponseError} e */
    const failed = (e) => {
      const present = e.status === 409 && e.response.data?.present;
      if (present) part(() => import('./stale.js')).then((view) => { if (view) setStale({ view: view.Stale, mine: typed, present }); });
      return !!present;
    };
    const saved = await run(() => send('PATCH', `/api/collections/tasks/records/${task.id}`, fields, files.files, { append: true, onProgress: setProgress }), { fields: (e) => { setStale(null); show(e); }, failed });
    setProgress(0);
    if (!saved) return;
    at.put(saved);
    onClose();
    toast(t('toast.saved'));
  };
  /** @param {Partial<Mine>} wanted what is wanted otherwise than it is by now */
  const saveMine = (wanted) => {
    const { present, mine: typed } = /** @type {{ present: Task, mine: Mine }} */ (stale);
    const category = typed.category !== undefined && typed.category !== task.category ? typed.category : present.category;
    const controls = /** @type {any} */ (form.current?.elements);
    for (const [name, value] of Object.entries(wanted)) if (name !== 'priority' && controls[name]) controls[name].value = value; // no categories, no control
    setTask(present);
    return save(/** @type {Mine} */ ({ title: present.title, description: present.description, priority: present.priority, category, ...wanted }), present.rev);
  };
  const leave = () => { at.put(/** @type {{ present: Task }} */ (stale).present); onLeave(/** @type {{ mine: Mine }} */ (stale).mine); };
  return html`${stale && html`<${stale.view} key=${stale.present.rev} base=${task} mine=${stale.mine} present=${stale.present} onSave=${saveMine} onLeave=${leave} />`}
  <form ...${props} hidden=${!!stale}>
    <${Field} label=${t('task.title')} name="title" required minlength="3" maxlength="200" defaultValue=${mine?.title ?? task.title} error=${errors.title} />
    <${Field} label=${t('task.description')} name="description" rows=${5} maxlength="10000" defaultValue=${mine?.description ?? task.description} error=${errors.description} />
    <${CategoryField} value=${mine?.category ?? task.category} error=${errors.category} />
    <${Priority} value=${mine?.priority ?? task.priority} />
    ${task.files.length > 0 && html`<fieldset class="kept"><legend>${t('edit.files')}</legend>${task.files.map((f) => html`<label key=${f} class="check">
      <input type="checkbox" checked=${!dropped.includes(f)} onChange=${(/** @type {any} */ e) => setDropped(e.target.checked ? dropped.filter((x) => x !== f) : [...dropped, f])} />${plainName(f)}</label>`)}</fieldset>`}
    <${Upload} store=${files} progress=${progress} error=${errors.files} compact />
    <div class="actions"><button type="button" class="btn" onClick=${onClose}>${t('form.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('form.save')}</button></div>
  </form>`;
}

/** Changes the words of a task. What a person gives up for another's can be had back. @param {{ at: At, open: boolean, onClose: () => void }} p */
export function EditDialog({ at, open, onClose }) {
  const [mine, again] = useState(/** @type {Mine | null} */ (null));
  const close = () => { again(null); onClose(); };
  const leave = (/** @type {Mine} */ given) => {
    close();
    toast(t('edit.left'), { action: { label: t('edit.again'), run: () => again(given) } });
  };
  return html`<${Dialog} open=${open || !!mine} title=${t('edit.title')} onClose=${close}><${Form} at=${at} mine=${mine} onClose=${close} onLeave=${leave} /><//>`;
}
