// Canned answers: what stands for what, and which are found. Pure.

import { fold } from './fold';
import type { Canned } from './types';

export type Values = { name: string; number: string; organization: string; consultant: string };

/** Placeholders by name, in both languages. */
const placeholders: Record<string, keyof Values> = {
  имя: 'name',
  номер: 'number',
  организация: 'organization',
  консультант: 'consultant',
  name: 'name',
  number: 'number',
  organization: 'organization',
  consultant: 'consultant',
};

/** The placeholders of a language, in braces. */
export const placeholderWords = (lang: string) =>
  Object.keys(placeholders)
    .filter((word) => /[а-я]/.test(word) === (lang !== 'en'))
    .map((word) => `{${word}}`);

/**
 * Replaces the placeholders once: braces within a value are somebody's text. An
 * unknown placeholder stays, to be seen before it is sent.
 */
export const fillIn = (body: string, values: Values) =>
  body.replace(/\{([\p{L}]+)\}/gu, (whole, word) => {
    const key = placeholders[word.toLowerCase()];
    return (key && values[key]) || whole;
  });

/** How well an answer matches: 0 not at all, 1 in the body, 2 in the title, 3 at the start of the title. */
function score(c: Canned, words: string[]) {
  const [title, body] = [fold(c.title), fold(c.body)];
  if (!words.every((w) => title.includes(w) || body.includes(w))) return 0;
  if (words[0] && title.startsWith(words[0])) return 3;
  return words.every((w) => title.includes(w)) ? 2 : 1;
}

/** The answers that have all the words, best match first, then the most used. */
export function findCanned(all: Canned[], query: string): Canned[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return all
    .map((c) => ({ c, n: score(c, words) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n || b.c.used - a.c.used || a.c.title.localeCompare(b.c.title))
    .map(({ c }) => c);
}
