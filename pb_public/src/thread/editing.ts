import { useEffect, useState } from 'preact/hooks';
import { me } from '../lib/api';
import { serverNow } from '../lib/clock';
import { editPeriod } from '../lib/facts';
import type { Comment } from '../lib/types';

/** How long the user may still correct a comment, in ms. */
const editableFor = (comment: Comment) =>
  comment.author === me.value?.id && comment.collectionName === 'comments'
    ? Math.min(editPeriod, Math.max(0, new Date(comment.created).getTime() + editPeriod - serverNow()))
    : 0; // our clock may be half a second behind

/** The same as a hook that renders again when the time is over. */
export function useEditable(comment: Comment) {
  const left = editableFor(comment);
  const [drawn, draw] = useState(0);
  useEffect(() => {
    if (!left) return undefined;
    const timer = setTimeout(() => draw((n) => n + 1), left + 50);
    return () => clearTimeout(timer);
  }, [comment.created, left > 0, drawn]);
  return left;
}
