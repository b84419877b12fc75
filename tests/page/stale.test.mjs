import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokeSince, versions } from '../../pb_public/app/core/stale.js';

const base = { title: 'Тема', description: 'Было', priority: 'normal', status: 'new', consultant: '' };
const fields = ['title', 'description', 'priority', 'status', 'consultant'];
const kinds = (mine, now) => versions(base, mine, { ...base, ...now }, fields).map((v) => `${v.field}:${v.kind}`).join(' ');

test('who has changed what', () => {
  assert.equal(kinds({ title: 'Моя', description: 'Было' }, { description: 'Стало', status: 'waiting' }), 'title:mine description:theirs status:theirs');
  assert.equal(kinds({ title: 'Моя' }, { title: 'Чужая' }), 'title:both');
  assert.equal(kinds({ status: 'done' }, { status: 'waiting', consultant: 'igor' }), 'status:both consultant:theirs');
});

test('what both want is no difference, nor is what the server tidies', () => {
  assert.equal(kinds({ title: 'Одна' }, { title: 'Одна' }), '');
  assert.equal(kinds({ description: ' Было\r\n' }, {}), '');
  assert.equal(kinds({}, {}), '');
});

test('both values are told', () => {
  assert.deepEqual(versions(base, { title: ' Моя ' }, { ...base, title: 'Чужая' }, fields), [{ field: 'title', mine: 'Моя', now: 'Чужая', kind: 'both' }]);
});

test('colleagues who spoke since, each once', () => {
  const letters = [{ id: '1', author: 'igor' }, { id: '2', author: 'olga' }, { id: '3', author: 'me' }, { id: '4', author: 'igor' }, { id: '5', author: 'igor' }];
  assert.deepEqual(spokeSince(letters, new Set(['1']), ['me', 'olga']), ['igor']);
  assert.deepEqual(spokeSince(letters, new Set(['1', '4', '5']), ['me', 'olga']), []);
});
