import { html } from '../core/html.js';
import { number, t, words } from '../core/i18n.js';
import { run } from '../core/api.js';
import { exportFile } from '../core/export.js';
import { style } from '../core/page.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

await Promise.all([words('reports'), style(new URL('../styles/export.css', import.meta.url).href)]);

/** What broke off on its way; whatever the server says is told as it says it. @param {{ status: number }} e */
const broken = ({ status }) => { if (status === 0) toast(t('reports.export_failed'), { kind: 'bad' }); return status === 0; };

/** What is shown, as a file: all of it, however long. @param {{ what: import('../core/export.js').What, query?: Record<string, string>, opened?: boolean, of?: string }} p opened: the formats are shown at once; of: what it is of, where a page has several */
export function Export({ what, query = {}, opened = false, of = '' }) {
  const [seen, setSeen] = useState(/** @type {import('../core/export.js').Seen | null} */ (null));
  const [open, setOpen] = useState(opened);
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const stop = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => stop.current?.abort(), []);
  /** The button that has the focus gives way to another one. @param {string} to */
  const focus = (to) => requestAnimationFrame(() => { if (document.activeElement === document.body) /** @type {HTMLElement | null | undefined} */ (box.current?.querySelector(to))?.focus(); });
  useEffect(() => { if (opened) focus('.export-formats button'); }, []);
  const begin = async (/** @type {'xlsx' | 'csv'} */ format) => {
    const { signal } = stop.current = new AbortController();
    setOpen(false);
    setSeen({ rows: 0, total: -1 });
    focus('button');
    await run(() => exportFile(what, format, query, { signal, onSeen: setSeen }), { ok: t('reports.export_done'), failed: broken });
    setSeen(null);
    focus('button');
  };
  const halt = () => { stop.current?.abort(); toast(t('reports.export_stopped')); };
  if (seen) {
    const known = seen.total > 0;
    return html`<div class="export" ref=${box} role="group" aria-label=${t('reports.export')}><progress aria-label=${t('reports.export_going')} max=${known ? seen.total : undefined} value=${known ? seen.rows : undefined}></progress>
      <span class="hint">${known ? t('reports.export_of', { rows: number(seen.rows), total: number(seen.total) }) : t('reports.export_rows', { rows: number(seen.rows) })}</span>
      <button type="button" class="btn-text" onClick=${halt}>${t('reports.export_stop')}</button></div>`;
  }
  return html`<div class="export" ref=${box} onKeyDown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape' && open) { e.stopPropagation(); setOpen(false); focus('button'); } }}>
    <button type="button" class="btn btn-small" aria-expanded=${open} aria-label=${of ? `${t('reports.export')}: ${of}` : undefined} onClick=${() => setOpen(!open)}><${Icon} name="down" />${t('reports.export')}</button>
    ${open && html`<span class="export-formats"><button type="button" class="btn btn-small" onClick=${() => begin('xlsx')}>Excel</button><button type="button" class="btn btn-small" onClick=${() => begin('csv')}>CSV</button></span>`}</div>`;
}
