import type { Status } from '../lib/contract';
import { isClientsTurn, statusText } from '../lib/statusText';

/** The shape of the mark and the word carry the meaning, colour only helps. */
export const StatusTag = ({ value, staff = false }: { value: Status; staff?: boolean }) => (
  <span class={`tag tag-${value} ${isClientsTurn(value) && staff ? 'tag-theirs' : ''}`}>
    {statusText(value, staff)}
  </span>
);
