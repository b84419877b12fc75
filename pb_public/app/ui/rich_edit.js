import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { inertDocument } from '../core/trusted.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { known } from './rich.js';

const allowed = /^(https?:|mailto:|tel:)/i;
/** Any other beginning of an address, but for a host with its port. */
const scheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i;

/** Copies what is known into the page, element by element. @param {Node} from @param {Node} into */
function copyInto(from, into) {
  for (const node of from.childNodes) {
    if (node instanceof Text) into.appendChild(document.createTextNode(node.data));
    if (!(node instanceof Element)) continue;
    const el = known.has(node.tagName) ? document.createElement(node.tagName) : null;
    const href = node.getAttribute('href') ?? '';
    if (el instanceof HTMLAnchorElement && allowed.test(href)) el.setAttribute('href', href);
    copyInto(node, el ?? into);
    if (el) into.appendChild(el);
  }
}

/** A command of the browser's own editor. @param {string} name @param {string} [value] */
const command = (name, value) => document.execCommand(name, false, value);

const tools = /** @type {const} */ ([['bold', 'rich.bold'], ['italic', 'rich.italic'], ['insertUnorderedList', 'rich.list'], ['insertOrderedList', 'rich.numbers']]);

/**
 * A text with headings, lists and links, edited as it will look. What is there
 * stays as it is; what is pasted or dropped comes as plain text; the server sanitises.
 * @param {{ label: string, value: string, error?: string, onChange: (html: string) => void }} p
 */
export function RichEdit({ label, value, error, onChange }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const first = useRef('');
  const [linking, link] = useState(/** @type {Range | null} */ (null));
  useEffect(() => {
    const el = box.current;
    if (!el) return;
    copyInto(inertDocument(value || '<p><br></p>').body, el);
    first.current = el.innerHTML;
    command('defaultParagraphSeparator', 'p');
  }, []);
  const tell = () => { // the server writes the same its own way
    const now = box.current?.innerHTML ?? '';
    onChange(now === first.current ? value : box.current?.textContent?.trim() ? now : '');
  };
  const run = (/** @type {string} */ name, /** @type {string} */ arg = '') => { box.current?.focus(); command(name, arg); tell(); };
  const heading = () => run('formatBlock', document.queryCommandValue('formatBlock') === 'h2' ? 'p' : 'h2');
  const onPaste = (/** @type {ClipboardEvent} */ e) => { e.preventDefault(); command('insertText', e.clipboardData?.getData('text/plain') ?? ''); };
  const onDrop = (/** @type {DragEvent} */ e) => { e.preventDefault(); box.current?.focus(); command('insertText', e.dataTransfer?.getData('text/plain') ?? ''); };
  const ask = () => { const s = getSelection(); if (s?.rangeCount && box.current?.contains(s.anchorNode)) link(s.getRangeAt(0)); };
  const putLink = (/** @type {string} */ href) => {
    const range = linking;
    link(null);
    if (!range) return;
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
    const to = /^[^\s@:/]+@[^\s@]+$/.test(href) ? `mailto:${href}` : href && !allowed.test(href) ? `https://${href}` : href;
    if (to) run('createLink', to); else run('unlink');
  };
  return html`<div class="field"><span class="rich-label" id="rich-label">${label}</span>
    <div class="rich-tools" role="group" aria-label=${t('rich.tools')}><button type="button" class="btn btn-small" onClick=${heading}>${t('rich.heading')}</button>
      ${tools.map(([name, said]) => html`<button key=${name} type="button" class="btn btn-small rich-${name}" onClick=${() => run(name)}>${t(said)}</button>`)}
      <button type="button" class="btn btn-small" onClick=${ask}>${t('rich.link')}</button></div>
    ${linking && html`<${Link} onDone=${putLink} />`}
    <div class="prose rich-box" ref=${box} role="textbox" aria-multiline="true" aria-labelledby="rich-label" contenteditable="true" aria-invalid=${error ? 'true' : undefined} aria-describedby=${error ? 'rich-e' : undefined} onInput=${tell} onPaste=${onPaste} onDrop=${onDrop}></div>${error && html`<p class="error" id="rich-e">${error}</p>`}</div>`;
}

/** Where the selected words lead; empty takes the link away. @param {{ onDone: (href: string) => void }} p */
function Link({ onDone }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [wrong, setWrong] = useState(false);
  useEffect(() => input.current?.focus(), []);
  const put = () => {
    const href = input.current?.value.trim() ?? '';
    if (scheme.test(href) && !allowed.test(href)) setWrong(true); else onDone(href);
  };
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => { if (e.key === 'Enter') { e.preventDefault(); put(); } };
  return html`<div class="rich-link"><label for="rich-href">${t('rich.href')}</label><input id="rich-href" ref=${input} onKeyDown=${onKeyDown} onInput=${() => setWrong(false)} placeholder="https://" aria-invalid=${wrong ? 'true' : undefined} aria-describedby=${wrong ? 'rich-href-e' : undefined} />
    <button type="button" class="btn btn-small" onClick=${put}>${t('rich.put')}</button>${wrong && html`<p class="error" id="rich-href-e" role="alert">${t('rich.bad_href')}</p>`}</div>`;
}
