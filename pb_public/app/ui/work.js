import { useEffect, useLayoutEffect, useRef, useState } from '../vendor/preact.js';
import { useSeen } from '../core/bell.js';
import { html } from '../core/html.js';
import { date, t, words } from '../core/i18n.js';
import { me } from '../core/api.js';
import { forgetUndo } from '../core/bulk.js';
import { loadCategories } from '../core/categories.js';
import { hasDraft } from '../core/drafts.js';
import { insertText } from '../core/insert.js';
import { usePage } from '../core/page.js';
import { loadStaff, nameOf, staff } from '../core/staff.js';
import { spokeSince } from '../core/stale.js';
import { change, useTask } from '../core/task.js';
import { usePresence } from '../core/presence.js';
import { useAssessment, useEvents, useLetters, useNotes } from '../core/thread.js';
import { toast } from '../core/toast.js';
import { opened, wish } from '../core/wish.js';
import { CannedTools } from './canned_tools.js';
import { ClientCard } from './card.js';
import { categoryOf } from './category_pick.js';
import { EditDialog } from './edit.js';
import { Choice } from './field.js';
import { Files } from './files.js';
import { Icon } from './icon.js';
import { Here, Typing } from './presence.js';
import { PriorityMark } from './priority.js';
import { Due } from './queue_row.js';
import { Reply } from './reply.js';
import { StaleStep } from './stale_step.js';
import { StarShow } from './stars.js';
import { Empty, Failed, Ghosts } from './states.js';
import { StatusTag } from './status.js';
import { Words } from './text.js';
import { Thread } from './thread.js';

await words('work');

/**
 * @typedef {import('../core/types.js').Task} Task
 * @typedef {ReturnType<typeof useTask>} At
 * @typedef {{ key: import('../core/i18n.js').Key & `desk.do_${string}`, fields: Record<string, unknown>, main?: boolean }} Step
 */

/** What the person may do with a task as it stands; the server judges again. @param {Task} task @returns {Step[]} */
function stepsOf(task) {
  const mine = task.consultant === me.value?.id;
  const manager = me.value?.role === 'manager';
  const may = mine || manager;
  /** @type {(Step | false)[]} */
  const all = [
    !task.consultant && task.status !== 'closed' && { key: 'desk.do_take', fields: { consultant: me.value?.id }, main: true },
    may && ['in_progress', 'waiting'].includes(task.status) && { key: 'desk.do_done', fields: { status: 'done' }, main: true },
    may && task.status === 'in_progress' && { key: 'desk.do_ask', fields: { status: 'waiting' } },
    may && ['waiting', 'done'].includes(task.status) && !!task.consultant && { key: 'desk.do_work', fields: { status: 'in_progress' } },
    may && ['in_progress', 'waiting'].includes(task.status) && { key: 'desk.do_back', fields: { consultant: '' } },
    manager && task.status === 'closed' && { key: 'desk.do_reopen', fields: { status: task.consultant ? 'in_progress' : 'new' } },
    manager && task.status !== 'closed' && { key: 'desk.do_close', fields: { status: 'closed' } },
  ];
  return /** @type {Step[]} */ (all.filter(Boolean));
}

/** @param {{ at: At }} p */
function HandOver({ at }) {
  const task = /** @type {Task} */ (at.task.value);
  const may = task.status !== 'closed' && (me.value?.role === 'manager' || task.consultant === me.value?.id);
  const others = Object.entries(staff.value).filter(([id]) => id !== task.consultant);
  if (!may || !others.length) return null;
  const give = async (/** @type {any} */ e) => {
    const id = e.target.value;
    if (id && await change(at, { consultant: id })) { forgetUndo(); toast(t('toast.handed', { name: nameOf(id) })); }
    e.target.value = '';
  };
  return html`<label class="select"><span class="vh">${t('desk.hand')}</span><select onChange=${give}><option value="">${t('desk.hand')}…</option>
    ${others.map(([id, name]) => html`<option key=${id} value=${id}>${name}</option>`)}</select></label>`;
}

