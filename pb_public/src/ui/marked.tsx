import { parts } from '../lib/marked';

/** A search result as nodes, with the matches marked. */
export const marked = (text: string) => parts(text).map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : p.text));
