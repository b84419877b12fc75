import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const [main = 'none: make page builds it'] = readdirSync(join(root, 'dist/assets')).filter((f) =>
  /^main-.*\.css$/.test(f),
);

/** The styles that are built apart from the page and share its colours. */
const apart = ['../hooks/web/dist/links/style.css', '../hooks/web/dist/dashboard/desk.css'];

/** What a style sheet sets each of its properties to, in all its rules. */
function settings(css: string) {
  const found = new Map<string, string[]>();
  for (const [, name = '', value = ''] of css.matchAll(/(--[\w-]+):([^;}]*)/g))
    found.set(name, [...(found.get(name) ?? []), value]);
  return found;
}

test('the pages behind links and the dashboard have the colours of the page', () => {
  const tokens = [...settings(read('src/ui/tokens.css')).keys()];
  const page = settings(read(`dist/assets/${main}`));
  assert.include(tokens, '--accent');
  for (const path of apart) {
    const own = settings(read(path));
    for (const token of tokens) {
      const [value] = page.get(token) ?? [];
      assert.ok(value, `the page has ${token}`);
      assert.deepEqual(own.get(token), [value], `${token} in ${path}`);
    }
  }
});

test('they ask nobody else for anything', () => {
  for (const path of [...apart, `dist/assets/${main}`]) assert.notMatch(read(path), /https?:|url\(["']?\/\//, path);
});
