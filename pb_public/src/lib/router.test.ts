import { assert, test } from 'vitest';
import { find, inside, type RouteLine } from './router';

test('a person is taken back only within the site', () => {
  for (const good of ['/tasks', '/tasks/12?x=1']) assert.strictEqual(inside(good), good);
  for (const bad of [
    null,
    '',
    'tasks',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
  ])
    assert.strictEqual(inside(bad), '', String(bad));
});

test('the route table', () => {
  const [list, one] = [async () => 'list', async () => 'one'];
  const lines: RouteLine[] = [
    { pattern: '/tasks', load: list, who: 'user' },
    { pattern: '/tasks/:number', load: one, who: 'user' },
  ];
  assert.strictEqual(find(lines, '/tasks')?.load, list);
  assert.deepEqual(find(lines, '/tasks/7/')?.params, { number: '7' });
  assert.strictEqual(find(lines, '/tasks/7')?.who, 'user');
  assert.isUndefined(find(lines, '/tasks/7/x'));
  assert.deepEqual(find(lines, '/tasks/%D0%B0')?.params, { number: 'а' });
});
