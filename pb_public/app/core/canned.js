// Canned answers: what stands for what, and which are found. Pure.

import { fold } from './fold.js';

/** @typedef {import('./types.js').Canned} Canned */
/** @typedef {{ name: string, number: string, organization: string, consultant: string }} Values */

/** The words a text may have, in both languages. @type {Record<string, keyof Values>} */
const placeholders = {
  имя: 'name', номер: 'number', организация: 'organization', консультант: 'consultant',
  name: 'name', number: 'number', organization: 'organization', consultant: 'consultant',
};

/** They, as one writes them. @param {string} lang */
export const placeholderWords = (lang) => Object.keys(placeholders).filter((word) => /[а-я]/.test(word) === (lang !== 'en')).map((word) => `{${word}}`);

/**
 * Puts what is known in place of the placeholders, once: braces within a value
 * are somebody's words. What is not known stays, to be seen before it is sent.
 * @param {string} body @param {Values} values
 */
export const fillIn = (body, values) => body.replace(/\{([\p{L}]+)\}/gu, (whole, word) => {
  const key = placeholders[word.toLowerCase()];
  return (key && values[key]) || whole;
});

/** How well it fits: 0 not at all, then the body, the title, the start of the title. @param {Canned} c @param {string[]} words */
function fit(c, words) {
  const [title, body] = [fold(c.title), fold(c.body)];
  if (!words.every((w) => title.includes(w) || body.includes(w))) return 0;
  if (words.length && title.startsWith(words[0])) return 3;
  return words.every((w) => title.includes(w)) ? 2 : 1;
}

/** Those with all the words, best first, then the most used. @param {Canned[]} all @param {string} query @returns {Canned[]} */
export function findCanned(all, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return all.map((c) => ({ c, n: fit(c, words) })).filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n || b.c.used - a.c.used || a.c.title.localeCompare(b.c.title)).map(({ c }) => c);
}
