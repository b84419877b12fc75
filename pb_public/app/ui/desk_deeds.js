import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { changeTasks, undoLast } from '../core/bulk.js';
import { address, readFilters } from '../core/desk_filters.js';
import { go } from '../core/router.js';
import { toast } from '../core/toast.js';
import { opened, wishToWrite } from '../core/wish.js';
import { useState } from '../vendor/preact.js';
import { Assign } from './assign.js';
import { KeyHelp } from './queue_help.js';

/** @typedef {import('../core/desk_rows.js').Target} Target */

/** Goes to where one writes on a task, which is opened first. @param {Target | undefined} task @param {'notes' | 'comments'} into */
function write(task, into) {
  if (!task) return;
  wishToWrite(task.id, into);
  if (opened.value?.id !== task.id) go(address(readFilters(new URLSearchParams(location.search)), task.number), { stay: true });
}

/**
 * What the keys and the buttons do with tasks, and the dialogs of it.
 * @param {() => Target[]} targets @param {() => void} done
 */
export function useDeeds(targets, done) {
  const [help, setHelp] = useState(false);
  const [giving, setGiving] = useState(/** @type {Target[]} */ ([])); // as they were when it was asked
  const change = async (/** @type {Record<string, string>} */ fields, /** @type {(n: number) => string} */ said, of = targets()) => {
    if (!of.length) { toast(t('desk.no_row')); return; }
    const number = of.length === 1 ? t('desk.which', { n: String(of[0].number) }) : '';
    if (await changeTasks(of.map((i) => i.id), fields, (n) => said(n) + number)) done();
  };
  /** @type {Record<string, () => void>} */
  const deeds = {
    take: () => change({ consultant: me.value?.id ?? '' }, (n) => t('desk.taken', { n })),
    wait: () => change({ status: 'waiting' }, (n) => t('desk.now_waiting', { n })),
    done: () => change({ status: 'done' }, (n) => t('desk.now_done', { n })),
    back: () => change({ consultant: '' }, (n) => t('desk.now_free', { n })),
    ...Object.fromEntries(['high', 'normal', 'low'].map((p) => [p, () => change({ priority: p }, (n) => t('desk.reprioritised', { n }))])),
    assign: () => { const of = targets(); if (of.length) setGiving(of); else toast(t('desk.no_row')); },
    note: () => write(targets()[0], 'notes'),
    reply: () => write(targets()[0], 'comments'),
    undo: () => undoLast().then(done),
    help: () => setHelp(true),
  };
  const give = (/** @type {string} */ id, /** @type {string} */ name) => {
    setGiving([]);
    change({ consultant: id }, (n) => t('desk.given', { n, name }), giving);
  };
  const categorise = (/** @type {string} */ id) => change({ category: id === 'none' ? '' : id }, (n) => t('desk.categorised', { n }));
  const dialogs = html`<${KeyHelp} open=${help} onClose=${() => setHelp(false)} />
    <${Assign} open=${giving.length > 0} n=${giving.length} onClose=${() => setGiving([])} onPick=${give} />`;
  return { act: (/** @type {string} */ deed) => (deeds[deed] ? void deeds[deed]() : false), categorise, dialogs };
}
