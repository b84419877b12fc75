import { useMedia } from '../lib/useMedia';

/**
 * The classes of the list where it is too narrow for a row on one line: up to
 * 52 rem, and tight up to 27 rem. Media queries that come to the same widths,
 * and not a container query, which Safari 15.6 lacks.
 */
export function useQueueWidth(besideTask: boolean) {
  const narrow = useMedia('(max-width: 55rem)');
  const tight = useMedia('(max-width: 29rem)');
  const split = useMedia('(min-width: 69rem) and (min-height: 34rem)'); // the list and the task share the width
  const tightBesideTask = useMedia('(max-width: 72rem)');
  if (besideTask && split) return tightBesideTask ? 'q-narrow q-tight' : 'q-narrow';
  return tight ? 'q-narrow q-tight' : narrow ? 'q-narrow' : '';
}
