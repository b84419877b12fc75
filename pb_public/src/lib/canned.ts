// Canned answers: what stands for what, and which are found. Pure.

import { cannedPlaceholders, type Language } from './contract';
import { fold } from './fold';
import type { Canned } from './types';

type Value = keyof (typeof cannedPlaceholders)[Language];
export type Values = Record<Value, string>;

/** The values that placeholders stand for, by their names in all languages. */
const placeholders = new Map(
  Object.values(cannedPlaceholders).flatMap((names) =>
    Object.entries(names).map(([value, name]) => [name, value as Value] as const),
  ),
);

/** The placeholders of a language, in braces. */
export const placeholderWords = (lang: Language) => Object.values(cannedPlaceholders[lang]).map((name) => `{${name}}`);

/**
 * Replaces the placeholders once: braces within a value are somebody's text. An
 * unknown placeholder stays, to be seen before it is sent.
 */
export const fillIn = (body: string, values: Values) =>
  body.replace(/\{([\p{L}]+)\}/gu, (whole, word) => {
    const key = placeholders.get(word.toLowerCase());
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
