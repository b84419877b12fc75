import { html } from '../core/html.js';
import { t } from '../core/i18n.js';
import { useState } from '../vendor/preact.js';
import { Choice } from './field.js';
import { Icon } from './icon.js';

const priorities = /** @type {const} */ (['low', 'normal', 'high']);

/** How much it presses. @param {{ value?: import('../core/types.js').Priority }} p */
export function Priority({ value = 'normal' }) {
  const [picked, pick] = useState(/** @type {string} */ (value));
  return html`<${Choice} legend=${t('task.priority')} name="priority" value=${picked} onPick=${pick} options=${priorities.map((p) => ({ value: p, label: t(`priority.${p}`) }))} />`;
}

/** Shown only where it is not the usual one. @param {{ value: import('../core/types.js').Priority }} p */
export const PriorityMark = ({ value }) => value !== 'normal' && html`<span class="priority priority-${value}"><${Icon} name=${value === 'high' ? 'up' : 'low'} /><span>${t(`priority.mark_${value}`)}</span></span>`;
