import { html } from '../core/html.js';
import { day, t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { useForm } from '../core/form.js';
import { assessedUntil, change, undo } from '../core/task.js';
import { toast } from '../core/toast.js';
import { useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { StarInput, StarShow } from './stars.js';
import { Words } from './text.js';

/**
 * @typedef {import('../core/types.js').Assessment} Assessment
 * @typedef {ReturnType<typeof import('../core/task.js').useTask>} At
 */

/** What was typed, if it says anything new. @param {Record<string, string>} v @param {Assessment | undefined} given */
function words({ rating = '0', comment = '' }, given) {
  const next = { rating: Number(rating), comment: comment.trim() };
  const same = next.rating === (given?.rating ?? 0) && next.comment === (given?.comment ?? '');
  return same ? null : next;
}

/** @param {Record<string, string>} errors */
const under = (errors) => Object.fromEntries(Object.entries(errors).map(([k, v]) => [k.replace(/^assessment\./, ''), v]));

/** Closes, together with what was typed; the toast takes it back. @param {At} at @param {Record<string, unknown> | null} assessment @param {(e: Record<string, string>) => void} show */
async function close(at, assessment, show) {
  const saved = await change(at, { status: 'closed', ...(assessment && { assessment }) }, { fields: (e) => show(under(e)) });
  if (saved) toast(t(assessment ? 'toast.closed_rated' : 'toast.closed', { n: String(saved.number) }), { action: { label: t('toast.undo'), run: async () => { const back = await undo(saved, 'toast.back'); if (back) at.put(back); } } });
  return saved;
}

/** @param {{ given?: Assessment, errors: Record<string, string> }} p */
const Inputs = ({ given, errors }) => html`<${StarInput} name="rating" value=${given?.rating ?? 0} error=${errors.rating} />
  <${Field} label=${t('rate.comment')} name="comment" rows=${2} maxlength="2000" optional defaultValue=${given?.comment ?? ''} error=${errors.comment} />`;

/** Rating, comment, closing, coming back: any of them, in any order. @param {{ at: At, given?: Assessment, put: (a: Assessment) => void, onEnd: () => void }} p */
function Form({ at, given, put, onEnd }) {
  const task = /** @type {import('../core/types.js').Task} */ (at.task.value);
  const save = async (/** @type {Record<string, unknown>} */ next, /** @type {(e: Record<string, string>) => void} */ show) => {
    const c = pb.collection('assessments');
    const saved = await run(() => (given ? c.update(given.id, next) : c.create({ task: task.id, ...next })), { fields: show, ok: t('toast.rated') });
    if (saved) { put(/** @type {any} */ (saved)); onEnd(); }
  };
  const { errors, show, busy, done, props } = useForm(async (values, pressed) => {
    const next = words(values, given);
    if (pressed === 'close') { if (await close(at, next, show)) { done(); onEnd(); } } else if (next) { await save(next, show); done(); } else show({ rating: t('rate.need') });
  }, { draft: `rate:${task.id}` });
  return html`<form class="rate" ...${props}><${Inputs} given=${given} errors=${errors} />
    <div class="actions actions-start">
      ${task.status === 'done' && html`<button class="btn btn-main" value="close" aria-busy=${busy}>${t('task.close')}</button>`}
      <button class="btn" value="rate" aria-busy=${busy}>${t(task.status === 'done' ? 'rate.only' : 'rate.save')}</button>
      ${given && html`<button type="button" class="btn btn-quiet" onClick=${onEnd}>${t('form.cancel')}</button>`}
    </div></form>`;
}

/** The block under a finished task. @param {{ at: At, given?: Assessment, put: (a: Assessment) => void }} p */
export function Assess({ at, given, put }) {
  const [editing, edit] = useState(false);
  const task = /** @type {import('../core/types.js').Task} */ (at.task.value);
  if (!task.consultant || !['done', 'closed'].includes(task.status)) return null;
  const changeable = given && assessedUntil(task, given) > new Date();
  if (!given || editing) return html`<section class="assess" aria-labelledby="assess-title"><h2 id="assess-title">${t('rate.title')}</h2><${Form} key=${given?.updated ?? ''} at=${at} given=${given} put=${put} onEnd=${() => edit(false)} /></section>`;
  return html`<section class="assess" aria-labelledby="assess-title"><h2 id="assess-title">${t('rate.yours')}</h2>
    ${given.rating > 0 && html`<p><${StarShow} n=${given.rating} /></p>`}${given.comment && html`<${Words} text=${given.comment} />`}
    <div class="actions actions-start">
      ${task.status === 'done' && html`<button type="button" class="btn btn-main" onClick=${() => close(at, null, () => undefined)}>${t('task.close')}</button>`}
      ${changeable && html`<button type="button" class="btn" onClick=${() => edit(true)}>${t('rate.change')}</button><span class="hint">${t('rate.until', { when: day(assessedUntil(task, given)) })}</span>`}
    </div></section>`;
}

/** @param {{ at: At, onClose: () => void }} p */
function CloseForm({ at, onClose }) {
  const task = /** @type {import('../core/types.js').Task} */ (at.task.value);
  const { errors, show, busy, props } = useForm(async (values) => { if (await close(at, task.consultant ? words(values, undefined) : null, show)) onClose(); });
  return html`<form ...${props}><p>${t(task.consultant ? 'close.text' : 'close.text_new')}</p>
    ${task.consultant && html`<${Inputs} errors=${errors} />`}
    <div class="actions"><button type="button" class="btn" onClick=${onClose}>${t('close.cancel')}</button><button class="btn btn-main" aria-busy=${busy}>${t('task.close')}</button></div></form>`;
}

/** Closes a task that was never reported done. @param {{ at: At, open: boolean, onClose: () => void }} p */
export const CloseDialog = ({ at, open, onClose }) => html`<${Dialog} open=${open} title=${t('close.title')} onClose=${onClose}><${CloseForm} at=${at} onClose=${onClose} /><//>`;
