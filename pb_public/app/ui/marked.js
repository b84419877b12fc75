import { html } from '../core/html.js';
import { parts } from '../core/marked.js';
import { style } from '../core/page.js';

await style(new URL('../styles/search.css', import.meta.url).href);

/** A text of the search with what was asked for marked, as nodes. @param {string} text */
export const marked = (text) => parts(text).map((p, i) => (p.hit ? html`<mark key=${i}>${p.text}</mark>` : p.text));
