import { html } from '../core/html.js';
import { t, words } from '../core/i18n.js';
import { part } from '../core/part.js';
import { change } from '../core/task.js';
import { toast } from '../core/toast.js';
import { useEffect, useState } from '../vendor/preact.js';
import { Dialog } from './dialog.js';

await words('work');

/**
 * Shows both versions once a step was refused because somebody else was first.
 * @param {{ at: ReturnType<typeof import('../core/task.js').useTask> }} p
 */
export function StaleStep({ at }) {
  const [view, setView] = useState(/** @type {{ Stale: any } | null} */ (null));
  const clash = at.clash.value;
  useEffect(() => { if (clash && !view) part(() => import('./stale.js')).then((found) => setView(found ?? null)); }, [clash]);
  const close = () => { at.clash.value = null; };
  const save = async (/** @type {Record<string, unknown>} */ fields) => {
    close();
    if (!Object.keys(fields).length || await change(at, fields)) toast(t('toast.saved'));
  };
  return html`<${Dialog} open=${!!clash && !!view} title=${t('stale.title')} onClose=${close}>
    ${clash && view && html`<${view.Stale} base=${clash.base} mine=${clash.fields} present=${clash.present} onSave=${save} onLeave=${close} />`}<//>`;
}
