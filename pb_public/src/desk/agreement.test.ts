import { assert, test } from 'vitest';
import { contractOf } from './agreement';

test('a contract runs to the end of its last day', () => {
  const on = (until: string, now: string) => {
    const { state, left } = contractOf(until, new Date(now));
    return `${state} ${left}`;
  };
  assert.strictEqual(on('', '2026-11-25T12:00:00'), 'none 0');
  assert.strictEqual(on('2026-11-25 00:00:00.000Z', '2026-11-25T00:01:00'), 'soon 0');
  assert.strictEqual(on('2026-11-25 00:00:00.000Z', '2026-11-25T23:59:00'), 'soon 0');
  assert.strictEqual(on('2026-11-24 00:00:00.000Z', '2026-11-25T00:01:00'), 'ended -1');
  assert.strictEqual(on('2026-12-25 00:00:00.000Z', '2026-11-25T23:59:00'), 'soon 30');
  assert.strictEqual(on('2026-12-26 00:00:00.000Z', '2026-11-25T00:01:00'), 'fine 31');
});
