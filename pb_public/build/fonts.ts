import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { languages } from '../src/lib/contract.ts';

const root = join(import.meta.dirname, '..');
const source = join(root, 'node_modules/@fontsource-variable/golos-text/files');
/** Where the cut font lies, with the style sheet that declares it; not in git. */
const folder = join(root, 'fonts');

const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const codes = (text: string) => Array.from(text, (c) => c.codePointAt(0) ?? 0);
const isLetter = (code: number) => /[A-Za-z]/.test(String.fromCodePoint(code));

/** The Latin letters that a Russian page has in its switch to another language, as in «EN». */
const switchLetters = new Set(
  Object.entries(languages).flatMap(([code, { short }]) => (code === 'ru' ? [] : codes(short).filter(isLetter))),
);

/** Signs that few pages have: they come with the Latin letters. */
const rare = new Set(codes('`\\^{|}~'));
const ascii = span(0x20, 0x7e);

/**
 * Golos Text is variable; it is cut to the weights and the characters in use.
 * A Russian page needs the first two: digits, punctuation and the letters of
 * the switch between languages are apart from the rest of the Latin alphabet,
 * which a browser fetches for a text that has any of it.
 */
const faces = [
  { name: 'golos-cyr', from: 'golos-text-cyrillic-wght-normal.woff2', codes: [...span(0x410, 0x44f), ...codes('Ёё№')] },
  {
    name: 'golos-signs',
    from: 'golos-text-latin-wght-normal.woff2',
    codes: [...ascii.filter((c) => !isLetter(c) && !rare.has(c)), ...switchLetters, ...codes('\u00a0«»·×–—’“„•…−₽→')],
  },
  {
    name: 'golos-latin',
    from: 'golos-text-latin-wght-normal.woff2',
    codes: [...ascii.filter((c) => (isLetter(c) && !switchLetters.has(c)) || rare.has(c)), ...codes('§©°±‘”')],
  },
];

/** Character codes as CSS writes them: U+41-5A, U+2116. */
function unicodeRange(all: number[]) {
  const sorted = [...all].sort((a, b) => a - b);
  const spans: [number, number][] = [];
  for (const code of sorted) {
    const last = spans.at(-1);
    if (last && code === last[1] + 1) last[1] = code;
    else spans.push([code, code]);
  }
  const hex = (code: number) => code.toString(16).toUpperCase();
  return spans.map(([from, to]) => `U+${hex(from)}${to > from ? `-${hex(to)}` : ''}`).join(', ');
}

const declaration = ({ name, codes }: (typeof faces)[number]) => `@font-face {
  font-family: Golos;
  src: url(./${name}.woff2) format("woff2");
  font-weight: 400 700;
  font-display: swap;
  unicode-range: ${unicodeRange(codes)};
}
`;

/** What the cut font is made of: it is cut again only when that has changed. */
function stamp() {
  const sum = createHash('sha256').update(JSON.stringify(faces));
  for (const file of [
    'node_modules/@fontsource-variable/golos-text/package.json',
    'node_modules/subset-font/package.json',
  ]) {
    sum.update(readFileSync(join(root, file)));
  }
  return sum.digest('hex');
}

async function cut() {
  const mark = join(folder, '.stamp');
  const wanted = stamp();
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  mkdirSync(folder, { recursive: true });
  for (const { name, from, codes } of faces) {
    const text = String.fromCodePoint(...codes);
    const options = { targetFormat: 'woff2' as const, variationAxes: { wght: { min: 400, max: 700 } } };
    writeFileSync(join(folder, `${name}.woff2`), await subsetFont(readFileSync(join(source, from)), text, options));
  }
  writeFileSync(join(folder, 'golos.css'), faces.map(declaration).join(''));
  writeFileSync(mark, wanted);
}

/** Cuts the font into `fonts/` before anything asks for it. */
export const fonts = (): Plugin => ({ name: 'otklik-fonts', buildStart: cut });
