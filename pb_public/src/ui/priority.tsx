import { useState } from 'preact/hooks';
import { type Priority, priorities } from '../lib/contract';
import { t } from '../lib/i18n';
import { Choice } from './field';
import { Icon } from './icon';

/** The choice of a priority. */
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

/** The priority, shown only if it is not normal. */
export const PriorityMark = ({ value }: { value: Priority }) =>
  value !== 'normal' && (
    <span class={`priority priority-${value}`}>
      <Icon name={value === 'high' ? 'up' : 'low'} />
      <span>{t(`priority.mark_${value}`)}</span>
    </span>
  );
