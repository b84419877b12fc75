import type { ComponentChildren } from 'preact';
import { h } from 'preact';
import { inertDocument } from '../lib/trustedTypes';

/** The elements a rich text may have. */
export const known = new Set([
  'P',
  'BR',
  'H2',
  'H3',
  'H4',
  'STRONG',
  'B',
  'EM',
  'I',
  'U',
  'S',
  'UL',
  'OL',
  'LI',
  'BLOCKQUOTE',
  'HR',
  'CODE',
  'PRE',
  'A',
]);

function copy(node: Node): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof Element)) return null;
  const children = [...node.childNodes].map(copy);
  if (!known.has(node.tagName)) return children;
  const href = node.getAttribute('href') ?? '';
  const props = node.tagName === 'A' && /^(https?:|mailto:|tel:)/i.test(href) ? { href, rel: 'noopener nofollow' } : {};
  return h(node.tagName.toLowerCase(), props, ...children);
}

/** Rich text from the administrator's editor, which the server has sanitised, rebuilt from known elements only. */
export const Rich = ({ html }: { html: string }) =>
  h('div', { class: 'prose' }, ...[...inertDocument(html).body.childNodes].map(copy));
