import { html } from '../core/html.js';
import { ago, date, t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { Files } from './files.js';
import { Happened } from './happened.js';
import { Words } from './text.js';

/**
 * @typedef {import('../core/types.js').Letter} Letter
 * @typedef {import('../core/types.js').Event} Event
 */

/** @param {{ letter: Letter, name: (id: string) => string, note?: boolean }} p */
const One = ({ letter, name, note }) => html`<li class="letter ${letter.author === me.value?.id ? 'letter-mine' : ''} ${note ? 'letter-note' : ''}">
  <p class="letter-by"><strong>${name(letter.author)}</strong>${note && html`<span class="letter-kind">${t('thread.note')}</span>`}
    <time datetime=${letter.created} title=${date(letter.created)}>${ago(letter.created)}</time></p>
  <${Words} text=${letter.body} /><${Files} record=${letter} /></li>`;

/**
 * The conversation and what happened to the task, in one line of time.
 * @param {{ letters: Letter[], notes?: Letter[], events: Event[], name: (id: string) => string }} p
 */
export function Thread({ letters, notes = [], events, name }) {
  const items = [
    ...letters.map((x) => ({ at: x.created, row: html`<${One} key=${x.id} letter=${x} name=${name} />` })),
    ...notes.map((x) => ({ at: x.created, row: html`<${One} key=${x.id} letter=${x} name=${name} note />` })),
    ...events.map((x) => ({ at: x.created, row: html`<${Happened} key=${x.id} event=${x} name=${name} />` })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  return html`<section class="thread" aria-label=${t('thread.title')}><h2>${t('thread.title')}</h2>
    <ol class="letters">${items.map((i) => i.row)}</ol>
    <p class="vh" aria-live="polite">${t('thread.count', { n: letters.length })}</p></section>`;
}
