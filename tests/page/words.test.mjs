import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const app = join(dirname(fileURLToPath(import.meta.url)), '../../pb_public/app');
const names = (text) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort().join();
const forms = (message) => (typeof message === 'string' ? [message] : Object.values(message));
const said = async (name) => (await import(join(app, 'i18n', name))).default;

// 'ru.js' is what every view needs, 'desk.ru.js' what is loaded with the desk.
const parts = await Promise.all(readdirSync(join(app, 'i18n')).filter((f) => /\bru\.js$/.test(f))
  .map(async (f) => ({ name: f, ru: await said(f), en: await said(f.replace('ru.js', 'en.js')) })));

test('both languages have the same keys, parameters and plurals', () => {
  for (const { name, ru, en } of parts) {
    assert.deepEqual(Object.keys(en).sort(), Object.keys(ru).sort(), name);
    for (const key of Object.keys(ru)) {
      assert.equal(typeof en[key], typeof ru[key], key);
      for (const text of [...forms(ru[key]), ...forms(en[key])]) {
        assert.ok(text.trim(), key);
        assert.equal(names(text), names(forms(ru[key])[0]), key);
      }
    }
  }
});

test('no part says what another says already', () => {
  const keys = parts.flatMap(({ ru }) => Object.keys(ru));
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
});

test('plurals have the forms their language needs', () => {
  for (const [lang, all] of [['ru', parts.map((p) => p.ru)], ['en', parts.map((p) => p.en)]]) {
    const needed = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const messages of all) for (const [key, m] of Object.entries(messages)) if (typeof m === 'object') for (const form of needed) assert.ok(form in m, `${lang} ${key} ${form}`);
  }
});

test('every sentence is said somewhere', () => {
  const source = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.js') && !/^(vendor|i18n)/.test(f)).map((f) => readFileSync(join(app, f), 'utf8')).join('\n');
  const built = [...source.matchAll(/`([a-z]+\.[a-z_]*)\$\{/g)].map((m) => m[1]); // keys like `status.${s}`
  const unused = parts.flatMap(({ ru }) => Object.keys(ru)).filter((key) => !source.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)));
  assert.deepEqual(unused, []);
});
