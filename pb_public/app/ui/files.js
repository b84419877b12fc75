import { html } from '../core/html.js';
import { size, t } from '../core/i18n.js';
import { pb, run } from '../core/api.js';
import { fileToken, forgetToken, kindOf } from '../core/files.js';
import { part } from '../core/part.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

/** @typedef {import('../core/types.js').Letter | import('../core/types.js').Task} Holder */

/** The name as it was given: the server puts ten random characters before the dot. @param {string} stored */
export const plainName = (stored) => stored.replace(/_[a-z0-9]{10}(\.[^.]+)?$/i, '$1');

/** @param {Holder} record @param {string} name */
export async function download(record, name) {
  const token = await run(fileToken);
  if (!token) return;
  const a = document.createElement('a');
  a.href = pb.files.getURL(record, name, { token, download: true });
  a.download = plainName(name);
  a.target = '_self';
  a.click();
}

/** A small picture. One that comes into sight late finds its token spent, and gets another. @param {{ record: Holder, name: string }} p */
function Thumb({ record, name }) {
  const [src, setSrc] = useState('');
  const tries = useRef(0);
  const load = () => fileToken().then((token) => setSrc(pb.files.getURL(record, name, { token, thumb: '240x240' })), () => setSrc(''));
  useEffect(() => { load(); }, [record.id, name]);
  const failed = () => { setSrc(''); if (++tries.current > 1) return; forgetToken(); load(); };
  return src ? html`<img class="thumb" src=${src} alt="" loading="lazy" onError=${failed} />` : html`<span class="thumb"><${Icon} name="clip" /></span>`;
}

/** What a PDF is, and how large. @param {{ record: Holder, name: string }} p */
function PdfKind({ record, name }) {
  const [bytes, setBytes] = useState(0);
  useEffect(() => {
    fileToken().then((token) => fetch(pb.files.getURL(record, name, { token }), { method: 'HEAD' }))
      .then((answer) => setBytes(answer.ok ? Number(answer.headers.get('Content-Length')) : 0), () => { /* the name is enough */ });
  }, [record.id, name]);
  return html`<span class="file-kind">PDF${bytes > 0 && ` · ${size(bytes)}`}</span>`;
}

/** The files of a record: pictures and PDF open in a viewer, the rest is saved. @param {{ record: Holder }} p */
export function Files({ record }) {
  const [view, setView] = useState(/** @type {any} */ (null));
  const [at, setAt] = useState('');
  if (!record.files.length) return null;
  const shown = record.files.filter((f) => kindOf(f));
  const open = async (/** @type {string} */ name) => {
    if (!view) setView(await part(() => import('./viewer.js')) ?? null);
    setAt(name);
  };
  return html`<ul class="files">${record.files.map((name) => html`<li key=${name}>
    ${kindOf(name) === 'picture' ? html`<button type="button" class="file file-picture" title=${t('files.view')} onClick=${() => open(name)}><${Thumb} record=${record} name=${name} /><span class="name">${plainName(name)}</span></button>`
      : kindOf(name) === 'pdf' ? html`<button type="button" class="file" title=${t('files.view')} onClick=${() => open(name)}><${Icon} name="page" /><span>${plainName(name)}<${PdfKind} record=${record} name=${name} /></span></button>`
        : html`<button type="button" class="file" title=${t('files.download')} onClick=${() => download(record, name)}><${Icon} name="clip" /><span>${plainName(name)}</span></button>`}</li>`)}</ul>
    ${view && html`<${view.Viewer} record=${record} names=${shown} name=${at} onPick=${setAt} onClose=${() => setAt('')} />`}`;
}
