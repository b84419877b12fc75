import { assert, test } from 'vitest';
import { incomingMail, periods, ratings, taskLimits } from './lib/contract';

/** Which folder of scripts imports which, beside itself. main.tsx, routes.ts and the tests tie all of them together. */
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
  reports: ['ui', 'lib'],
  dashboard: ['lib'],
};

const sources = Object.entries(
  import.meta.glob<string>('/src/**/*.{ts,tsx}', { eager: true, query: '?raw', import: 'default' }),
);

/** The folder of src that a path is in; none for what lies in src itself. */
const folderOf = (path: string) => path.match(/^\/src\/(\w+)\//)?.[1] ?? '';

/** The folders, or else the files, that a source imports beside its own folder. */
function importsOf(path: string, text: string) {
  const found = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\() ?["']([./][^"']*)["']/g)]
    .map(([, to = '']) => new URL(to, `file://${path}`).pathname)
    .map((to) => folderOf(to) || to);
  return new Set(found.filter((to) => to !== folderOf(path)));
}

test('the table has every folder, and no other', () => {
  const folders = new Set(sources.map(([path]) => folderOf(path)).filter(Boolean));
  assert.sameMembers([...folders], Object.keys(may));
});

test('a folder imports what is below it, and a feature no other', () => {
  const imported: Record<string, Set<string>> = {};
  for (const [path, text] of sources) {
    const folder = folderOf(path);
    if (!folder || path.endsWith('.test.ts')) continue;
    imported[folder] ??= new Set();
    for (const to of importsOf(path, text)) {
      imported[folder].add(to);
      assert.include(may[folder] ?? [], to, `${path} imports ${to}`);
    }
  }
  for (const [folder, below] of Object.entries(may))
    assert.sameMembers([...(imported[folder] ?? [])], below, `what ${folder} imports`);
});

test('lib has no markup', () => {
  assert.deepEqual(
    sources.map(([path]) => path).filter((path) => path.startsWith('/src/lib/') && path.endsWith('.tsx')),
    [],
  );
});

test('the page uses all that the contract has for it', () => {
  const contract = sources.find(([path]) => path === '/src/lib/contract.ts')?.[1] ?? '';
  const code = sources.filter(([path]) => !path.endsWith('.test.ts'));
  const imported = code.flatMap(([, text]) =>
    [...text.matchAll(/import (?:type )?\{([^}]*)\} from '[./a-z]*\/contract'/g)].flatMap(([, names = '']) =>
      names.match(/\w+/g),
    ),
  );
  const exported = [...contract.matchAll(/^export (?:const|type) (\w+)/gm)].map(([, name = '']) => name);
  assert.include(exported, 'statuses');
  assert.deepEqual(
    exported.filter((name) => !imported.includes(name) && !contract.includes(`typeof ${name})`)),
    [],
  );
  for (const [table, members] of Object.entries({ incomingMail, periods, ratings, taskLimits }))
    for (const member of Object.keys(members))
      assert.ok(
        code.some(([, text]) => text.includes(`${table}.${member}`)),
        `${table}.${member}`,
      );
});
