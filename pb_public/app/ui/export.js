import { html } from '../core/html.js';
import { number, t, words } from '../core/i18n.js';
import { exportFile } from '../core/export.js';
import { style } from '../core/page.js';
import { toast } from '../core/toast.js';
import { useEffect, useRef, useState } from '../vendor/preact.js';
import { Icon } from './icon.js';

await Promise.all([words('reports'), style(new URL('../styles/export.css', import.meta.url).href)]);

/** What is shown, as a file: all of it, however long. @param {{ what: import('../core/export.js').What, query?: Record<string, string>, opened?: boolean }} p opened: the formats are shown at once */
export function Export({ what, query = {}, opened = false }) {
  const [seen, setSeen] = useState(/** @type {import('../core/export.js').Seen | null} */ (null));
  const [open, setOpen] = useState(opened);
  const stop = useRef(/** @type {AbortController | null} */ (null));
  useEffect(() => () => stop.current?.abort(), []);
  const begin = async (/** @type {'xlsx' | 'csv'} */ format) => {
    setOpen(false);
    stop.current = new AbortController();
    setSeen({ rows: 0, total: -1 });
    try {
      await exportFile(what, format, query, { signal: stop.current.signal, onSeen: setSeen });
      toast(t('reports.export_done'));
    } catch (e) {
      if (!stop.current.signal.aborted) toast((e instanceof Error && e.message) || t('reports.export_failed'), { kind: 'bad' });
    } finally { setSeen(null); }
  };
  if (seen) {
    const known = seen.total > 0;
    return html`<div class="export" role="group" aria-label=${t('reports.export')}><progress aria-label=${t('reports.export_going')} max=${known ? seen.total : undefined} value=${known ? seen.rows : undefined}></progress>
      <span class="hint">${known ? t('reports.export_of', { rows: number(seen.rows), total: number(seen.total) }) : t('reports.export_rows', { rows: number(seen.rows) })}</span>
      <button type="button" class="btn-text" onClick=${() => stop.current?.abort()}>${t('reports.export_stop')}</button></div>`;
  }
  return html`<div class="export" onKeyDown=${(/** @type {KeyboardEvent} */ e) => { if (e.key === 'Escape' && open) { e.stopPropagation(); setOpen(false); } }}>
    <button type="button" class="btn btn-small" aria-expanded=${open} onClick=${() => setOpen(!open)}><${Icon} name="down" />${t('reports.export')}</button>
    ${open && html`<span class="export-formats"><button type="button" class="btn btn-small" onClick=${() => begin('xlsx')}>Excel</button><button type="button" class="btn btn-small" onClick=${() => begin('csv')}>CSV</button></span>`}</div>`;
}
