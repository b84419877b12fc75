// An outside developer's story: the official SDK alone, from registration to
// closed and rated, with realtime.
import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import { EventSource } from 'eventsource';
import PocketBase, { ClientResponseError, type RecordSubscription } from 'pocketbase';
import { type Collections, first } from '../api.ts';
import { admin, openRoot, password, type Server, startServer } from '../server.ts';

Object.assign(globalThis, { EventSource });

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
  await openRoot(server.url);
});
test.afterAll(() => server.stop());

const connect = () => {
  const pb = new PocketBase(server.url);
  pb.autoCancellation(false);
  pb.lang = 'ru';
  return pb;
};

/** Collects what realtime tells and waits for what a test wants to hear. */
async function hear<C extends keyof Collections>(pb: PocketBase, collection: C) {
  type Event = RecordSubscription<Collections[C]>;
  const heard: Event[] = [];
  await pb.collection<Collections[C]>(collection).subscribe('*', (e) => heard.push(e));
  return async (wanted: (e: Event) => boolean) => {
    for (let i = 0; i < 100; i++) {
      const found = heard.find(wanted);
      if (found) return found;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    throw new Error(`not heard in ${collection}: ${JSON.stringify(heard)}`);
  };
}

/** Whether an error is the server's refusal with this status, and what it says of a field. */
const refused = (e: unknown, status: number, says: (data: Record<string, unknown>) => boolean = () => true) =>
  e instanceof ClientResponseError && e.status === status && says(e.response.data);

test('registration to closed and rated', async () => {
  const root = connect();
  await root.collection('_superusers').authWithPassword(admin.email, admin.password);
  const staff = await root.collection('users').create({
    username: 'anna',
    email: 'anna@example.com',
    password,
    passwordConfirm: password,
    role: 'consultant',
    name: 'Анна Смирнова',
  });

  const client = connect();
  await assert.rejects(
    client.collection('users').create({
      username: 'olga',
      email: 'olga@example.com',
      password,
      passwordConfirm: password,
      profile: { organization: 'ПАО Сбербанк', inn: '7707083894' },
    }),
    (e) =>
      refused(e, 400, ({ profile }) => {
        const { inn } = profile as { inn: { code: string; message: string } };
        return inn.code === 'inn_checksum' && /контрольная цифра/.test(inn.message);
      }),
  );
  await client.collection('users').create({
    username: 'olga',
    email: 'olga@example.com',
    password,
    passwordConfirm: password,
    profile: { organization: 'ПАО Сбербанк', inn: '7707083893', kpp: '773601001', ogrn: '1027700132195' },
  });
  await client.collection('users').authWithPassword('olga', password);
  const consultant = connect();
  await consultant.collection('users').authWithPassword('anna@example.com', password);

  const consultantHears = await hear(consultant, 'tasks');
  const clientHears = await hear(client, 'tasks');
  const clientHearsWords = await hear(client, 'comments');

  const created = await client.collection('tasks').create({
    title: 'Вопрос из программы',
    description: 'Через API',
    files: [new File(['сумма 100'], 'акт.txt', { type: 'text/plain' })],
  });
  assert.equal(created.number, 1);
  assert.equal(created.status, 'new');
  assert.equal(created.files.length, 1);
  await consultantHears((e) => e.action === 'create' && e.record.id === created.id);

  const queue = await consultant.send('/api/desk/queue', { query: { consultant: 'none' } });
  assert.equal(queue.items[0].organization, 'ПАО Сбербанк');
  assert.equal(queue.counts.unassigned, 1);
  await consultant.collection('tasks').update(created.id, { consultant: staff.id });
  await clientHears((e) => e.record.status === 'in_progress' && e.record.consultant === staff.id);
  assert.equal((await client.collection('staff').getOne(staff.id)).name, 'Анна Смирнова');

  await consultant.collection('comments').create({ task: created.id, body: 'Какой релиз?' });
  await clientHearsWords((e) => e.record.body === 'Какой релиз?');
  await consultant.collection('tasks').update(created.id, { status: 'waiting' });
  await client.collection('comments').create({ task: created.id, body: '3.0.162' });
  await clientHears((e) => e.record.status === 'in_progress' && e.record.rev > 3);
  await consultant.collection('tasks').update(created.id, { status: 'done' });
  await clientHears((e) => e.record.status === 'done' && e.record.done_at !== '');

  await assert.rejects(client.collection('tasks').update(created.id, { title: 'Поверх', rev: 1 }), (e) =>
    refused(e, 409, ({ rev }) => (rev as { code: string }).code === 'rev_conflict'),
  );
  const closed = await client
    .collection('tasks')
    .update(created.id, { status: 'closed', assessment: { rating: 5, comment: 'Спасибо' } });
  assert.equal(closed.status, 'closed');
  const assessment = first(
    (
      await client
        .collection('assessments')
        .getList(1, 1, { filter: client.filter('task = {:id}', { id: created.id }) })
    ).items,
  );
  assert.equal(assessment.rating, 5);
  assert.equal(assessment.consultant, staff.id);
  const events = (
    await client
      .collection('history')
      .getFullList({ filter: client.filter('task = {:id}', { id: created.id }), sort: 'created' })
  ).map((e) => e.event);
  for (const event of ['created', 'assigned', 'status', 'assessed'])
    assert.ok(events.includes(event), `${event} in ${events}`);

  const token = await client.files.getToken();
  const file = await fetch(client.files.getURL(created, created.files[0], { token }));
  assert.equal(await file.text(), 'сумма 100');
  assert.equal((await fetch(client.files.getURL(created, created.files[0]))).status, 404);

  await client.collection('tasks').delete(created.id);
  await clientHears((e) => e.action === 'delete' && e.record.id === created.id);
  await assert.rejects(client.collection('tasks').getOne(created.id), (e) => refused(e, 404));
  const row = first((await root.collection('task_board').getList(1, 1)).items);
  assert.equal(row.rating, 5);
  assert.equal(row.inn, '7707083893');
  for (const pb of [client, consultant]) await pb.realtime.unsubscribe();
});
