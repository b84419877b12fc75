import { html } from '../core/html.js';
import { size, t } from '../core/i18n.js';
import { me } from '../core/api.js';
import { useEffect, useId, useRef, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

/** The limits of the server. */
export const maxFiles = 10;
export const maxSize = 10 << 20;

/** The first thing wrong with the files, in words. @param {File[]} files */
export function fileProblem(files) {
  const big = files.find((f) => f.size > maxSize);
  if (big) return t('upload.big', { name: big.name });
  const empty = files.find((f) => f.size === 0);
  if (empty) return t('upload.zero', { name: empty.name });
  return files.length > maxFiles ? t('upload.many') : '';
}

/** A pasted screenshot has no name of its own. @param {File} f @param {number} i */
const named = (f, i) => (f.name && f.name !== 'image.png' ? f : new File([f], `${t('upload.pasted')} ${new Date().toLocaleTimeString('ru').replace(/:/g, '-')}${i ? ` ${i}` : ''}.png`, { type: f.type }));

/** Files of drafts whose form is not on the screen, until the page is left. @type {Map<string, File[]>} */
const kept = new Map();

/** The files chosen for a form; with the name of its draft they are there again when the form is. @param {string} [draft] */
export function useFiles(draft) {
  const name = draft && `${me.value?.id}:${draft}`;
  const [files, setFiles] = useState(() => kept.get(name ?? '') ?? []);
  const change = (/** @type {(old: File[]) => File[]} */ how) => setFiles((old) => {
    const now = how(old);
    if (name) kept.set(name, now);
    return now;
  });
  const add = (/** @type {Iterable<File>} */ more) => change((old) => [...old, ...more]);
  const remove = (/** @type {number} */ at) => change((old) => old.filter((_, i) => i !== at));
  return { files, add, remove, clear: () => change(() => []), problem: fileProblem(files) };
}

/** @param {{ file: File }} p */
function Preview({ file }) {
  const [url, setUrl] = useState('');
  useEffect(() => {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return undefined;
    const u = URL.createObjectURL(file);
    setUrl(u);
    return () => URL.revokeObjectURL(u);
  }, [file]);
  return url ? html`<img class="upload-picture" src=${url} alt="" />` : html`<${Icon} name="clip" />`;
}

/** @param {DragEvent} e */
const carriesFiles = (e) => !!e.dataTransfer?.types.includes('Files');

/**
 * Picks files by the button, or by dropping them on the form around it, or by
 * pasting a screenshot into that form.
 * @param {{ store: ReturnType<typeof useFiles>, progress: number, error?: string, compact?: boolean }} p progress: 0–100 while sending
 */
export function Upload({ store, progress, error, compact }) {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [over, setOver] = useState(false);
  const id = useId();
  useEffect(() => {
    const form = box.current?.closest('form');
    const onPaste = (/** @type {ClipboardEvent} */ e) => {
      const data = e.clipboardData;
      if (data?.types.includes('text/html') && data.getData('text/plain')) return; // office programs add a picture of the text
      const pasted = [...(data?.files ?? [])];
      if (pasted.length) { e.preventDefault(); store.add(pasted.map(named)); }
    };
    const onOver = (/** @type {DragEvent} */ e) => { if (carriesFiles(e)) { e.preventDefault(); setOver(true); } };
    const onLeave = (/** @type {DragEvent} */ e) => { if (!form?.contains(/** @type {Node | null} */ (e.relatedTarget))) setOver(false); };
    const onDrop = (/** @type {DragEvent} */ e) => { setOver(false); if (carriesFiles(e)) { e.preventDefault(); store.add(e.dataTransfer?.files ?? []); } };
    const heard = /** @type {const} */ ([['paste', onPaste], ['dragover', onOver], ['dragleave', onLeave], ['drop', onDrop]]);
    for (const [event, handler] of heard) form?.addEventListener(event, /** @type {EventListener} */ (handler));
    return () => { for (const [event, handler] of heard) form?.removeEventListener(event, /** @type {EventListener} */ (handler)); };
  }, []);
  const wrong = error || store.problem;
  return html`<div ref=${box} class="upload ${over ? 'upload-over' : ''}">
    <label class="btn btn-file"><${Icon} name="clip" />${t('upload.pick')}
      <input class="vh" type="file" multiple aria-describedby=${`${id}-h`} onChange=${(/** @type {any} */ e) => { store.add(e.target.files); e.target.value = ''; }} /></label>
    <p class="hint" id="${id}-h">${t(compact ? 'upload.hint_short' : 'upload.hint')}</p>
    ${store.files.length > 0 && html`<ul class="upload-list">${store.files.map((f, i) => html`<li key=${f.name + f.size + i}>
      <${Preview} file=${f} /><span class="upload-name">${f.name}</span><span class="hint">${size(f.size)}</span>
      <button type="button" class="btn-icon" aria-label=${t('upload.remove', { name: f.name })} onClick=${() => store.remove(i)}><${Icon} name="close" /></button></li>`)}</ul>`}
    ${progress > 0 && store.files.length > 0 && html`<progress class="upload-progress" max="100" value=${progress} aria-label=${t('upload.progress')}></progress>`}
    ${wrong && html`<p class="error" role="alert">${wrong}</p>`}
  </div>`;
}
