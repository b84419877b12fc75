import { assert, test } from 'vitest';
import { type Fields, spokeSince, versions } from './versions';

const base = { title: 'Тема', description: 'Было', priority: 'normal', status: 'new', consultant: '' };
const fields = ['title', 'description', 'priority', 'status', 'consultant'];
const kinds = (mine: Fields, now: Fields) =>
  versions(base, mine, { ...base, ...now }, fields)
    .map((v) => `${v.field}:${v.kind}`)
    .join(' ');

test('who has changed what', () => {
  assert.strictEqual(
    kinds({ title: 'Моя', description: 'Было' }, { description: 'Стало', status: 'waiting' }),
    'title:mine description:theirs status:theirs',
  );
  assert.strictEqual(kinds({ title: 'Моя' }, { title: 'Чужая' }), 'title:both');
  assert.strictEqual(
    kinds({ status: 'done' }, { status: 'waiting', consultant: 'igor' }),
    'status:both consultant:theirs',
  );
});

test('what both want is no difference, nor is what the server tidies', () => {
  assert.strictEqual(kinds({ title: 'Одна' }, { title: 'Одна' }), '');
  assert.strictEqual(kinds({ description: ' Было\r\n' }, {}), '');
  assert.strictEqual(kinds({}, {}), '');
});

test('both values are told', () => {
  assert.deepEqual(versions(base, { title: ' Моя ' }, { ...base, title: 'Чужая' }, fields), [
    { field: 'title', mine: 'Моя', now: 'Чужая', kind: 'both' },
  ]);
});

test('colleagues who spoke since, each once', () => {
  const comments = [
    { id: '1', author: 'igor' },
    { id: '2', author: 'olga' },
    { id: '3', author: 'me' },
    { id: '4', author: 'igor' },
    { id: '5', author: 'igor' },
  ];
  assert.deepEqual(spokeSince(comments, new Set(['1']), ['me', 'olga']), ['igor']);
  assert.deepEqual(spokeSince(comments, new Set(['1', '4', '5']), ['me', 'olga']), []);
});
