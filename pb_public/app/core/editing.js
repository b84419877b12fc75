import { useEffect, useState } from '../vendor/preact.js';
import { me } from './api.js';
import { serverNow } from './clock.js';

/** How long the server lets an author correct a letter. */
const editPeriod = 15 * 60_000;

/** How long a letter may still be corrected by the person here, in ms. @param {import('./types.js').Letter} letter */
export const editableFor = (letter) => (letter.author === me.value?.id && letter.collectionName === 'comments'
  ? Math.min(editPeriod, Math.max(0, new Date(letter.created).getTime() + editPeriod - serverNow())) : 0); // our clock may be half a second behind

/** The same, in a view that is drawn again when the time is over. @param {import('./types.js').Letter} letter */
export function useEditable(letter) {
  const left = editableFor(letter);
  const [drawn, draw] = useState(0);
  useEffect(() => {
    if (!left) return undefined;
    const timer = setTimeout(() => draw((n) => n + 1), left + 50);
    return () => clearTimeout(timer);
  }, [letter.created, left > 0, drawn]);
  return left;
}