/** @param {{ at: At }} p */
function Actions({ at }) {
  const [editing, edit] = useState(false);
  const task = /** @type {Task} */ (at.task.value);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const act = async (/** @type {Record<string, unknown>} */ fields) => {
    if (!await change(at, fields)) return;
    forgetUndo();
    toast(t('toast.saved'));
    requestAnimationFrame(() => { if (document.activeElement === document.body) box.current?.focus(); }); // the button is gone
  };
  if (task.archived_at) {
    return html`<div class="note" role="status"><p>${t('desk.archived', { when: date(task.archived_at) })}</p>
      <p><button type="button" class="btn" onClick=${() => act({ archived_at: '' })}>${t('desk.restore')}</button></p></div>`;
  }
  return html`<div class="task-actions" ref=${box} role="group" aria-label=${t('desk.actions')} tabindex="-1">
    ${stepsOf(task).map((s) => html`<button key=${s.key} type="button" class="btn ${s.main ? 'btn-main' : ''}" onClick=${() => act(s.fields)}>${t(s.key)}</button>`)}
    <${HandOver} at=${at} />
    ${me.value?.role === 'manager' && task.status !== 'closed' && html`<button type="button" class="btn" onClick=${() => edit(true)}><${Icon} name="edit" />${t('task.edit')}</button>
      <${EditDialog} at=${at} open=${editing} onClose=${() => edit(false)} />`}</div>`;
}

