import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractOf } from '../../pb_public/app/core/contract.js';

test('a contract runs to the end of its last day', () => {
  const on = (until, now) => { const { state, left } = contractOf(until, new Date(now)); return `${state} ${left}`; };
  assert.equal(on('', '2026-11-25T12:00:00'), 'none 0');
  assert.equal(on('2026-11-25 00:00:00.000Z', '2026-11-25T00:01:00'), 'soon 0');
  assert.equal(on('2026-11-25 00:00:00.000Z', '2026-11-25T23:59:00'), 'soon 0');
  assert.equal(on('2026-11-24 00:00:00.000Z', '2026-11-25T00:01:00'), 'ended -1');
  assert.equal(on('2026-12-25 00:00:00.000Z', '2026-11-25T23:59:00'), 'soon 30');
  assert.equal(on('2026-12-26 00:00:00.000Z', '2026-11-25T00:01:00'), 'fine 31');
});
