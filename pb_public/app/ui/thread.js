import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { useRef } from '../vendor/preact.js';
import { Happened } from './happened.js';
import { LetterItem } from './letter.js';

/**
 * @typedef {import('../core/types.js').Letter} Letter
 * @typedef {import('../core/types.js').Event} Event
 */

/** A talk of so many letters is longer than a screen. */
const long = 5;

/**
 * The conversation and what happened to the task, in one line of time.
 * @param {{ letters: Letter[], notes?: Letter[], events: Event[], name: (id: string) => string, put: (letter: Letter) => void }} p
 *   put: takes in a letter its author has edited
 */
export function Thread({ letters, notes = [], events, name, put }) {
  const items = [
    ...letters.map((x) => ({ at: x.created, row: html`<${LetterItem} key=${x.id} letter=${x} name=${name} put=${put} />` })),
    ...notes.map((x) => ({ at: x.created, row: html`<${LetterItem} key=${x.id} letter=${x} name=${name} note />` })),
    ...events.map((x) => ({ at: x.created, row: html`<${Happened} key=${x.id} event=${x} name=${name} />` })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const toLast = () => {
    const last = /** @type {HTMLElement | undefined} */ ([...list.current?.querySelectorAll('.letter') ?? []].pop());
    last?.setAttribute('tabindex', '-1');
    last?.focus({ preventScroll: true });
    last?.scrollIntoView({ block: 'start' });
  };
  return html`<section class="thread" aria-label=${t('thread.title')}><div class="thread-head"><h2>${t('thread.title')}</h2>
      ${letters.length + notes.length > long && html`<button type="button" class="btn-text" onClick=${toLast}>${t('thread.to_last')}</button>`}</div>
    <ol class="letters" ref=${list}>${items.map((i) => i.row)}</ol>
    <p class="vh" aria-live="polite">${t('thread.count', { n: letters.length })}</p></section>`;
}
