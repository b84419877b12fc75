import { parts } from '../lib/marked';

/** A text of the search with what was asked for marked, as nodes. */
export const marked = (text: string) => parts(text).map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text));