/** @param {{ at: At, given?: import('../core/types.js').Assessment }} p */
function Facts({ at, given }) {
  const task = /** @type {Task} */ (at.task.value);
  useEffect(() => { loadCategories(); }, []);
  const line = (/** @type {string} */ name, /** @type {any} */ value) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<aside class="facts" aria-label=${t('desk.facts')}><dl>
    ${line(t('task.status'), html`<${StatusTag} value=${task.status} staff />`)}
    ${line(t('task.consultant'), task.consultant ? nameOf(task.consultant) : t('desk.free'))}
    ${line(t('task.category'), categoryOf(at))}
    ${line(t('desk.answer_due'), task.due_at && html`<${Due} at=${task.due_at} />`)}
    ${line(t('task.created_at'), date(task.created))}
    ${line(t('rate.title_staff'), given && html`${given.rating > 0 && html`<${StarShow} n=${given.rating} />`}${given.comment && html`<${Words} text=${given.comment} />`}`)}
  </dl></aside>`;
}

/** What a canned answer may name. @param {Task} task */
const valuesOf = (task) => ({
  name: task.expand?.client?.name ?? '', number: String(task.number), organization: task.expand?.profile?.organization ?? '',
  consultant: me.value?.name || me.value?.username || '',
});

/** Tells, once for each, of colleagues who have answered since the form was there. @param {Task} task @param {import('../core/types.js').Letter[] | null} letters */
function useColleagues(task, letters) {
  const seen = useRef(/** @type {Set<string> | null} */ (null));
  const look = () => { seen.current = new Set(letters?.map((l) => l.id)); };
  useEffect(() => { if (letters && !seen.current) look(); }, [letters]);
  const warn = () => {
    const names = spokeSince(letters ?? [], seen.current ?? new Set(letters?.map((l) => l.id)), [me.value?.id ?? '', task.client]).map(nameOf);
    look();
    return names.length ? t('work.answered', { names: names.join(', ') }) : '';
  };
  return warn;
}

/**
 * An answer to the client, or a note for staff: two forms, each with its own
 * text, files and button, of which one is shown. The mode stays as it was left,
 * for a mode that goes back by itself would send the second note to the client.
 * @param {{ at: At, letters: any, notes: any, presence: ReturnType<typeof usePresence> }} p
 */
function Answer({ at, letters, notes, presence }) {
  const task = /** @type {Task} */ (at.task.value);
  const warn = useColleagues(task, letters.rows.value);
  const tools = (/** @type {{ current: HTMLFormElement | null }} */ form) => html`<${CannedTools} form=${form} values=${valuesOf(task)} />`;
  const kept = (/** @type {string} */ into) => hasDraft(me.value?.id ?? '', `${into}:${task.id}`);
  const [into, setInto] = useState(/** @returns {'comments' | 'notes'} */ () => (kept('notes') && !kept('comments') ? 'notes' : 'comments'));
  const [drafts, setDrafts] = useState({ comments: kept('comments'), notes: kept('notes') });
  const draft = (/** @type {'comments' | 'notes'} */ mode) => (/** @type {boolean} */ some) => setDrafts((d) => (d[mode] === some ? d : { ...d, [mode]: some }));
  const may = ['in_progress', 'waiting'].includes(task.status) && (task.consultant === me.value?.id || me.value?.role === 'manager');
  const answered = async (/** @type {any} */ letter, /** @type {string} */ pressed) => {
    letters.put(letter);
    toast(t('toast.sent'));
    if (pressed) await change(at, { status: pressed });
  };
  const noted = (/** @type {any} */ note) => { notes.put(note); toast(t('toast.noted')); };
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const asked = wish.value?.task === task.id ? wish.value : null;
  useLayoutEffect(() => { // a key asks for the form, and the next one may be the first letter
    if (!asked) return;
    if (into !== asked.into) { setInto(asked.into); return; }
    const words = /** @type {HTMLTextAreaElement} */ (box.current?.querySelector(`[data-into=${into}] textarea`));
    wish.value = null;
    words.focus();
    if (asked.typed) insertText(words, words.value.length, words.value.length, asked.typed);
  }, [asked, into]);
  const pick = (/** @type {any} */ mode) => { presence.stopped(); setInto(mode); };
  const label = (/** @type {'comments' | 'notes'} */ mode, /** @type {string} */ text) => (into !== mode && drafts[mode] ? t('desk.draft', { mode: text }) : text);
  return html`<section ref=${box} class="answer-box" aria-label=${t('desk.answer')}>
    <${Choice} legend=${t('desk.to')} name="into" value=${into} quiet onPick=${pick} options=${[{ value: 'comments', label: label('comments', t('desk.to_client')) }, { value: 'notes', label: label('notes', t('desk.to_staff')) }]} />
    <div hidden=${into !== 'comments'} data-into="comments"><${Reply} task=${task.id} into="comments" label=${t('desk.reply_label')} send=${t('desk.send')} onSent=${answered} onTyped=${presence.typed} onDraft=${draft('comments')} warn=${warn} tools=${tools}>
      ${may && html`<button class="btn" value="waiting">${t('desk.send_ask')}</button><button class="btn" value="done">${t('desk.send_done')}</button>`}<//></div>
    <div hidden=${into !== 'notes'} data-into="notes"><${Reply} task=${task.id} into="notes" label=${t('desk.note_label')} send=${t('reply.note')} onSent=${noted} onDraft=${draft('notes')} tools=${tools} /></div></section>`;
}

/** @param {{ at: At, embedded: boolean }} p */
function Whole({ at, embedded }) {
  const task = /** @type {Task} */ (at.task.value);
  const letters = useLetters(task.id);
  const notes = useNotes(task.id);
  const events = useEvents(task.id);
  const given = useAssessment(task.id);
  const presence = usePresence(task.id);
  const client = task.expand?.client;
  const name = (/** @type {string} */ id) => {
    if (id === me.value?.id) return t('thread.you');
    return id === task.client ? client?.name || client?.username || t('desk.client') : nameOf(id);
  };
  const failed = letters.failed.value || notes.failed.value || events.failed.value;
  const thread = letters.rows.value && notes.rows.value && events.rows.value
    && html`<${Thread} letters=${letters.rows.value} notes=${notes.rows.value} events=${events.rows.value} name=${name} put=${letters.put} />`;
  return html`<div class="desk-side"><${Facts} at=${at} given=${given.rows.value?.[0]} /><${ClientCard} client=${task.client} number=${task.number} folded=${embedded} /></div><div class="desk-main"><${Here} people=${presence.open.value} /><${Actions} at=${at} /><${StaleStep} at=${at} />
    <div class="task-words">${task.description && html`<${Words} text=${task.description} />`}<${Files} record=${task} /><p class="hint"><${PriorityMark} value=${task.priority} /></p></div>
    ${failed && html`<${Failed} text=${failed} retry=${() => { letters.reload(); notes.reload(); events.reload(); }} />`}
    ${thread || (!failed && html`<${Ghosts} n=${3} />`)}
    <${Typing} people=${presence.typing.value} />
    ${!task.archived_at && html`<${Answer} at=${at} letters=${letters} notes=${notes} presence=${presence} />`}</div>`;
}

/**
 * A task as staff work on it. Beside the queue it is a part of the page, which
 * has its own heading and keeps the focus.
 * @param {{ number: string, embedded?: boolean }} p
 */
export function Work({ number, embedded = false }) {
  const at = useTask(number, 'client,profile');
  const task = at.task.value;
  useSeen(task?.id);
  const heading = usePage(task ? `№ ${task.number} ${task.title}` : t('task.one', { n: number }), !!task || at.gone.value);
  useEffect(() => { loadStaff(); }, []);
  useEffect(() => {
    opened.value = task ? { id: task.id, number: task.number } : null;
    return () => { opened.value = null; };
  }, [task?.id]);
  const title = at.gone.value ? t('task.one', { n: number }) : task?.title ?? '…';
  return html`${!at.gone.value && html`<p class="eyebrow">${t('task.one', { n: number })}</p>`}${embedded ? html`<h2>${title}</h2>` : html`<h1 ...${heading}>${title}</h1>`}
    ${at.gone.value ? html`<${Empty} title=${t('task.gone')}><p>${t('desk.gone_hint')}</p><//>`
      : task ? html`<article class="desk-task"><${Whole} at=${at} embedded=${embedded} /></article>`
        : at.failed.value ? html`<${Failed} text=${at.failed.value} retry=${at.reload} />` : html`<${Ghosts} n=${3} />`}`;
}
