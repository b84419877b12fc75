import { assert, test } from 'vitest';
import type { Notification } from './types';
import { freshTasks, meant, merge, notifications, read, settle, unread, unreadTasks } from './unread';

const notice = (id: string, fields: Partial<Notification> = {}): Notification => ({
  id,
  kind: 'answer',
  task: 't1',
  actor: 'a',
  bell: true,
  read_at: '',
  created: `2026-01-0${id}`,
  ...fields,
});
const ids = (rows: Notification[]) => rows.map((n) => n.id + (n.read_at ? ' read' : '')).join(', ');

test('what is counted: notices in the bell and the title, tasks in the menu, marks also without the bell', () => {
  notifications.value = [
    notice('1'),
    notice('2'),
    notice('3', { task: '' }),
    notice('4', { task: 't2', bell: false }),
    notice('5', { task: 't3', read_at: 'x' }),
  ];
  assert.strictEqual(unread.value, 3);
  assert.strictEqual(freshTasks.value, 1);
  assert.deepEqual([...unreadTasks.value], ['t1', 't2']);
  notifications.value = read(notifications.value, (n) => meant({ task: 't1' }, n));
  assert.deepEqual([unread.value, freshTasks.value, [...unreadTasks.value].join()], [1, 0, 't2']);
});

test('each notice once, newest first, and read for good', () => {
  const rows = merge(
    [notice('2', { read_at: 'x', expand: { task: { number: 7, title: '' } } }), notice('1')],
    [notice('3'), notice('2')],
  );
  assert.strictEqual(ids(rows), '3, 2 read, 1');
  assert.strictEqual(rows[1]?.expand?.task?.number, 7);
});

test('what was meant', () => {
  assert.ok(meant({ all: true }, notice('1')));
  assert.ok(meant({ ids: ['1'] }, notice('1')) && !meant({ ids: ['2'] }, notice('1')));
  assert.ok(meant({ task: 't1' }, notice('1')) && !meant({ task: 't2' }, notice('1')));
});

test('a reading elsewhere is learnt of, and what came meanwhile is kept', () => {
  const rows = [notice('4'), notice('3'), notice('2'), notice('1')];
  const asked = new Set(['1', '2', '3']); // 4 came while the answer was on its way
  assert.strictEqual(ids(settle(rows, asked, [notice('2')], true)), '4, 3 read, 2, 1 read');
  assert.strictEqual(ids(settle(rows, asked, [notice('2')], false)), '4, 3 read, 2, 1'); // it did not look as far as 1
  assert.strictEqual(ids(settle(rows, asked, [], true)), '4, 3 read, 2 read, 1 read');
});
