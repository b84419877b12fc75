import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { channels, kinds } from '../../pb_public/app/core/kinds.js';
import ru from '../../pb_public/app/i18n/ru.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

test('what the server tells in the page has its words and its switches', () => {
  const source = readFileSync(join(root, 'hooks/notices.go'), 'utf8');
  const told = [...source.matchAll(/^\tnotice\w+\s+= "(\w+)"/gm)].map((m) => m[1]).filter((kind) => kind !== 'received'); // by mail only
  assert.ok(told.length >= 12, told.join());
  assert.deepEqual([...new Set(Object.values(kinds).flat())].sort(), told.sort());
  for (const kind of told) for (const key of [`notice.${kind}`, `switch.${kind}`]) assert.ok(ru[key], key);
  for (const channel of channels) assert.ok(ru[`switch.${channel}`], channel);
});

test('each role has the switches of what it is told of', () => {
  assert.deepEqual(kinds.client, ['answer', 'question', 'done', 'closing', 'closed']);
  assert.deepEqual(kinds.consultant, ['assigned', 'answered', 'reopened', 'rated']);
  assert.deepEqual(kinds.manager, [...kinds.consultant, 'unassigned', 'low_rating', 'held']);
});
