import { useState } from 'preact/hooks';
import { type Priority, priorities } from '../lib/contract';
import { t } from '../lib/i18n';
import { Choice } from './field';
import { Icon } from './icon';

/** How much it presses. */
export function PriorityChoice({ value = 'normal' }: { value?: Priority }) {
  const [picked, pick] = useState<string>(value);
  return (
    <Choice
      legend={t('task.priority')}
      name="priority"
      value={picked}
      onPick={pick}
      options={priorities.map((p) => ({ value: p, label: t(`priority.${p}`) }))}
    />
  );
}

/** Shown only where it is not the usual one. */
export const PriorityMark = ({ value }: { value: Priority }) =>
  value !== 'normal' && (
    <span class={`priority priority-${value}`}>
      <Icon name={value === 'high' ? 'up' : 'low'} />
      <span>{t(`priority.mark_${value}`)}</span>
    </span>
  );
