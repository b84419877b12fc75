import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { isStaff, me, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { randomKey } from '../core/key.js';
import { style, usePage } from '../core/page.js';
import { useProfile } from '../core/profile.js';
import { go } from '../core/router.js';
import { send } from '../core/send.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { CategoryField } from '../ui/category.js';
import { Field } from '../ui/field.js';
import { Priority } from '../ui/priority.js';
import { Empty, Failed } from '../ui/states.js';
import { Upload, useFiles } from '../ui/upload.js';

await style(new URL('../styles/tasks.css', import.meta.url).href);

/** Who asks: known already, and shown so that a wrong organisation is noticed. */
function Asker() {
  const { profile, failed, reload } = useProfile();
  if (failed.value) return html`<${Failed} text=${failed.value} retry=${reload} />`;
  const p = profile.value;
  return html`<dl class="asker" aria-busy=${!p}>
    <div><dt>${t('register.nick')}</dt><dd>${me.value?.username}</dd></div>
    <div><dt>${t('requisites.organization')}</dt><dd>${p?.organization ?? '…'}</dd></div>
    <div><dt>${t('requisites.inn')}</dt><dd>${p?.inn ?? '…'}</dd></div></dl>
    <p class="hint"><a href="/profile">${t('new.wrong')}</a></p>`;
}

/** Own tasks that look alike, fetched once something is typed; the form does without them. @param {{ title: string, description: string }} p */
function Alike(p) {
  const [view, setView] = useState(/** @type {{ default: any } | null} */ (null));
  const typed = (p.title + p.description).trim() !== '';
  useEffect(() => { if (typed) import('../ui/similar.js').then(setView, () => undefined); }, [typed]);
  return view && html`<${view.default} ...${p} />`;
}

function Form() {
  const [words, setWords] = useState({ title: '', description: '' });
  const files = useFiles();
  const [progress, setProgress] = useState(0);
  const key = useRef(randomKey());
  const { errors, show, busy, done, props } = useForm(async ({ title, description, priority, category }) => {
    if (files.problem) return;
    const task = await run(() => send('POST', '/api/collections/tasks/records', { title, description, priority, category }, files.files, { onProgress: setProgress, key: key.current }), { fields: show });
    setProgress(0);
    if (!task) return;
    done();
    toast(t('new.done', { n: String(task.number) }));
    go(`/tasks/${task.number}`, { replace: true });
  }, { draft: 'task' });
  const onInput = (/** @type {any} */ e) => {
    props.onInput(e);
    if (e.target.name in words) setWords((now) => ({ ...now, [e.target.name]: e.target.value }));
  };
  return html`<form class="new-task" ...${props} onInput=${onInput}>
    <${Field} label=${t('task.title')} name="title" required minlength="3" maxlength="200" hint=${t('new.title_hint')} error=${errors.title} />
    <${Field} label=${t('task.description')} name="description" rows=${6} maxlength="10000" hint=${t('new.description_hint')} error=${errors.description} />
    <${Alike} ...${words} />
    <${CategoryField} error=${errors.category} />
    <${Priority} />
    <${Upload} store=${files} progress=${progress} error=${errors.files} />
    <div class="actions actions-start"><button class="btn btn-main" aria-busy=${busy}>${t('new.submit')}</button></div>
  </form>`;
}

export default function NewTask() {
  const heading = usePage(t('nav.new'));
  if (isStaff()) return html`<h1 ...${heading}>${t('nav.new')}</h1><${Empty} title=${t('new.staff')}><p><a class="btn btn-main" href="/desk">${t('nav.desk')}</a></p><//>`;
  return html`<div class="column"><h1 ...${heading}>${t('nav.new')}</h1><${Asker} /><${Form} /></div>`;
}
