import { assert, test } from 'vitest';

/** Which folder may import which, beside itself. main.tsx and routes.ts tie all of them together. */
const may: Record<string, string[]> = {
  lib: [],
  ui: ['lib'],
  shell: ['ui', 'lib'],
  account: ['ui', 'lib'],
  thread: ['ui', 'lib'],
  tasks: ['thread', 'ui', 'lib'],
  desk: ['thread', 'ui', 'lib'],
  inbox: ['ui', 'lib'],
  people: ['ui', 'lib'],
  settings: ['ui', 'lib'],
  reports: ['people', 'ui', 'lib'],
  dashboard: ['lib'],
};

const sources = import.meta.glob<string>('/src/*/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' });

test('a folder imports what is below it, and a feature no other', () => {
  const wrong: string[] = [];
  for (const [path, text] of Object.entries(sources)) {
    const folder = path.split('/')[2] ?? '';
    if (!(folder in may) || path.endsWith('.test.ts')) continue;
    for (const [, target = ''] of text.matchAll(/(?:from|import|import\() ?'\.\.\/(\w+)\//g))
      if (target !== folder && !may[folder]?.includes(target)) wrong.push(`${path} imports ${target}`);
  }
  assert.deepEqual(wrong, []);
});

test('lib has no markup', () => {
  assert.deepEqual(
    Object.keys(sources).filter((path) => path.startsWith('/src/lib/') && path.endsWith('.tsx')),
    [],
  );
});
