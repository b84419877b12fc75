import type { Status } from '../lib/contract';
import { t } from '../lib/i18n';

/** The shape of the mark and the word carry the meaning, colour only helps. */
export const StatusTag = ({ value, staff = false }: { value: Status; staff?: boolean }) => (
  <span class={`tag tag-${value} ${value === 'waiting' && staff ? 'tag-theirs' : ''}`}>
    {t(value === 'waiting' && staff ? 'status.waiting_staff' : `status.${value}`)}
  </span>
);
