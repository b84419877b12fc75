import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { fileToken, kindOf } from '../core/files.js';
import { useEffect, useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';
import { download, plainName } from './files.js';
import { Icon } from './icon.js';

/** @typedef {import('./files.js').Holder} Holder */

/** A PDF in the browser's own viewer; where it has none, as on most phones, a link that opens it. @param {{ name: string, src: string }} p */
const Pdf = ({ name, src }) => (navigator.pdfViewerEnabled
  ? html`<iframe src=${src} title=${plainName(name)}></iframe>`
  : html`<p class="viewer-tile"><${Icon} name="page" /><span>${plainName(name)}</span></p>`);

/** The address of a file, once there is a token for it. @param {Holder} record @param {string} name */
function useAddress(record, name) {
  const [src, setSrc] = useState('');
  useEffect(() => {
    let over = false;
    setSrc('');
    if (name) run(fileToken).then((token) => { if (!over && token) setSrc(pb.files.getURL(record, name, { token })); });
    return () => { over = true; };
  }, [name]);
  return src;
}

/** Opens a file in a tab of its own, whose token is fetched as it is asked for. @param {Holder} record @param {string} name */
async function openTab(record, name) {
  const tab = window.open('', '_blank');
  const token = await run(fileToken);
  if (tab && token) tab.location.href = pb.files.getURL(record, name, { token }); else tab?.close();
}

/** @param {{ record: Holder, name: string }} p */
function Stage({ record, name }) {
  const [broken, setBroken] = useState(false);
  const src = useAddress(record, name);
  return html`<div class="viewer-stage">${broken ? html`<p class="viewer-tile"><${Icon} name="alert" /><span>${t('files.broken')}</span></p>`
    : src && (kindOf(name) === 'pdf' ? html`<${Pdf} name=${name} src=${src} />` : html`<img src=${src} alt=${plainName(name)} onError=${() => setBroken(true)} />`)}</div>`;
}

/**
 * Looks at the pictures and PDF of a record, one at a time; the arrows lead to
 * the others, Escape back to where it was opened.
 * @param {{ record: Holder, names: string[], name: string, onPick: (name: string) => void, onClose: () => void }} p name: the one shown; empty is closed
 */
export function Viewer({ record, names, name, onPick, onClose }) {
  const at = names.indexOf(name);
  const step = (/** @type {number} */ by) => onPick(names[(at + by + names.length) % names.length]);
  const onKeyDown = (/** @type {KeyboardEvent} */ e) => {
    if (names.length < 2 || e.altKey || e.ctrlKey || e.metaKey) return;
    if (e.key === 'ArrowRight') step(1);
    if (e.key === 'ArrowLeft') step(-1);
  };
  return html`<${Dialog} open=${at >= 0} wide title=${at >= 0 ? plainName(name) : ''} onClose=${onClose} onKeyDown=${onKeyDown}>
    <div class="viewer"><${Stage} key=${name} record=${record} name=${name} />
      <div class="viewer-bar"><span class="hint" role="status">${t('files.of', { n: at + 1, all: names.length })}</span>
        ${names.length > 1 && html`<button type="button" class="btn" onClick=${() => step(-1)}><${Icon} name="back" /><span class="viewer-word">${t('files.prev')}</span></button>
          <button type="button" class="btn" onClick=${() => step(1)}><span class="viewer-word">${t('files.next')}</span><${Icon} name="next" /></button>`}
        ${kindOf(name) === 'pdf' && html`<button type="button" class="btn" onClick=${() => openTab(record, name)}><${Icon} name="enter" /><span class="viewer-word">${t('files.tab')}</span></button>`}
        <button type="button" class="btn btn-main" onClick=${() => download(record, name)}><${Icon} name="down" />${t('files.save')}</button></div></div><//>`;
}
