import { assert, test } from 'vitest';
import { languageCodes } from './lib/languages';

type Catalogue = Record<string, string | Record<string, string>>;

const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join();
const forms = (message: Catalogue[string] | undefined) =>
  typeof message === 'string' ? [message] : Object.values(message ?? {});

const files = import.meta.glob<Catalogue>('/src/*/[a-z][a-z].ts', { eager: true, import: 'default' });
/** Those that the server knows too, which lib's have among them. */
const generated = import.meta.glob<Catalogue>('/src/lib/contract.[a-z][a-z].ts', { eager: true, import: 'default' });
const source = Object.entries(
  import.meta.glob<string>('/src/**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' }),
)
  .filter(([path]) => !/[/.][a-z]{2}\.ts$|\.test\.ts$/.test(path))
  .map(([, text]) => text)
  .join('\n');
const code = import.meta.glob<string>(
  [
    '/src/**/*.{ts,tsx}',
    '/build/*.ts',
    '/*.config.ts',
    '!/src/*/[a-z][a-z].ts',
    '!/src/lib/contract*.ts',
    '!/**/*.test.ts',
  ],
  { eager: true, query: '?raw', import: 'default' },
);

/** The sentences of a language, by feature. */
const of = (language: string) =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.endsWith(`/${language}.ts`))
      .map(([path, words]) => [path.split('/')[2] ?? '', words]),
  );
const russian = of('ru');

test('every language has the same features, keys, parameters and plurals', () => {
  for (const language of languageCodes) {
    const other = of(language);
    assert.sameMembers(Object.keys(other), Object.keys(russian), language);
    for (const [feature, ru] of Object.entries(russian)) {
      assert.sameMembers(Object.keys(other[feature] ?? {}), Object.keys(ru), `${language} ${feature}`);
      for (const key of Object.keys(ru)) {
        assert.strictEqual(typeof other[feature]?.[key], typeof ru[key], key);
        for (const text of [...forms(ru[key]), ...forms(other[feature]?.[key])]) {
          assert.ok(text.trim(), key);
          assert.strictEqual(names(text), names(forms(ru[key])[0] ?? ''), key);
        }
      }
    }
  }
});

test('no feature says what another says already', () => {
  const keys = Object.values(russian).flatMap((ru) => Object.keys(ru));
  assert.deepEqual(
    keys.filter((key, i) => keys.indexOf(key) !== i),
    [],
  );
});

test('what the server says too is said in its words', () => {
  assert.sameMembers(
    Object.keys(generated),
    languageCodes.map((language) => `/src/lib/contract.${language}.ts`),
  );
  for (const [path, sentences] of Object.entries(generated))
    assert.deepInclude(files[path.replace('contract.', '')], sentences, path);
});

test('plurals have the forms their language needs', () => {
  for (const language of languageCodes) {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const messages of Object.values(of(language)))
      for (const [key, m] of Object.entries(messages))
        if (typeof m === 'object') assert.containsAllKeys(m, needed, `${language} ${key}`);
  }
});

test('every sentence is said somewhere', () => {
  const built = [...source.matchAll(/`([a-z]+\.[a-z_]*)\$\{/g)].map((m) => m[1] ?? ''); // keys like `status.${s}`
  const unused = Object.values(russian)
    .flatMap((ru) => Object.keys(ru))
    .filter((key) => !source.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});

test('no code names a language but Russian: a new one has its files and a line in Go', () => {
  const others = languageCodes.filter((language) => language !== 'ru');
  const named = new RegExp(`['"\`](${others.join('|')})['"\`]|\\b(${others.join('|')})\\\\?\\.ts`);
  assert.deepEqual(
    Object.keys(code).filter((path) => named.test(code[path] ?? '')),
    [],
  );
});
