import { assert, test } from 'vitest';
import channels from '../account/ru';
import { notificationChannels, notificationKinds, priorities, statuses } from './contract';
import { openStatuses, workedStatuses } from './facts';
import ru from './ru';

test('what the server tells in the page has its words and its switches', () => {
  const told = Object.values(notificationKinds).flat();
  assert.isAtLeast(new Set(told).size, 12);
  for (const kind of told) for (const key of [`notice.${kind}`, `switch.${kind}`]) assert.property(ru, key);
  for (const channel of notificationChannels) assert.property(channels, `switch.${channel}`);
});

test('statuses and priorities have their words', () => {
  for (const { name } of statuses) assert.property(ru, `status.${name}`);
  for (const priority of priorities) assert.property(ru, `priority.${priority}`);
});

test('what is open and worked on', () => {
  assert.deepEqual(openStatuses, ['new', 'in_progress', 'waiting']);
  assert.deepEqual(workedStatuses, ['in_progress', 'waiting']);
});
